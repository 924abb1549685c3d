import type { Validator } from '../fhir/validator.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import type { Api, FhirVersion } from '../model/suite.ts';
import type { Templates } from './body-template.ts';
import type { DeclaredApi, DeclaredAssertion, DeclaredFragment } from './declared.ts';
import { type Located, member, members } from './located.ts';
import type { KindSchema } from './schema/steps.ts';

/** What the loader must know of a kind of assertion; `AssertionKind` of src/assert has it. */
interface KnownKind extends KindSchema {
  readonly needsFhir?: true;
  /** Whose words it is about; absent for an exchange. */
  readonly speaker?: 'person' | 'client';
  /** Mistakes that a schema cannot see; a location's pointer is within the arguments. */
  readonly lint?: (args: JsonValue, api: Api, problemOf: Validator['problemOf']) => readonly Diagnostic[];
  /** The FHIRPath that it evaluates over the variables of the case. */
  readonly expression?: (args: JsonValue) => string;
  /** The readings of probes that it needs around steps. */
  readonly readings?: (args: JsonValue, step: string) => readonly { readonly probe: string; readonly step: string }[];
}

/** The words of the suite language that are defined elsewhere. */
export interface Language {
  readonly kinds: readonly KnownKind[];
  /** The problem of an expression that is no FHIRPath. */
  readonly checkExpression?: (expression: string, version: FhirVersion | undefined) => Diagnostic | undefined;
}

/** What the suites of one interface can name. */
export interface Library {
  readonly api: Api;
  readonly declared: Located<DeclaredApi>;
  readonly fragments: ReadonlyMap<string, Located<DeclaredFragment>>;
  readonly checks: ReadonlyMap<string, Located<readonly DeclaredAssertion[]>>;
  readonly kinds: ReadonlyMap<string, KnownKind>;
  readonly language: Language;
  readonly templates: Templates;
  /** Why resources cannot be checked against a profile. */
  readonly problemOf: Validator['problemOf'];
}

export function libraryOf(
  declared: Located<DeclaredApi>,
  api: Api,
  { language, templates, problemOf }: Pick<Library, 'language' | 'templates' | 'problemOf'>,
): Library {
  return {
    api,
    declared,
    fragments: new Map(members(member(declared, 'fragments'))),
    checks: new Map(members(member(declared, 'checks'))),
    kinds: new Map(language.kinds.map((kind) => [kind.kind, kind])),
    language,
    templates,
    problemOf,
  };
}
