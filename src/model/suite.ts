import type { SourceRef } from './diagnostic.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { Requirement } from './requirement.ts';
import type { Stage } from './stage.ts';
import type { Role } from './system-under-test.ts';
import type { ListenFault, TlsVersion } from './tls.ts';

export const POLARITIES = ['positive', 'negative'] as const;
/** Whether a case shows what must work, or what must be refused. */
export type Polarity = (typeof POLARITIES)[number];

export const FHIR_VERSIONS = ['stu3', 'r4'] as const;
export type FhirVersion = (typeof FHIR_VERSIONS)[number];

/** URIs of XML namespaces by the prefixes that XPath uses for them. */
export type Namespaces = Readonly<Record<string, string>>;

/** A published document that an expectation may cite. */
export interface Source {
  readonly title: string;
  readonly version?: string;
  readonly section?: string;
  readonly url: string;
}

/**
 * A text in which `${path}` and `${path | filter argument}` are replaced from the scope (see message/interpolate).
 * A template that consists of one placeholder alone takes the value with its type.
 */
export type Template = JsonValue;

/** A request that the interface defines. Cases send it, changed where they say so. */
export interface Interaction {
  readonly title: string;
  readonly method: string;
  /** Path below the base URL, starting with `/`. */
  readonly path: string;
  /** A list value repeats the parameter. */
  readonly query: JsonObject;
  /** Names of header sets, later ones win. */
  readonly headers: readonly string[];
  /** Name of a token set; absent means no Authorization header. */
  readonly token?: string;
  /** Facts of the interaction that templates read as `${interaction.NAME}`: interaction id, scope. */
  readonly facts: JsonObject;
}

/** A JWT built anew for each call: unsecured (RFC 7519 section 6), or signed (RFC 7515) when it has a key. */
export interface TokenSet {
  /** `alg` names the algorithm of the signature; `none` when there is no key. */
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** `${values.NAME}` of a private key in PEM, which the configuration refers to as `file:` or `env:`. */
  readonly key?: string;
  /** The JWT is not sent to the system under test, but to a token endpoint, for an access token. */
  readonly exchange?: TokenExchange;
}

/**
 * OAuth 2.0 client credentials (RFC 6749 section 4.4) of a client that authenticates with a signed JWT (RFC 7523 section 2.2).
 */
export interface TokenExchange {
  /** Absolute URL. */
  readonly endpoint: string;
  readonly scope?: string;
  /** Further parameters of the request. */
  readonly parameters?: JsonObject;
}

/** A reading of the provider's state, taken before and after a step to show that a refusal changed nothing. */
export interface Probe {
  readonly title: string;
  readonly send: RequestTemplate;
  /** FHIRPath over the response; its result is the state that is compared. */
  readonly fhirpath: string;
}

/** How what a case made at the system under test is undone, when all cases are over. */
export interface CleanUp {
  readonly title: string;
  /** The interaction that makes it, when it is answered with a success. */
  readonly made: string;
  /** What the steps call its logical id. */
  readonly id: string;
  readonly steps: readonly SendStep[];
  /** FHIRPath, true of a response that shows it undone: no step is sent after that. */
  readonly done: string;
}

/** Rules for resources of one type: published, our own, or our own until the published ones are loaded from a package. */
export interface Profile {
  /** Canonical URL of the published definition. */
  readonly official?: string;
  /** Our own definition: its file, and the canonical URL in it. */
  readonly own?: { readonly file: string; readonly url: string };
}

/** One interface: what may be sent, what may be cited, and what suites of it share. */
export interface Api {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Absent for an interface that does not speak FHIR. */
  readonly fhirVersion?: FhirVersion;
  /** What the prefixes in XPath stand for. */
  readonly namespaces?: Namespaces;
  readonly source: SourceRef;
  readonly sources: Readonly<Record<string, Source>>;
  /** Defaults of the values that a configuration may replace; `${values.NAME}`. */
  readonly values: JsonObject;
  readonly headerSets: Readonly<Record<string, JsonObject>>;
  readonly tokenSets: Readonly<Record<string, TokenSet>>;
  readonly interactions: Readonly<Record<string, Interaction>>;
  readonly probes: Readonly<Record<string, Probe>>;
  readonly cleanUps: readonly CleanUp[];
  /** By the names that suites use. */
  readonly profiles: Readonly<Record<string, Profile>>;
  readonly requirements: readonly Requirement[];
  readonly stages: readonly Stage[];
}

