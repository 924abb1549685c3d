import type { JsonObject, JsonValue } from '../../model/json.ts';
import { type DefinitionStore, withoutVersion } from '../definitions/store.ts';
import type { ElementType } from '../definitions/structure-definition.ts';
import {
  capitalised,
  distinctByKey,
  isBackbone,
  isTypeSlice,
  labelOf,
  limitsOf,
  numericMax,
  type Source,
  sourced,
  typedSlices,
  typesOf,
} from './element-rule.ts';
import { isPrimitive } from './primitive.ts';
import type { ElementRule, ObjectRule, Property, RuleBook, Slicing, Targets } from './rule.ts';
import type { SliceContext } from './slice-nodes.ts';
import { compileSlicing } from './slicing.ts';
import { type ElementNode, lastSegment, nodeByPath, treeOf } from './tree.ts';

/** A node that a rule can be made of. */
interface Place {
  readonly source: Source;
  readonly node: ElementNode;
}

/** Rules of a store's definitions. Definitions without a snapshot are unknown here: see snapshot/. */
export function createRuleBook(store: DefinitionStore, context: Pick<SliceContext, 'inValueSet'>): RuleBook {
  const sources = new Map<string, Source | undefined>();
  const places = new Map<string, Place>();
  const rules = new Map<string, ObjectRule | undefined>();
  const targetsOf = new Map<readonly string[], Targets | undefined>();

  function sourceOf(urlOrType: string): Source | undefined {
    const known = sources.get(urlOrType);
    if (known || sources.has(urlOrType)) return known;
    const structure = store.structure(urlOrType);
    const root = structure?.snapshot && treeOf(structure.snapshot);
    const source = structure && root && { structure, label: labelOf(structure), root };
    sources.set(urlOrType, source);
    return source;
  }

  /** Registers the node so that its rule can be found by key. */
  function keyOf(source: Source, node: ElementNode): string {
    if (node === source.root) return source.structure.url;
    const key = `${source.structure.url}#${node.definition.id}`;
    if (!places.has(key)) places.set(key, { source, node });
    return key;
  }

  function rule(key: string): ObjectRule | undefined {
    const known = rules.get(key);
    if (known || rules.has(key)) return known;
    const place = places.get(key) ?? rootPlace(key);
    const made = place && objectRule(place);
    rules.set(key, made);
    return made;
  }

  function rootPlace(urlOrType: string): Place | undefined {
    const source = sourceOf(urlOrType);
    return source && { source, node: source.root };
  }

  function objectRule({ source, node }: Place): ObjectRule {
    const isRoot = node === source.root;
    const type = isRoot ? source.structure.type : (node.definition.type?.[0]?.code ?? 'BackboneElement');
    const elements = childNodes(node, type).map((child) => elementRule(source, child));
    return {
      key: keyOf(source, node),
      source: source.label,
      id: node.definition.id,
      type,
      isResource: isRoot && source.structure.kind === 'resource',
      elements,
      properties: new Map(
        elements.flatMap((element) => element.properties.map((property) => [property.name, property])),
      ),
      constraints: distinctByKey([
        ...(isPrimitive(type) ? [] : sourced(source, node.definition)),
        ...(isRoot || isBackbone(type) || isPrimitive(type) ? [] : (rule(type)?.constraints ?? [])),
      ]),
    };
  }

  function elementRule(source: Source, node: ElementNode): ElementRule {
    const { definition } = node;
    const segment = lastSegment(definition.path);
    const choice = segment.endsWith('[x]');
    const name = choice ? segment.slice(0, -3) : segment;
    const typed = choice ? typedSlices(node) : new Map<string, ElementNode>();
    const properties: Property[] = [];
    const max = numericMax(definition.max);
    const element: { -readonly [K in keyof ElementRule]: ElementRule[K] } = {
      name,
      id: definition.id,
      min: Math.max(definition.min ?? 0, ...[...typed.values()].map((slice) => slice.definition.min ?? 0)),
      max,
      list: numericMax(definition.baseMax ?? definition.max) > 1,
      choice,
      properties,
    };
    for (const type of typesOf(source, node)) {
      const slice = typed.get(type.code);
      if (!slice && typed.size > 0 && definition.slicing?.rules === 'closed') continue;
      properties.push(property(source, slice ?? node, element, type, choice ? name + capitalised(type.code) : name));
    }
    const [first] = properties;
    const slicing = first && slicingOf(source, node, first);
    if (slicing) element.slicing = slicing;
    return element;
  }

  function property(
    source: Source,
    node: ElementNode,
    element: ElementRule,
    type: ElementType,
    name: string,
  ): Property {
    const { definition } = node;
    const primitive = isPrimitive(type.code);
    const inner = innerKey(source, node);
    const own = node.definition.type?.find(({ code }) => code === type.code) ?? type;
    return {
      name,
      element,
      id: definition.id,
      source: source.label,
      type: type.code,
      primitive,
      ...(inner !== undefined && { inner }),
      profiles: own.profile ?? [],
      targets: own.targetProfile ?? [],
      ...(own.aggregation && { aggregation: own.aggregation }),
      ...(definition.binding && { binding: definition.binding }),
      constraints: inner === undefined || primitive ? sourced(source, definition) : [],
      ...limitsOf(definition),
      isModifier: definition.isModifier === true,
    };
  }

  /** Where the elements below are given here, by reference or in place, they are the rule; else the type's own. */
  function innerKey(source: Source, node: ElementNode): string | undefined {
    const reference = node.definition.contentReference;
    if (reference !== undefined) return referencedKey(source, reference);
    return node.children.length > 0 ? keyOf(source, node) : undefined;
  }

  function referencedKey(source: Source, reference: string): string | undefined {
    const path = reference.slice(reference.indexOf('#') + 1);
    const node = nodeByPath(source.root, path);
    if (node) return keyOf(source, node);
    const base = source.structure.base === undefined ? undefined : sourceOf(source.structure.base);
    return base && referencedKey(base, reference);
  }

  function slicingOf(source: Source, node: ElementNode, first: Property): Slicing | undefined {
    const sliced = node.slices.filter((slice) => !isTypeSlice(node, slice));
    if (sliced.length === 0) return undefined;
    return compileSlicing(node, sliced, {
      ...context,
      childrenOf,
      isResource: (type) => store.resourceTypes.has(type),
      typeOf: (url) => sourceOf(withoutVersion(url))?.structure.type,
      property: (slice) =>
        property(source, slice, first.element, slice.definition.type?.[0] ?? { code: first.type }, first.name),
    });
  }

  /** The elements below a node, from its profile or type when it gives none itself. */
  function childrenOf(node: ElementNode): readonly ElementNode[] {
    if (node.children.length > 0) return node.children;
    const [type] = node.definition.type ?? [];
    const source = type && (sourceOf(type.profile?.[0] ?? type.code) ?? sourceOf(type.code));
    return source?.root.children ?? [];
  }

  function rulesFor(property: Property, value: JsonObject): readonly ObjectRule[] {
    const chosen = sliceProperty(property, value);
    if (chosen.type === 'Extension') return extensionRules(chosen, value);
    if (isAnyResource(chosen)) return resourceRules(value, demandedProfile(chosen));
    if (store.resourceTypes.has(chosen.type)) {
      const isWanted = value['resourceType'] === chosen.type;
      return isWanted ? resourceRules(value, demandedProfile(chosen)) : present(rule(chosen.type));
    }
    if (chosen.inner !== undefined) return present(rule(chosen.inner));
    const [profiled] = demandedProfile(chosen).map((url) => rule(withoutVersion(url)));
    return present(profiled ?? rule(chosen.type));
  }

  function extensionRules(property: Property, value: JsonObject): readonly ObjectRule[] {
    const url = value['url'];
    const inner = present(property.inner === undefined ? undefined : rule(property.inner));
    const known = typeof url === 'string' && url.includes(':') ? rule(url) : undefined;
    if (known?.type === 'Extension') return [...inner, known];
    return inner.length > 0 ? inner : present(rule('Extension'));
  }

  function resourceRules(resource: JsonObject, profiles: readonly string[] = []): readonly ObjectRule[] {
    const type = resource['resourceType'];
    if (typeof type !== 'string') return [];
    const wanted = new Set([...profiles, ...claimedProfiles(resource)].map(withoutVersion));
    const profiled = [...wanted].flatMap((url) => present(rule(url))).filter((found) => found.type === type);
    if (profiled.length > 0) return profiled;
    return store.resourceTypes.has(type) ? present(rule(type)) : [];
  }

  function targets({ targets: urls }: Property): Targets | undefined {
    const known = targetsOf.get(urls);
    if (known || targetsOf.has(urls)) return known;
    const made = compileTargets(urls.map(withoutVersion), sourceOf);
    targetsOf.set(urls, made);
    return made;
  }

  return { version: store.version, resourceTypes: store.resourceTypes, rule, rulesFor, resourceRules, targets };
}

