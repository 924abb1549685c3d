import type { JsonObject, JsonValue } from '../../model/json.ts';
import { PRIMITIVE_TYPES } from './primitive.ts';
import type { ElementRule, ObjectRule, Property } from './rule.ts';

/**
 * The JSON Schema of one object: its properties, primitives in place, and `fhirLink` where another rule takes over.
 * Types are linked when a value asks for them, so that only the types which occur are compiled, recursion needs no
 * `$ref`, and one fault is reported once.
 *
 * Own keywords: `fhirLink`, `fhirFixed` and `fhirPattern` (each names the property), `fhirElements` (some content, presence,
 * choices, nulls). Primitive types are formats named `fhir-<type>`.
 */
export function schemaOf(rule: ObjectRule): JsonObject {
  const properties: Record<string, JsonValue> = rule.isResource ? { resourceType: { const: rule.type } } : {};
  for (const property of rule.properties.values()) {
    const { element } = property;
    properties[property.name] =
      element.max === 0 ? false : inList(element, property.primitive ? primitiveSchema(property) : linked(property));
    if (property.primitive && hasSibling(rule, property)) {
      properties[`_${property.name}`] = element.max === 0 ? false : siblingSchema(property);
    }
  }
  return { type: 'object', properties, additionalProperties: false, fhirElements: true };
}

/** XML attributes of the data types (id, Extension.url) and xhtml cannot carry extensions. */
export const hasSibling = (rule: ObjectRule, property: Property): boolean =>
  property.type !== 'xhtml' &&
  !(property.name === 'id' && !rule.isResource) &&
  !(property.name === 'url' && rule.type === 'Extension');

function inList(element: ElementRule, items: JsonObject): JsonObject {
  if (!element.list) return items;
  return {
    type: 'array',
    minItems: Math.max(1, element.min),
    ...(Number.isFinite(element.max) && { maxItems: element.max }),
    items: items['type'] === undefined ? items : { ...items, type: [items['type'], 'null'] },
  };
}

function primitiveSchema(property: Property): JsonObject {
  const type = PRIMITIVE_TYPES[property.type];
  if (!type) throw new Error(`unknown primitive type ${property.type} of ${property.id}`);
  return {
    type: type.json,
    ...(type.accepts && { format: `fhir-${property.type}` }),
    ...numericLimits(property, type.minimum, type.maximum),
    ...(property.maxLength !== undefined && { maxLength: property.maxLength }),
    ...exactly(property),
  };
}

function numericLimits(property: Property, minimum: number | undefined, maximum: number | undefined): JsonObject {
  const least = typeof property.minValue === 'number' ? property.minValue : minimum;
  const most = typeof property.maxValue === 'number' ? property.maxValue : maximum;
  return { ...(least !== undefined && { minimum: least }), ...(most !== undefined && { maximum: most }) };
}

const linked = (property: Property): JsonObject => ({
  fhirLink: property.name,
  ...exactly(property),
});

const exactly = ({ name, fixed, pattern }: Property): JsonObject => ({
  ...(fixed !== undefined && { fhirFixed: name }),
  ...(pattern !== undefined && { fhirPattern: name }),
});

/** `_birthDate` and its like hold the id and extensions of a primitive. */
function siblingSchema({ name, element }: Property): JsonObject {
  const link = { fhirLink: `_${name}` };
  if (!element.list) return link;
  return { type: 'array', minItems: 1, items: { if: { type: 'null' }, else: link } };
}

/** What a link stands for: a property of the rule, or the sibling of a primitive. */
export function linkedProperty({ properties }: ObjectRule, link: string): Property {
  const property = properties.get(link);
  if (property !== undefined) return property;
  const beside = properties.get(link.slice(1));
  if (beside === undefined) throw new Error(`no property ${link}`);
  const { profiles: _, fixed: __, pattern: ___, ...rest } = beside;
  return { ...rest, type: 'Element', primitive: false, profiles: [], targets: [] };
}