/** The part of an interface that its requests are composed from. */
export type RequestDeclarations = Pick<Api, 'fhirVersion' | 'headerSets' | 'tokenSets' | 'interactions'>;

/** A body template read from a file: JSON is interpolated value by value, anything else as one text. */
export interface BodyTemplate {
  readonly file: string;
  readonly template: Template;
}

export interface InteractionRequest {
  readonly kind: 'interaction';
  readonly interaction: string;
  /** Members replace or, when null, remove those of the interaction. */
  readonly query: JsonObject;
  readonly headers: JsonObject;
  /** Header sets added after those of the interaction. */
  readonly headerSets: readonly string[];
  /** Replaces the interaction's token set; null sends no Authorization header. */
  readonly token?: string | null;
  /** A template file, or a template such as `${read.response.body}`. */
  readonly body?: BodyTemplate | Template;
}

/** The request of an earlier step of the same case again, with the named generated values made anew. */
interface RepeatRequest {
  readonly kind: 'same';
  readonly same: string;
  readonly fresh: readonly string[];
}

export type RequestTemplate = InteractionRequest | RepeatRequest;

export const CONNECTION_MEMBERS = ['certificate', 'ciphers', 'minVersion', 'maxVersion', 'scheme'] as const;

/** How a step connects where that is not the usual way of the run. It needs a system under test that is reached over TLS. */
export interface Connection {
  /** Name of a configured certificate; null shows none. */
  readonly certificate?: string | null;
  /** By their names in OpenSSL; these and no others are offered. */
  readonly ciphers?: readonly string[];
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  /** Without TLS: to the port of the address, or to port 80 when it has none. */
  readonly scheme?: 'http';
}

export const MUTABLE_PARTS = ['body', 'query', 'header', 'path', 'method', 'token', 'bytes', 'connection'] as const;

/**
 * One change of a composed request.
 * `at` is a JSON pointer in a body; a name in query and headers; `/claims/…`, `/header/…` or `/exchange/…` in a token; absent for a whole part.
 */
export type Mutation =
  | { readonly in: 'body' | 'query' | 'header' | 'token'; readonly op: 'remove'; readonly at: string }
  | {
      readonly in: 'body' | 'query' | 'header' | 'token';
      readonly op: 'add' | 'replace';
      readonly at: string;
      readonly value: Template;
    }
  /** Replaces a whole part. In a token it is the text as sent: it may name the parts of the one it replaces as `${token.claims}`. */
  | { readonly in: 'path' | 'method' | 'token' | 'body' | 'bytes'; readonly op: 'set'; readonly value: Template }
  /** Moves every time claim of the token, so that the fault is one and not two. */
  | { readonly in: 'token'; readonly op: 'clock'; readonly seconds: number }
  /** Signs the token with another key of the same kind, made for the run, that nobody has published. */
  | { readonly in: 'token'; readonly op: 'sign'; readonly by: 'another-key' }
  /** Connects otherwise; the value has the shape of the member of `Connection`. */
  | {
      readonly in: 'connection';
      readonly op: 'connect';
      readonly at: (typeof CONNECTION_MEMBERS)[number];
      readonly value: JsonValue;
    }
  /** Keeps the first bytes of the encoded body. */
  | { readonly in: 'bytes'; readonly op: 'truncate'; readonly keep: number };

/** What a step expects; `args` has the shape that the assertion kind declares. */
export interface Assertion {
  readonly kind: string;
  readonly args: JsonValue;
  /** Ids of the requirements that it shows on its own, whatever else the case expects. */
  readonly verifies?: readonly string[];
  /** What must be so, in plain words. */
  readonly says?: string;
  readonly source: SourceRef;
}

export interface Capture {
  /** What is read: a FHIRPath over the response body, a JSON pointer into it, or a response header. */
  readonly from: 'fhirpath' | 'pointer' | 'header';
  readonly select: string;
}

