import { isJsonObject, type JsonValue } from '../../model/json.ts';
import type { Discriminator, ElementDefinition } from '../definitions/structure-definition.ts';
import { capitalised } from './element-rule.ts';
import { matchesPattern, sameJson } from './equal.ts';
import { isPrimitive } from './primitive.ts';
import type { Slice, Slicing } from './rule.ts';
import { describeSlice } from './slice-description.ts';
import { nodesAt, type SliceContext, stepsOf } from './slice-nodes.ts';
import { type ElementNode, lastSegment } from './tree.ts';

type Matcher = (value: JsonValue) => boolean;

/** The slicing of an element (https://hl7.org/fhir/R4/profiling.html#slicing). */
export function compileSlicing(node: ElementNode, slices: readonly ElementNode[], context: SliceContext): Slicing {
  const { slicing, id } = node.definition;
  const discriminators = slicing?.discriminator ?? defaultDiscriminators(node);
  return {
    id,
    rules: slicing?.rules ?? 'open',
    ordered: slicing?.ordered ?? false,
    slices: slices.map((slice) => compileSlice(slice, discriminators, context)),
  };
}

function compileSlice(slice: ElementNode, discriminators: readonly Discriminator[], context: SliceContext): Slice {
  const matches = sliceMatcher(slice, discriminators, context);
  const { id, sliceName, min, max } = slice.definition;
  return {
    name: sliceName ?? id,
    id,
    min: min ?? 0,
    max: max === undefined || max === '*' ? Number.POSITIVE_INFINITY : Number(max),
    property: context.property(slice),
    ...(matches && { matches }),
    describe: () => describeSlice(slice, discriminators, context),
    ...(slice.slices.length > 0 && { slicing: compileSlicing(slice, slice.slices, context) }),
  };
}

/** Extensions are always sliced by URL, also where a profile does not repeat it. */
const defaultDiscriminators = (node: ElementNode): readonly Discriminator[] =>
  ['extension', 'modifierExtension'].includes(lastSegment(node.definition.path))
    ? [{ type: 'value', path: 'url' }]
    : [];

function sliceMatcher(
  slice: ElementNode,
  discriminators: readonly Discriminator[],
  context: SliceContext,
): Matcher | undefined {
  if (discriminators.length === 0) return undefined;
  const matchers = discriminators.map((discriminator) => discriminatorMatcher(slice, discriminator, context));
  return matchers.every((matcher) => matcher !== undefined)
    ? (value) => matchers.every((matcher) => matcher(value))
    : undefined;
}

function discriminatorMatcher(
  slice: ElementNode,
  { type, path }: Discriminator,
  context: SliceContext,
): Matcher | undefined {
  if (path === 'url' && slice.definition.type?.[0]?.code === 'Extension') {
    const url = slice.definition.type[0].profile?.[0]?.split('|')[0];
    if (url !== undefined) return (value) => isJsonObject(value) && value['url'] === url;
  }
  const steps = stepsOf(path);
  // What is below a primitive value stands beside it in JSON.
  if (!steps || (steps.length > 0 && isPrimitive(slice.definition.type?.[0]?.code ?? ''))) return undefined;
  const nodes = nodesAt(slice, steps, context);
  if (type === 'type')
    return anyMatcher(
      nodes.filter(({ slices }) => slices.length === 0).map((node) => typeMatcher(node, steps, context)),
    );
  return anyMatcher(
    nodes.map((node) => {
      const isWanted = valuesMatcher(type, node, context);
      return isWanted && ((value) => isWanted(valuesAt(value, steps)));
    }),
  );
}

function anyMatcher(matchers: readonly (Matcher | undefined)[]): Matcher | undefined {
  const known = matchers.filter((matcher) => matcher !== undefined);
  return known.length === 0 ? undefined : (value) => known.some((matches) => matches(value));
}

/** Resources name their type; that of a choice is in the name of the JSON property. */
function typeMatcher(
  { definition }: ElementNode,
  steps: readonly string[],
  context: SliceContext,
): Matcher | undefined {
  const types = (definition.type ?? []).map(({ code }) => code);
  const last = steps.at(-1);
  if (last !== undefined && lastSegment(definition.path) !== last) {
    const names = types.map((code) => last + capitalised(code));
    return (value) =>
      valuesAt(value, steps.slice(0, -1)).some((item) => isJsonObject(item) && names.some((name) => name in item));
  }
  const isWanted = types.every(context.isResource) ? resourceMatcher(types) : undefined;
  return isWanted && ((value) => isWanted(valuesAt(value, steps)));
}

type ValuesMatcher = (values: readonly JsonValue[]) => boolean;

function valuesMatcher(
  type: Exclude<Discriminator['type'], 'type'>,
  { definition }: ElementNode,
  context: SliceContext,
): ValuesMatcher | undefined {
  switch (type) {
    case 'exists':
      if (definition.max === '0') return (values) => values.length === 0;
      return (definition.min ?? 0) > 0 ? (values) => values.length > 0 : undefined;
    case 'unknown':
      return undefined;
    case 'value':
    case 'pattern':
      return codeMatcher(definition, context);
    case 'profile': {
      // Whether a resource meets the profile is what is to be found out; its type is what tells it from the others.
      const profiles = (definition.type ?? []).flatMap(({ profile = [] }) => profile);
      const types = profiles.flatMap((url) => context.typeOf(url) ?? []);
      return types.length > 0 && types.length === profiles.length ? resourceMatcher(types) : undefined;
    }
    default:
      return type satisfies never;
  }
}

const resourceMatcher =
  (types: readonly string[]): ValuesMatcher =>
  (values) =>
    values.some((value) => isJsonObject(value) && types.includes(String(value['resourceType'])));

function codeMatcher({ fixed, pattern, binding }: ElementDefinition, context: SliceContext): ValuesMatcher | undefined {
  if (fixed !== undefined) return (values) => values.some((value) => sameJson(value, fixed));
  if (pattern !== undefined) return (values) => values.some((value) => matchesPattern(value, pattern));
  if (binding?.strength !== 'required') return undefined;
  return (values) => values.some((value) => context.inValueSet(binding.valueSet, value) === true);
}

/** Values of a choice are under the name with its type. */
function valuesAt(value: JsonValue, steps: readonly string[]): readonly JsonValue[] {
  let found: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  for (const step of steps) {
    const choice = new RegExp(`^${step}[A-Z]`);
    found = found.flatMap((item) => {
      if (!isJsonObject(item)) return [];
      const key = step in item ? step : Object.keys(item).find((name) => choice.test(name));
      const below = key === undefined ? undefined : item[key];
      return below === undefined ? [] : Array.isArray(below) ? below : [below];
    });
  }
  return found;
}
