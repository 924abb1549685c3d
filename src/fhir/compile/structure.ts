import type { Ajv } from 'ajv';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { schemaDigest } from '../../schema/schema-check.ts';
import { withoutConsequences } from './consequence.ts';
import { elementFaults } from './element-fault.ts';
import { matchesPattern, sameJson } from './equal.ts';
import { type ObjectCheck, type ObjectPass, objectCompiler } from './object-check.ts';
import type { Precompiled } from './precompiled.ts';
import { noSuchResource } from './resource-type.ts';
import type { ObjectRule, Property, RuleBook } from './rule.ts';
import { linkedProperty, schemaOf } from './schema.ts';
import { addFault, jsonTypeOf } from './structure-fault.ts';

/** Checks the JSON of a resource against rules; gives the faults with their pointers. */
export interface StructureCheck {
  readonly check: (resource: JsonObject, rules: readonly ObjectRule[]) => readonly Diagnostic[];
}

type Faults = Diagnostic[];

/**
 * The structural engine: one function for each ObjectRule, found or compiled when a value first needs it. Those of the core
 * specification come from the build; the others are compiled alone and linked on use, which costs about a millisecond once.
 */
export function createStructureCheck(book: RuleBook, precompiled: Precompiled = () => undefined): StructureCheck {
  const linked = new Map<ObjectRule, LinkedRule>();
  let compiler: Ajv | undefined;
  /** Of the check under way. */
  let faults: Faults = [];

  function linkedRule(rule: ObjectRule): LinkedRule {
    const known = linked.get(rule);
    if (known) return known;
    const schema = schemaOf(rule);
    const check = precompiled(rule.key, schemaDigest(schema)) ?? compiled(schema);
    const made = { check, pass: passOf(rule) };
    linked.set(rule, made);
    return made;
  }

  function compiled(schema: JsonObject): ObjectCheck {
    compiler ??= objectCompiler({ source: false });
    // Ajv types its functions for any schema and any value of `this`.
    return compiler.compile(schema) as unknown as ObjectCheck;
  }

  function passOf(rule: ObjectRule): ObjectPass {
    const faultsOf = elementFaults(rule);
    const properties = new Map<string, Property>();
    return {
      link: (name, data, pointer) => {
        const property = properties.get(name) ?? linkedProperty(rule, name);
        properties.set(name, property);
        if (isJsonObject(data)) follow(property, data, pointer);
        else faults.push(notAnObject(property, data, pointer));
      },
      elements: (data, pointer) => faultsOf(data, pointer, faults),
      fixed: (name, data) => sameJson(data, rule.properties.get(name)?.fixed ?? null),
      pattern: (name, data) => matchesPattern(data, rule.properties.get(name)?.pattern ?? null),
    };
  }

  function follow(property: Property, data: JsonObject, pointer: string): void {
    const rules = book.rulesFor(property, data);
    if (rules.length === 0) faults.push(noSuchResource(book, data, pointer));
    for (const rule of rules) run(rule, data, pointer);
  }

  function run(rule: ObjectRule, data: JsonObject, pointer: string): void {
    const { check, pass } = linkedRule(rule);
    const place = {
      instancePath: pointer,
      parentData: data,
      parentDataProperty: '',
      rootData: data,
      dynamicAnchors: {},
    };
    if (check.call(pass, data, place)) return;
    for (const error of check.errors ?? []) addFault(faults, rule, error, data, pointer);
  }

  return {
    check: (resource, rules) => {
      faults = [];
      for (const rule of rules) run(rule, resource, '');
      return withoutConsequences(faults);
    },
  };
}

/** A rule with its code. */
interface LinkedRule {
  readonly check: ObjectCheck;
  readonly pass: ObjectPass;
}

function notAnObject(property: Property, data: JsonValue, pointer: string): Diagnostic {
  return {
    code: data === null ? 'EMPTY_ELEMENT' : 'JSON_TYPE',
    severity: 'error',
    message: `${property.id} is ${data === null ? 'null' : jsonTypeOf(data)}, not an object`,
    hint: `${property.type} is an object in JSON`,
    location: { pointer },
    rule: `${property.source}#${property.id}`,
  };
}
