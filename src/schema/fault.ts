import type { ErrorObject } from 'ajv/dist/2020.js';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { FORMATS } from './formats.ts';
import type { SchemaProblem } from './problem.ts';
import { hintFor, suggestion } from './suggestion.ts';

/** A problem, and the key that is missing when that is what it says. */
export type Fault = SchemaProblem & { readonly missing?: string };

/** What an error of ajv says, in our words; each names one place. */
export function faultsOf(error: ErrorObject): readonly Fault[] {
  const fault = declaredFault(error);
  return foundBy(error).map((found) => ({ ...found, ...fault }));
}

function foundBy(error: ErrorObject): readonly Fault[] {
  const { keyword, params, instancePath: pointer } = error;
  switch (keyword) {
    case 'additionalProperties':
      return [unknownKey(pointer, String(params.additionalProperty), knownKeys(error))];
    case 'required':
    case 'dependentRequired':
      return [missingKey(pointer, String(params.missingProperty))];
    case 'x-none-of':
      return noneOf(error);
    case 'type':
      return [wrongType(error)];
    case 'enum':
      return [wrongValue(error, `is not one of ${list(params.allowedValues)}`, enumHint(error))];
    case 'const':
      return [wrongValue(error, `is not ${JSON.stringify(params.allowedValue)}`)];
    case 'format': {
      const format = FORMATS[String(params.format)];
      return format === undefined ? [] : [{ ...wrongValue(error, format.message, format.hint), code: format.code }];
    }
    case 'pattern':
      return [wrongValue(error, `does not match ${params.pattern}`)];
    default:
      return [wrongValue(error, error.message ?? `breaks the rule "${keyword}"`)];
  }
}

function unknownKey(pointer: string, key: string, known: readonly string[]): Fault {
  return {
    code: 'UNKNOWN_KEY',
    message: `Unknown key "${key}"`,
    hint: hintFor(key, known),
    pointer: `${pointer}/${escaped(key)}`,
    part: 'key',
  };
}

function missingKey(pointer: string, key: string): Fault {
  return { code: 'MISSING_KEY', message: `The key "${key}" is missing`, pointer, part: 'value', missing: key };
}

/** A mapping that none of several shapes fits: unknown keys explain it, or else one of the keys that tell the shapes apart is missing. */
function noneOf({ instancePath, schema, data }: ErrorObject): readonly Fault[] {
  const { keys, known } = schema as { readonly keys: readonly string[]; readonly known: readonly string[] };
  const unknown = Object.keys(data as JsonObject).filter((key) => !known.includes(key));
  if (unknown.length > 0) return unknown.map((key) => unknownKey(instancePath, key, known));
  const message = `One of the keys ${list(keys)} is missing`;
  return [{ code: 'MISSING_KEY', message, pointer: instancePath, part: 'value' }];
}

function wrongType({ instancePath, params, data }: ErrorObject): Fault {
  const expected = [params.type].flat().map((type) => TYPE_NAMES[String(type)] ?? String(type));
  const found = TYPE_NAMES[typeOf(data)] ?? typeOf(data);
  const quotable = [params.type].flat().includes('string') && typeof data !== 'object';
  return {
    code: 'WRONG_TYPE',
    message: `Expected ${expected.join(' or ')}, found ${found}`,
    ...(quotable ? { hint: 'Put quotes around it.' } : {}),
    pointer: instancePath,
    part: 'value',
  };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'nothing (null)',
};

function typeOf(data: unknown): string {
  if (data === null) return 'null';
  return Array.isArray(data) ? 'array' : typeof data;
}

/** In a rule on names the name itself is at fault. */
function wrongValue({ instancePath, propertyName, data }: ErrorObject, why: string, hint?: string): Fault {
  const isName = propertyName !== undefined;
  return {
    code: 'WRONG_VALUE',
    message: `${described(isName ? propertyName : data)} ${why}`,
    ...(hint === undefined ? {} : { hint }),
    pointer: isName ? `${instancePath}/${escaped(propertyName)}` : instancePath,
    part: isName ? 'key' : 'value',
  };
}

function enumHint({ params, data }: ErrorObject): string | undefined {
  const allowed = (params.allowedValues as readonly unknown[]).filter((value) => typeof value === 'string');
  const meant = typeof data === 'string' ? suggestion(data, allowed) : undefined;
  return meant === undefined ? undefined : `Did you mean "${meant}"?`;
}

function described(data: unknown): string {
  if (Array.isArray(data)) return 'The list';
  if (typeof data === 'object' && data !== null) return 'The mapping';
  const text = JSON.stringify(data) ?? '';
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

/** The keys that the mapping at fault may have. */
export function knownKeys({ parentSchema }: ErrorObject): readonly string[] {
  const properties: JsonValue | undefined = parentSchema?.properties;
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

interface DeclaredFault {
  readonly code?: DiagnosticCode;
  readonly message?: string;
  readonly hint?: string;
}

/** What the schema itself calls the failure of this keyword, under `x-faults`. */
function declaredFault({ keyword, parentSchema }: ErrorObject): DeclaredFault {
  return (parentSchema?.['x-faults'] as Readonly<Record<string, DeclaredFault>> | undefined)?.[keyword] ?? {};
}

const list = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');
const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');
