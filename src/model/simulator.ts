import type { SourceRef } from './diagnostic.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { FhirVersion, Namespaces, Template } from './suite.ts';
import type { ClientFault, ServerFault } from './tls.ts';

/** A provider that is declared: rules over a FHIR store, and the defects that can be switched on. */
export interface SimulatorDefinition {
  readonly id: string;
  readonly title: string;
  readonly api: string;
  /** Absent when it does not speak FHIR: what it replies is text. */
  readonly fhirVersion?: FhirVersion;
  readonly namespaces: Namespaces;
  readonly rules: SimulatorRules;
  readonly defects: Readonly<Record<string, Defect>>;
  /** Cases that notice none of the defects, and why they are needed all the same. */
  readonly insensitive: Readonly<Record<string, string>>;
  /** Where its interactions, checks and named replies are declared, by their JSON pointers. */
  readonly places: Readonly<Record<string, SourceRef>>;
}

/** A fault on demand: a patch of the rules, and the cases that notice it. */
export interface Defect {
  readonly title: string;
  readonly patch: readonly Change[];
  readonly fails: readonly string[];
  readonly errors: readonly string[];
  /** Nobody can be met over TLS: the preflight of a run notices it, and no case is run. */
  readonly preflight?: true;
}

/** One operation of RFC 6902, as suites write it: the pointer stands beside the name of the operation. */
export type Change =
  | { readonly remove: string }
  | { readonly replace: string; readonly value: Template }
  | { readonly add: string; readonly value: Template };

/**
 * How the provider answers, kept in the shape of its file so that a defect can patch any part by JSON pointer.
 * A request passes the checks in their order; the first that does not hold refuses it. Then its interaction acts, and the amendments
 * change the reply. Rules are over a FHIR store, or write XML. Templates everywhere read the same scope: `now`, `id` (fresh each time), `baseUrl`, `request`, `route`, `parameters`,
 * `interaction`, `token`, `format` and `coding` (of the reply), `bodyFormat`, `body`, and every name under `let`; after the action also `resource`, and in
 * amendments and named replies `reply`.
 */
export interface SimulatorRules {
  readonly formats: FormatRules;
  /** Content codings (RFC 9110 section 8.4.1) that replies may have when `Accept-Encoding` asks for them. */
  readonly codings: readonly Coding[];
  /** Sent with every reply; one whose placeholders have no value is left out. */
  readonly headers: JsonObject;
  /** Absent when no refusal is an OperationOutcome. */
  readonly outcome?: OutcomeRule;
  readonly transport: TransportRules;
  readonly store: StoreRules;
  /** Search parameters by resource type and name. */
  readonly search: Readonly<Record<string, Readonly<Record<string, SearchParameter>>>>;
  readonly let: Readonly<Record<string, Binding>>;
  readonly interactions: Readonly<Record<string, InteractionRule>>;
  readonly refusals: Readonly<Record<string, Refusal>>;
  readonly checks: Readonly<Record<string, Check>>;
  readonly amend: Readonly<Record<string, Amendment>>;
  /** What it replies instead, by name: when a test asks for it, or when the body of a request cannot be taken. */
  readonly replies: Readonly<Record<string, NamedReply>>;
}

/** Names of media types and short ones, and the media type that each stands for. */
export type FormatNames = Readonly<Record<string, MediaType>>;

