import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Stage } from '../model/stage.ts';
import type {
  AnswerForm,
  Connection,
  FhirVersion,
  MUTABLE_PARTS,
  Namespaces,
  Polarity,
  Source,
  TokenSet,
  Use,
} from '../model/suite.ts';
import type { Role } from '../model/system-under-test.ts';
import type { ListenFault } from '../model/tls.ts';

/** The shapes that the schemas accept: a file as written, before names are resolved. */

export interface DeclaredInteractionRequest {
  readonly interaction: string;
  readonly query?: JsonObject;
  readonly headers?: JsonObject;
  readonly headerSets?: readonly string[];
  readonly token?: string | null;
  readonly body?: JsonValue;
}

export interface DeclaredRepeat {
  readonly same: string;
  readonly fresh?: readonly string[];
}

export type DeclaredSend = DeclaredInteractionRequest | DeclaredRepeat;

type Part = (typeof MUTABLE_PARTS)[number];

interface DeclaredChange {
  readonly in: Part;
  readonly step?: string;
}

export type DeclaredMutation = DeclaredChange &
  (
    | { readonly remove: string }
    | { readonly replace: string; readonly value: JsonValue }
    | { readonly add: string; readonly value: JsonValue }
    | { readonly clock: string }
    | { readonly key: 'another' }
    | { readonly truncate: number }
    | { readonly value: JsonValue }
  );

/** One member beside these: the kind and its arguments. */
export type DeclaredAssertion = JsonObject & { readonly verifies?: readonly string[]; readonly says?: string };

interface DeclaredReceive {
  readonly interaction: string;
  readonly match?: readonly DeclaredAssertion[];
  readonly reply?: string;
  readonly atMost?: number;
}

interface DeclaredQuestion {
  readonly ask: string;
  readonly answer: AnswerForm;
}

/** One that sends has `send`, one that awaits has `receive`, one that asks a person has `attest`. */
export interface DeclaredStep {
  readonly id: string;
  readonly title?: string;
  readonly send?: DeclaredSend;
  readonly receive?: DeclaredReceive;
  readonly attest?: DeclaredQuestion;
  readonly within?: string;
  readonly printed?: readonly DeclaredAssertion[];
  readonly connect?: Connection;
  readonly mutate?: readonly DeclaredMutation[];
  readonly expect?: readonly DeclaredAssertion[];
  readonly capture?: Readonly<Record<string, { readonly [from in 'fhirpath' | 'pointer' | 'header']?: string }>>;
  readonly lease?: Readonly<Record<string, string>>;
  readonly deadline?: string;
  readonly atOnce?: boolean;
}

export type DeclaredFragment = readonly (DeclaredStep | { readonly given: readonly string[] })[];

export interface DeclaredTest {
  readonly id: string;
  readonly title: string;
  readonly polarity: Polarity;
  readonly verifies: readonly string[];
  readonly tags?: readonly string[];
  readonly twin?: string;
  readonly uses?: Readonly<Record<string, Use>>;
  readonly simulatorOnly?: string;
  readonly drive?: { readonly do: string; readonly with?: JsonObject };
  readonly listen?: { readonly tls: ListenFault };
  readonly given?: readonly string[];
  readonly steps?: readonly DeclaredStep[];
  readonly act?: string;
  readonly mutate?: readonly DeclaredMutation[];
  readonly expect?: readonly DeclaredAssertion[];
}

export interface DeclaredSuite {
  readonly suite: string;
  readonly title: string;
  readonly api: string;
  readonly role: Role;
  readonly tests: readonly DeclaredTest[];
}

export interface DeclaredInteraction {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly query?: JsonObject;
  readonly headers?: readonly string[];
  readonly token?: string;
  readonly facts?: JsonObject;
}

export interface DeclaredProbe {
  readonly title: string;
  readonly send: DeclaredSend;
  readonly fhirpath: string;
}

export interface DeclaredCleanUp {
  readonly title: string;
  readonly made: string;
  readonly id: string;
  readonly given: readonly string[];
  readonly done: string;
}

export interface DeclaredProfile {
  readonly official?: string;
  readonly file?: string;
}

/** A value that a configuration is asked for. */
export interface Setting {
  /** Names below the values: `patient.family`. */
  readonly value: string;
  /** What it is for, and what to write. */
  readonly about: string;
  /** No default can be right for another provider: it is left for the user to fill in. */
  readonly blank?: boolean;
}

export interface DeclaredApi {
  readonly api: string;
  readonly title: string;
  readonly version: string;
  readonly fhir?: FhirVersion;
  readonly namespaces?: Namespaces;
  readonly sources: Readonly<Record<string, Source>>;
  readonly values?: JsonObject;
  readonly configure?: readonly Setting[];
  readonly headers?: Readonly<Record<string, JsonObject>>;
  readonly tokens?: Readonly<Record<string, TokenSet>>;
  readonly interactions: Readonly<Record<string, DeclaredInteraction>>;
  readonly fragments?: Readonly<Record<string, DeclaredFragment>>;
  readonly checks?: Readonly<Record<string, readonly DeclaredAssertion[]>>;
  readonly probes?: Readonly<Record<string, DeclaredProbe>>;
  readonly cleanup?: readonly DeclaredCleanUp[];
  readonly profiles?: Readonly<Record<string, DeclaredProfile>>;
}

export interface DeclaredRequirements {
  readonly requirements: readonly Requirement[];
}

/** Cases that have one of the tags, and those that verify one of the requirements; all when neither is named. */
export interface DeclaredSelectors {
  /** Tags of cases that are not asked for. */
  readonly without?: readonly string[];
  readonly tags?: readonly string[];
  readonly requirements?: readonly string[];
}

export interface DeclaredStage extends Omit<Stage, 'cases' | 'unverified'> {
  /** `all` that are for the role, or some of them. */
  readonly cases: 'all' | DeclaredSelectors;
}

export interface DeclaredSubmission {
  readonly stages: readonly DeclaredStage[];
}

/** Of a requirement or of a case: the schema lets it name one of them. */
export interface DeclaredWaiver {
  readonly requirement?: string;
  readonly case?: string;
  readonly owner: string;
  readonly reason: string;
  readonly mitigation: string;
  readonly expires: string;
}

export interface DeclaredWaivers {
  readonly waivers: readonly DeclaredWaiver[];
}