/** What every step has. */
interface StepBase {
  readonly id: string;
  readonly title?: string;
  readonly source: SourceRef;
  readonly expect: readonly Assertion[];
  /** Values that later steps read by name. */
  readonly capture: Readonly<Record<string, Capture>>;
  /** Changes of what we send: a step that receives has none. */
  readonly mutate: readonly Mutation[];
  /**
   * Resources taken for this case alone: name -> FHIRPath of the candidates in the response. The first not yet taken is bound.
   * A step that receives takes none.
   */
  readonly lease: Readonly<Record<string, string>>;
}

/** We send a request to the provider under test. */
export interface SendStep extends StepBase {
  readonly kind: 'send';
  readonly send: RequestTemplate;
  readonly connect?: Connection;
  /** Total time allowed, from the first byte sent to the last received. */
  readonly deadlineMs?: number;
  /** Sent at the same time as the step before it. */
  readonly atOnce?: boolean;
}

/** We wait for a request of the client under test, and answer it. */
export interface ReceiveStep extends StepBase {
  readonly kind: 'receive';
  readonly receive: AwaitedRequest;
  /** Longest time to wait for it, from the end of the step before. */
  readonly withinMs: number;
}

/** Which request of a client belongs to a step, and what is answered. */
interface AwaitedRequest {
  readonly interaction: string;
  /** What a request must meet to be the one that is awaited; what comes and does not is kept as unexpected. */
  readonly match: readonly Assertion[];
  /** A declared reply of the simulator; absent for the one that its rules give. */
  readonly reply?: string;
  /** The step is not for one such request but for all that come until its time is over or the client has ended: no more than this may. */
  readonly atMost?: number;
}

/** We ask a person what no message shows. */
export interface AttestStep extends StepBase {
  readonly kind: 'attest';
  readonly attest: Question;
  /**
   * What shows the same without a person, where the command that drives the client prints what its user is shown, and logs. Empty when
   * only a person can tell.
   */
  readonly printed: readonly Assertion[];
}

/** How a question is answered: a list has the answers among which one is chosen. */
export type AnswerForm = 'yes-no' | 'text' | 'number' | readonly string[];

interface Question {
  /** In plain words. */
  readonly ask: string;
  readonly answer: AnswerForm;
}

export type Step = SendStep | ReceiveStep | AttestStep;

export const isSent = (step: Step): step is SendStep => step.kind === 'send';
export const isAwaited = (step: Step): step is ReceiveStep => step.kind === 'receive';
export const isAttested = (step: Step): step is AttestStep => step.kind === 'attest';

/** What a client is asked to do in a case; `with` are templates over the values of the interface. */
interface Drive {
  readonly do: string;
  readonly with: JsonObject;
}

export const USES = ['lease', 'borrow', 'exclusive', 'shared'] as const;
/** What is borrowed is leased, and goes back for others to take when the case shows by `unchanged` that it left all as it was. */
export type Use = (typeof USES)[number];

/** One test case as written, with fragments, named checks and `each` rows already put in place. */
export interface TestCase {
  readonly id: string;
  readonly title: string;
  readonly polarity: Polarity;
  /** Requirement ids, those of its assertions included. */
  readonly verifies: readonly string[];
  readonly tags: readonly string[];
  /** Id of the positive case that this negative differs from. */
  readonly twin?: string;
  readonly uses: Readonly<Record<string, Use>>;
  /** Sent only to our own simulator; why in the suite's words. */
  readonly simulatorOnly?: string;
  /** In a suite for clients. */
  readonly drive?: Drive;
  /** What is wrong on purpose when the client connects. */
  readonly listen?: { readonly tls: ListenFault };
  /** The steps that set the scene come first; `act` is the id of the step that the case is about. */
  readonly steps: readonly Step[];
  readonly act: string;
  readonly source: SourceRef;
}

export interface TestSuite {
  readonly id: string;
  readonly title: string;
  readonly api: string;
  readonly role: Role;
  readonly source: SourceRef;
  readonly cases: readonly TestCase[];
}