export const MEDIA_TYPES = ['application/fhir+json', 'application/fhir+xml', 'application/xml', 'text/xml'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export const CODINGS = ['gzip'] as const;
type Coding = (typeof CODINGS)[number];

export interface FormatRules {
  /** Where a request says which format its reply is to have; the first that is there decides. */
  readonly asked: readonly Template[];
  /** What may be asked for; the first is given when nothing is. */
  readonly replies: FormatNames;
  /** What `Content-Type` may say of a body. */
  readonly bodies: FormatNames;
}

/** How it is reached over TLS; its certificates are made when it starts. */
export interface TransportRules {
  /** By their names in OpenSSL; the usual ones when absent. */
  readonly ciphers?: readonly string[];
  /** What is wrong with the certificate that it shows; nothing when absent. */
  readonly certificate?: ServerFault;
  /** What is overlooked in the certificates of clients. */
  readonly tolerates: readonly ClientFault[];
  /** What becomes of requests that come to its port without TLS. */
  readonly plainHttp: 'close' | 'answer';
}

/** What every OperationOutcome has. */
export interface OutcomeRule {
  readonly profile?: string;
  /** System of `details.coding`. */
  readonly system: string;
}

export interface StoreRules {
  /** Resources with an id, as templates that may name `now`. */
  readonly resources: readonly JsonObject[];
  readonly series: readonly Series[];
}

/**
 * Resources at regular times: the template names `${at}`, `${until}` (the next time), `${number}` (from 1) and `${uuid.NAME}`.
 * The times are the whole multiples of `every` between `from` and `to` after the start of the simulator.
 */
export interface Series {
  readonly every: string;
  readonly from: string;
  readonly to: string;
  readonly resource: JsonObject;
  /** Changes made to every n-th resource. */
  readonly exceptions?: readonly { readonly nth: number; readonly edits: readonly Change[] }[];
}

/** How a search parameter finds resources: by what a FHIRPath selects, or through the resources that another parameter refers to. */
export type SearchParameter =
  | { readonly type: 'token' | 'reference' | 'date'; readonly path: string }
  /** `schedule.actor`: the reference parameter `chain[0]` leads to resources of type `of`, whose parameter `chain[1]` decides. */
  | {
      readonly type: 'chain';
      readonly chain: readonly [string, string];
      readonly of: string;
      /** Type that a bare id refers to. */
      readonly target?: string;
    };

/** A value by name, worked out when first asked for; it is absent when any part of it is. */
export type Binding =
  | { readonly value: Template }
  /** The value of an XPath expression over the body, or the first node that it selects. */
  | { readonly xpath: string }
  /** What stands in a table under a name. */
  | { readonly lookup: Template; readonly among: JsonObject; readonly otherwise?: Template }
  /** The first value that the expression selects; `of` defaults to the body. */
  | { readonly fhirpath: string; readonly of?: Template }
  /** A stored resource by id, and version if given, or the first that a search finds. */
  | { readonly stored: string; readonly id: Template; readonly version?: Template }
  | { readonly stored: string; readonly where: JsonObject }
  | FaultsBinding;

/**
 * All errors of a resource against the profiles, each with `rule`, `says` and `at`, a simple XPath; `of` defaults to the body.
 */
export interface FaultsBinding {
  /** Canonical URLs. */
  readonly validate: readonly string[];
  readonly of?: Template;
  /** Rules that need not be kept: ids of elements, as `Appointment.description`, and keys of constraints. */
  readonly except?: readonly string[];
}

export interface InteractionRule {
  readonly method: string;
  /** Below the base URL, with `{name}` for a parameter. */
  readonly path: string;
  /** Facts that templates read as `${interaction.NAME}`. */
  readonly facts?: JsonObject;
  readonly action: Action;
  readonly effects?: readonly Effect[];
  readonly reply: { readonly status: number; readonly headers?: JsonObject };
  readonly example?: Example;
}

/** A request to see by whether the replies to it are valid; its templates may name `now`. What it leaves out is not needed for that. */
export interface Example {
  /** Of the path. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** A list repeats the parameter. */
  readonly query?: JsonObject;
  readonly headers?: JsonObject;
  /** A resource, or XML as text. */
  readonly body?: JsonObject | string;
}

/**
 * XML whose placeholders are filled with text, never with markup; what has no value is left empty. A file of fixtures as written, its
 * content once loaded.
 */
type Markup = string;

export type Action =
  | { readonly write: Markup }
  | { readonly give: Template }
  /** The parameters of the request, and those of `where` besides; what `_include` asks for is added when all of `includes` holds. */
  | { readonly search: string; readonly where?: JsonObject; readonly includes?: readonly Condition[] }
  | { readonly create: string }
  | { readonly update: string; readonly id: Template };

/** What changes in the store besides. */
export type Effect =
  | { readonly change: string; readonly id: Template; readonly edits: readonly Change[] }
  | { readonly keep: JsonObject };

type Refusal = OutcomeRefusal | WrittenRefusal;

/** A refusal in XML, which reads as `says` and `at` what a check says of it. */
interface WrittenRefusal {
  readonly status: number;
  readonly headers?: JsonObject;
  readonly write: Markup;
}

/** A refusal that is an OperationOutcome. */
export interface OutcomeRefusal {
  readonly status: number;
  /** `issue.code`. */
  readonly code: string;
  /** Code and display of `details.coding`. */
  readonly details: string;
  readonly display: string;
  readonly headers?: JsonObject;
}

/** Refuses a request to which all of `when` applies and not all of `require`. */
export interface Check {
  /** Interactions that it applies to; absent means every request, even one that fits no interaction. */
  readonly on?: readonly string[];
  readonly when?: readonly Condition[];
  readonly require: readonly Condition[];
  readonly refuse: string;
  /** A list that gives an issue for each member, which the texts of the issue read as `each`. */
  readonly each?: Template;
  /** `issue.diagnostics`. */
  readonly says: string;
  /** `issue.location`: a simple XPath as `/f:Appointment/f:slot`, or `http.` and the name of a parameter or header. */
  readonly at?: string;
}

export type Condition = ValueCondition | FhirPathCondition | XPathCondition;

/** A template's value against a predicate of message/match, whose operands are templates too. */
export interface ValueCondition {
  readonly value: Template;
  readonly equals?: Template;
  readonly matches?: string;
  readonly contains?: string;
  readonly in?: JsonValue;
  readonly present?: boolean;
  /** Places left out of both sides before they are compared. */
  readonly except?: readonly string[];
}

/** An expression that must be true; `of` defaults to the body. Data that it cannot be evaluated on does not meet it. */
interface FhirPathCondition {
  readonly fhirpath: string;
  readonly of?: Template;
}

/** An XPath expression over the body that must be true. A body that is no XML does not meet it. */
interface XPathCondition {
  readonly xpath: string;
}

/** A change of replies, made after the work is done. */
export interface Amendment {
  readonly on?: readonly string[];
  readonly when?: readonly Condition[];
  readonly status?: number;
  /** Null removes a header. */
  readonly headers?: JsonObject;
  /** Changes of the resource; they have no effect on a reply without the place that they name. */
  readonly edits?: readonly Change[];
  /** Replaces the body. */
  readonly text?: string;
  /** Replaces the body too. */
  readonly write?: Markup;
  readonly fault?: FaultRule;
}

/**
 * A reply that a test asks for by its name: the request is answered as though it had said what `asThough` says, then the reply becomes
 * the refusal that is named, then it is amended.
 */
export interface NamedReply extends Omit<Amendment, 'when'> {
  /** The interaction does not act, and no check is made; without `refuse` the reply is empty. */
  readonly before?: boolean;
  /** Parameters and headers that the request is taken to have; null takes one away. */
  readonly asThough?: { readonly query?: RequestParts; readonly headers?: RequestParts };
  /** A refusal by name; `says` and `at` are those of a check, and what it says is its display when not given. */
  readonly refuse?: string;
  readonly says?: string;
  readonly at?: string;
  /** The body is not meant to be valid. */
  readonly valid?: false;
  /** What changes in the store besides, as when somebody else was quicker. */
  readonly effects?: readonly Effect[];
}

type RequestParts = Readonly<Record<string, string | null>>;

/** Where the connection ends instead of the reply: at its beginning, after its head, or in the middle of its body. */
export const ENDINGS = ['before-headers', 'after-headers', 'mid-body'] as const;
type Ending = (typeof ENDINGS)[number];

export interface FaultRule {
  readonly delay?: string;
  /** Nothing is ever sent, and the connection stays. */
  readonly silent?: true;
  /** The connection is closed in good order. */
  readonly drop?: Ending;
  /** The connection is reset. */
  readonly reset?: Ending;
  readonly slowBody?: string;
  /** By how many bytes Content-Length is wrong. */
  readonly lengthBy?: number;
}
