import { Ajv, type ValidateFunction } from 'ajv';
import type { DataValidateFunction } from 'ajv/dist/types/index.js';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { elementFaults } from './element-fault.ts';
import { matchesPattern, sameJson } from './equal.ts';
import { PRIMITIVE_TYPES } from './primitive.ts';
import { noSuchResource } from './resource-type.ts';
import type { ObjectRule, Property, RuleBook } from './rule.ts';
import { schemaOf } from './schema.ts';
import { addFault, jsonTypeOf } from './structure-fault.ts';

/** Checks the JSON of a resource against rules; gives the faults with their pointers. */
export interface StructureCheck {
  readonly check: (resource: JsonObject, rules: readonly ObjectRule[]) => readonly Diagnostic[];
}

type Faults = Diagnostic[];

/** What ajv hands to the keywords as `this`. */
interface Pass {
  readonly faults: Faults;
}

type Place = { readonly instancePath: string };

/**
 * The structural engine: one ajv function for each ObjectRule, compiled when a value first needs it. Compiled alone and
 * linked on use, a rule costs about a millisecond once; compiling a resource type with all that it can contain costs
 * hundreds, because Extension reaches every data type.
 */
export function createStructureCheck(book: RuleBook): StructureCheck {
  const links: Property[] = [];
  const compiled = new Map<ObjectRule, ValidateFunction>();
  let compiling: ObjectRule | undefined;

  const ajv = new Ajv({
    allErrors: true,
    passContext: true,
    strict: false,
    validateSchema: false,
    unicodeRegExp: false,
  });
  for (const [name, { accepts }] of Object.entries(PRIMITIVE_TYPES)) {
    if (accepts) ajv.addFormat(`fhir-${name}`, accepts);
  }
  ajv.addKeyword({ keyword: 'fhirLink', schemaType: 'number', errors: false, compile: compileLink });
  ajv.addKeyword({ keyword: 'fhirElements', schemaType: 'boolean', errors: false, compile: compileElements });
  ajv.addKeyword({
    keyword: 'fhirFixed',
    schemaType: 'object',
    validate: (schema: { value: JsonValue }, data: JsonValue) => sameJson(data, schema.value),
  });
  ajv.addKeyword({
    keyword: 'fhirPattern',
    schemaType: 'object',
    validate: (schema: { value: JsonValue }, data: JsonValue) => matchesPattern(data, schema.value),
  });

  function functionOf(rule: ObjectRule): ValidateFunction {
    const known = compiled.get(rule);
    if (known) return known;
    compiling = rule;
    const made = ajv.compile(schemaOf(rule, (property) => links.push(property) - 1));
    compiled.set(rule, made);
    return made;
  }

  function compileLink(index: number): DataValidateFunction {
    const property = links[index];
    if (!property) throw new Error(`no link ${index}`);
    function link(this: Pass, data: JsonValue, place?: Place): boolean {
      const pointer = place?.instancePath ?? '';
      if (!isJsonObject(data)) this.faults.push(notAnObject(property as Property, data, pointer));
      else {
        const rules = book.rulesFor(property as Property, data);
        if (rules.length === 0) this.faults.push(noSuchResource(book.resourceTypes, data, pointer));
        for (const rule of rules) run(this, rule, data, pointer);
      }
      return true;
    }
    return link as DataValidateFunction;
  }

  function compileElements(): DataValidateFunction {
    const rule = compiling;
    if (!rule) throw new Error('compiled outside of a rule');
    const faultsOf = elementFaults(rule);
    function elements(this: Pass, data: JsonObject, place?: Place): boolean {
      faultsOf(data, place?.instancePath ?? '', this.faults);
      return true;
    }
    return elements as DataValidateFunction;
  }

  function run(pass: Pass, rule: ObjectRule, data: JsonObject, pointer: string): void {
    const validate = functionOf(rule);
    const place = {
      instancePath: pointer,
      parentData: data,
      parentDataProperty: '',
      rootData: data,
      dynamicAnchors: {},
    };
    if (validate.call(pass, data, place)) return;
    for (const error of validate.errors ?? []) addFault(pass.faults, rule, error, data, pointer);
  }

  return {
    check: (resource, rules) => {
      const pass: Pass = { faults: [] };
      for (const rule of rules) run(pass, rule, resource, '');
      return pass.faults.length > 1 ? firstAtEachPlace(pass.faults) : pass.faults;
    },
  };
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

/** A value that breaks several rules, or one rule of several profiles, has one fault. */
function firstAtEachPlace(faults: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return faults.filter(({ location }) => {
    const pointer = location?.pointer ?? '';
    return !seen.has(pointer) && seen.add(pointer);
  });
}
