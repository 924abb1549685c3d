import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Kind } from './stand-ins.ts';

/** Replaces one text of a resource; the pointer says where it stands. */
export type Replace = (kind: Kind, text: string, pointer: string) => string;

/**
 * The identifying elements of a FHIR Patient, STU3 and R4 alike (https://hl7.org/fhir/STU3/patient.html), as paths
 * whose lists are walked.
 */
const IDENTIFYING: readonly (readonly [path: readonly string[], kind: Kind])[] = [
  [['name', 'text'], 'name'],
  [['name', 'family'], 'name'],
  [['name', 'given'], 'name'],
  [['contact', 'name', 'text'], 'name'],
  [['contact', 'name', 'family'], 'name'],
  [['contact', 'name', 'given'], 'name'],
  [['birthDate'], 'birth-date'],
  [['telecom', 'value'], 'phone'],
  [['contact', 'telecom', 'value'], 'phone'],
  [['address', 'text'], 'address'],
  [['address', 'line'], 'address'],
  [['address', 'city'], 'address'],
  [['address', 'district'], 'address'],
  [['address', 'postalCode'], 'postcode'],
  [['contact', 'address', 'line'], 'address'],
  [['contact', 'address', 'postalCode'], 'postcode'],
];

/** The payload with every identifying text of every Patient in it passed through `replace`. */
export function replaceInPatients(value: JsonValue, replace: Replace, pointer = ''): JsonValue {
  if (Array.isArray(value)) {
    return value.map((member, place) => replaceInPatients(member, replace, `${pointer}/${place}`));
  }
  if (!isJsonObject(value)) return value;
  const own = value.resourceType === 'Patient' ? replaceInPatient(value, replace, pointer) : value;
  return Object.fromEntries(
    Object.entries(own).map(([name, member]) => [name, replaceInPatients(member, replace, `${pointer}/${name}`)]),
  );
}

function replaceInPatient(patient: JsonObject, replace: Replace, pointer: string): JsonObject {
  return IDENTIFYING.reduce<JsonObject>(
    (changed, [path, kind]) => replaceAt(changed, path, kind, replace, pointer) as JsonObject,
    patient,
  );
}

function replaceAt(
  value: JsonValue,
  path: readonly string[],
  kind: Kind,
  replace: Replace,
  pointer: string,
): JsonValue {
  if (Array.isArray(value)) {
    return value.map((member, place) => replaceAt(member, path, kind, replace, `${pointer}/${place}`));
  }
  const [name, ...rest] = path;
  if (name === undefined) return typeof value === 'string' ? replace(kindOf(kind, value), value, pointer) : value;
  if (!isJsonObject(value) || value[name] === undefined) return value;
  return { ...value, [name]: replaceAt(value[name], rest, kind, replace, `${pointer}/${name}`) };
}

/** A contact point is a telephone number or an e-mail address. */
const kindOf = (kind: Kind, text: string): Kind => (kind === 'phone' && text.includes('@') ? 'email' : kind);