/** The `value` of a primitive is not among what its sibling holds. */
const childNodes = ({ children }: ElementNode, type: string): readonly ElementNode[] =>
  isPrimitive(type) ? children.filter(({ definition }) => lastSegment(definition.path) !== 'value') : children;

function compileTargets(urls: readonly string[], sourceOf: (url: string) => Source | undefined): Targets | undefined {
  const profiles = new Map<string, readonly string[]>();
  const unknown: string[] = [];
  for (const url of urls) {
    const structure = sourceOf(url)?.structure;
    if (!structure) unknown.push(url);
    else if (structure.type === 'Resource') return undefined;
    else if (!structure.constraint) profiles.set(structure.type, []);
    else if (profiles.get(structure.type)?.length !== 0) {
      profiles.set(structure.type, [...(profiles.get(structure.type) ?? []), url]);
    }
  }
  return profiles.size + unknown.length === 0 ? undefined : { profiles, unknown };
}

/** The slice's own property when the value belongs to one, for re-slicing as deep as it goes. */
export function sliceProperty(property: Property, value: JsonValue): Property {
  let found = property;
  let slicing = property.element.slicing;
  while (slicing) {
    const slice = slicing.slices.find(({ matches }) => matches?.(value));
    if (!slice) break;
    found = slice.property;
    slicing = slice.slicing;
  }
  return found;
}

/** Profiles that the resource says it meets. */
export function claimedProfiles(resource: JsonObject): readonly string[] {
  const meta = resource['meta'];
  const claimed = typeof meta === 'object' && meta !== null && 'profile' in meta ? meta['profile'] : [];
  return Array.isArray(claimed) ? claimed.filter((url): url is string => typeof url === 'string') : [];
}

/** The profile that a value must meet. Which of several it is meant to meet cannot be told; see walk/profile.ts. */
export const demandedProfile = ({ profiles }: Property): readonly string[] => (profiles.length === 1 ? profiles : []);

const isAnyResource = ({ type }: Property): boolean => type === 'Resource' || type === 'DomainResource';

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
