import type { ObjectRule, Property, RuleBook } from '../compile/rule.ts';

/**
 * What the values of an expression can be, as far as the definitions tell. Choice elements have other names in JSON than
 * in FHIRPath, so a step can be translated only where the element is known.
 */
export interface Shape {
  /** Undefined when the values can be anything, as those of `descendants()`. */
  readonly rules: readonly ObjectRule[] | undefined;
  /** Primitive types among the values. */
  readonly primitives: readonly string[];
}

export const ANYTHING: Shape = { rules: undefined, primitives: [] };
export const BOOLEAN: Shape = { rules: [], primitives: ['boolean'] };
export const NUMBER: Shape = { rules: [], primitives: ['integer'] };
export const TEXT: Shape = { rules: [], primitives: ['string'] };
export const NOTHING: Shape = { rules: [], primitives: [] };

/** Elements that no type of either version makes a choice, so their JSON name is certain where the type is not. */
const NEVER_A_CHOICE = new Set([
  'id',
  'meta',
  'text',
  'contained',
  'versionId',
  'lastUpdated',
  'security',
  'reference',
  'concept',
  'code',
  'linkId',
]);

/** JSON properties that hold an element, with what they hold; undefined when that is not certain. */
export interface Step {
  readonly names: readonly string[];
  readonly shape: Shape;
}

/** `type` keeps only the values of that type, which the name of the property of a choice tells. */
export function stepInto(book: RuleBook, shape: Shape, name: string, type?: string): Step | undefined {
  if (!shape.rules) return NEVER_A_CHOICE.has(name) && !type ? { names: [name], shape: ANYTHING } : undefined;
  const properties = shape.rules
    .flatMap((rule) => rule.elements.find((element) => element.name === name)?.properties ?? [])
    .filter((property) => type === undefined || property.type === type);
  const known = shape.rules.some((rule) => rule.elements.some((element) => element.name === name));
  if (!known && shape.rules.length > 0) return undefined;
  return { names: [...new Set(properties.map((property) => property.name))], shape: shapeOf(book, properties) };
}

/** What values of the properties are. */
export function shapeOf(book: RuleBook, properties: readonly Property[]): Shape {
  const primitives = [...new Set(properties.flatMap(({ primitive, type }) => (primitive ? type : [])))];
  const rules: ObjectRule[] = [];
  for (const property of properties) {
    if (property.primitive) continue;
    const rule = isAnyResource(property) ? undefined : book.rule(property.inner ?? property.type);
    if (!rule) return { rules: undefined, primitives };
    if (!rules.includes(rule)) rules.push(rule);
  }
  return { rules, primitives };
}

const isAnyResource = ({ type }: Property): boolean => type === 'Resource' || type === 'DomainResource';

/** The values of both. */
export const joined = (a: Shape, b: Shape): Shape => ({
  rules: a.rules && b.rules ? [...new Set([...a.rules, ...b.rules])] : undefined,
  primitives: [...new Set([...a.primitives, ...b.primitives])],
});
