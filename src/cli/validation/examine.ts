import { readResource } from '../../fhir/bytes/document.ts';
import type { Locate } from '../../fhir/bytes/position.ts';
import { toldVersion } from '../../fhir/told-version.ts';
import type { Validator } from '../../fhir/validator.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { JsonObject } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { Document } from './documents.ts';

/** The version of the booking interfaces that Assay began with. */
export const DEFAULT_VERSION: FhirVersion = 'stu3';

/** Why a resource was validated as it was: the user said so, the resource tells it, only it has such elements, or nothing. */
type VersionBasis = 'asked' | 'told' | 'structure' | 'default';

export interface ChosenVersion {
  readonly version: FhirVersion;
  readonly basis: VersionBasis;
  /** What tells it, as `fhirVersion 4.0.1`; or what does not fit the other version, as `Appointment.basedOn`. */
  readonly by?: string;
}

type CheckedProfile = ReturnType<Validator['validate']>['profiles'][number];

/** What came of one resource. */
export interface Examined {
  readonly file: string;
  /** Where in the file it begins, when the file holds one resource a line. */
  readonly line?: number;
  /** Absent when the bytes are no resource. */
  readonly resourceType?: string;
  readonly fhir: ChosenVersion;
  readonly profiles: readonly CheckedProfile[];
  /** In the order of the file, each with its place there. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Asked {
  readonly version?: FhirVersion;
  /** Canonical URLs. */
  readonly profiles: readonly string[];
  /** Milliseconds; without it, the validator's own limit. */
  readonly timeLimit?: number;
  readonly validatorOf: (version: FhirVersion) => Promise<Validator>;
}

/** Validates one resource, in the version that was asked for, that it tells, or else that it fits. */
export async function examine(document: Document, asked: Asked): Promise<Examined> {
  const { version } = asked;
  if (version !== undefined) return examinedAs(document, asked, { version, basis: 'asked' });
  const told = toldBy(document);
  if (told) return examinedAs(document, asked, { version: told.version, basis: 'told', by: told.by });
  const first = await examinedAs(document, asked, { version: DEFAULT_VERSION, basis: 'default' });
  const misfit = first.diagnostics.find(isMisfit);
  if (misfit === undefined) return first;
  const by = misfit.location?.fhirpath ?? misfit.message;
  const other = await examinedAs(document, asked, { version: OTHER_VERSION, basis: 'structure', by });
  return other.diagnostics.some(isMisfit) ? first : other;
}

const OTHER_VERSION: FhirVersion = 'r4';

/** A resource of another version has names or shapes that this one does not know, or refers to such a resource. */
const isMisfit = ({ code }: Diagnostic): boolean =>
  code === 'UNKNOWN_RESOURCE_TYPE' || code === 'UNKNOWN_ELEMENT' || code === 'JSON_TYPE' || code === 'REFERENCE_FORMAT';

function toldBy({ content, format }: Document): ReturnType<typeof toldVersion> {
  if ('problem' in content) return undefined;
  const { document } = readResource(content.bytes, format, DEFAULT_VERSION);
  return document && toldVersion(document.resource);
}

async function examinedAs(document: Document, asked: Asked, fhir: ChosenVersion): Promise<Examined> {
  const { file, line, content, format } = document;
  const reading =
    'problem' in content ? { diagnostics: [content.problem] } : readResource(content.bytes, format, fhir.version);
  const { resource, locate } = reading.document ?? {};
  const validator = resource && (await asked.validatorOf(fhir.version));
  const { profiles, timeLimit } = asked;
  const read = reading.diagnostics;
  const validation =
    resource && validator?.validate(resource, { profiles, read, ...(timeLimit !== undefined && { timeLimit }) });
  const diagnostics = [...read, ...(validation?.diagnostics ?? [])];
  return {
    file,
    ...(line !== undefined && { line }),
    ...typeOf(resource),
    fhir,
    profiles: validation?.profiles ?? [],
    diagnostics: inOrder(diagnostics.map((diagnostic) => inFile(diagnostic, document, locate))),
  };
}

const typeOf = (resource: JsonObject | undefined): { readonly resourceType?: string } =>
  typeof resource?.['resourceType'] === 'string' ? { resourceType: resource['resourceType'] } : {};

/** The finding with its place in the file instead of the place in the resource's own bytes. */
function inFile(diagnostic: Diagnostic, { file, line = 1 }: Document, locate: Locate | undefined): Diagnostic {
  const { position, ...place } = diagnostic.location ?? {};
  const found = position ?? (place.pointer === undefined ? undefined : locate?.(place.pointer));
  if (found === undefined) return diagnostic;
  const source = { file, line: found.line + line - 1, column: found.column };
  return { ...diagnostic, message: withoutPosition(diagnostic.message), location: { ...place, source } };
}

/** Readers put line and column into the message too, for those who see nothing else of it. */
const withoutPosition = (message: string): string => message.replace(/ \(line \d+, column \d+\)$/, '');

const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.toSorted(({ location: { source: a } = {} }, { location: { source: b } = {} }) =>
    a === undefined || b === undefined
      ? Number(a !== undefined) - Number(b !== undefined)
      : a.line - b.line || a.column - b.column,
  );
