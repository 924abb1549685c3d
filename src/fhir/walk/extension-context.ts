import { isJsonObject, type JsonValue } from '../../model/json.ts';
import { labelOf } from '../compile/element-rule.ts';
import { withoutVersion } from '../definitions/store.ts';
import type { ExtensionContext, StructureDefinition } from '../definitions/structure-definition.ts';
import { compileExpression } from '../fhirpath.ts';
import type { Walk } from './context.ts';
import { elementPath, namesOf } from './element-names.ts';
import { type Frame, locationOf, type Scope } from './frame.ts';

/** A modifier extension stands in `modifierExtension`, any other in `extension` (https://hl7.org/fhir/R4/extensibility.html#isModifier). */
export function modifierFindings(walk: Walk, definition: StructureDefinition, frame: Frame): void {
  const isModifier = definition.snapshot?.[0]?.isModifier === true;
  if (isModifier === (frame.name === 'modifierExtension')) return;
  walk.findings.push({
    code: 'EXTENSION_MODIFIER',
    severity: 'error',
    message: `${definition.url} ${isModifier ? 'is' : 'is not'} a modifier extension`,
    hint: `It belongs in ${isModifier ? 'modifierExtension' : 'extension'}`,
    location: locationOf(frame),
    rule: `${labelOf(definition)}#Extension`,
  });
}

/**
 * The extension is on an element that its definition names, and meets what that asks of the element
 * (https://hl7.org/fhir/R4/defining-extensions.html#context).
 */
export function contextFindings(walk: Walk, definition: StructureDefinition, frame: Frame, scope: Scope): void {
  const carrier = frame.parent;
  if (!carrier) return;
  const { context = [], contextInvariant = [] } = definition;
  const inPlace = context.length === 0 || anyOf(context.map((place) => isInContext(walk, place, carrier, scope)));
  report(inPlace, `on ${context.map(({ expression }) => expression).join(', ')}`);
  if (inPlace !== true) return;
  for (const expression of contextInvariant) report(holdsOn(walk, expression, frame, scope), `where ${expression}`);

  function report(allowed: boolean | undefined, where: string): void {
    if (allowed === true) return;
    const use = `${definition.url} may be used only ${where}`;
    walk.findings.push({
      code: allowed === false ? 'EXTENSION_CONTEXT' : 'EXTENSION_CONTEXT_NOT_CHECKED',
      severity: allowed === false ? 'error' : 'not-checked',
      message: allowed === false ? use : `${use}, which cannot be evaluated here`,
      location: locationOf(frame),
      rule: `${labelOf(definition)}#context`,
    });
  }
}

/** True when one is, false when none is, undefined when one may be. */
function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
}

function isInContext(walk: Walk, context: ExtensionContext, carrier: Frame, scope: Scope): boolean | undefined {
  switch (context.type) {
    case 'element':
      return isElement(walk, context.expression, carrier);
    case 'extension':
      return isJsonObject(carrier.value) && carrier.value['url'] === withoutVersion(context.expression);
    case 'fhirpath':
      return carrier.rule && selected(walk, context.expression, scope.resource, scope)?.includes(carrier.value);
    default:
      return context.type satisfies never;
  }
}

/** Contexts that stand for every element. */
const ANYWHERE: ReadonlySet<string> = new Set(['*', 'Any', 'Element']);

function isElement(walk: Walk, expression: string, carrier: Frame): boolean | undefined {
  const wanted = expression.split(',').map((path) => path.trim().replaceAll('[x]', ''));
  if (wanted.some((path) => ANYWHERE.has(path))) return true;
  const names = namesOf(walk, carrier);
  if (wanted.some((path) => names.has(path))) return true;
  // The element of a profile by which the resource was not checked.
  return wanted.some((path) => path.includes('#')) ? undefined : false;
}

function holdsOn(walk: Walk, expression: string, frame: Frame, scope: Scope): boolean | undefined {
  const carrier = frame.parent;
  if (!carrier?.rule) return undefined;
  const base = elementPath(carrier.rule.id);
  return selected(walk, expression, carrier.value, scope, { base, extension: frame.value })?.some(
    (item) => item !== false,
  );
}

/** What an expression gives; undefined when it cannot be evaluated. */
function selected(
  { version }: Walk,
  expression: string,
  value: JsonValue,
  { resource, rootResource }: Scope,
  { base, extension }: { readonly base?: string; readonly extension?: JsonValue } = {},
): readonly JsonValue[] | undefined {
  const compiled = compileExpression(expression, version, base);
  if ('problem' in compiled) return undefined;
  try {
    return compiled.run(value, { resource, rootResource, ...(extension !== undefined && { extension }) });
  } catch {
    return undefined;
  }
}
