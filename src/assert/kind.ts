import type { Validator } from '../fhir/validator.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exchange, HttpRequest, HttpResponse } from '../model/exchange.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Api } from '../model/suite.ts';
import type { Role } from '../model/system-under-test.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Payload } from './payload.ts';

/** What an assertion looks at: one exchange of a step, in the context of its case. */
export interface Subject {
  readonly api: Api;
  readonly step: string;
  readonly exchange: Exchange;
  /** The message that the system under test sent. */
  readonly own: HttpRequest | HttpResponse | undefined;
  /** Its body, read once for all assertions of the step. */
  readonly payload: Payload;
  readonly role: Role;
  /** The message that comes from us; neither, when a real client and a real provider talk to each other. */
  readonly ours: Side | undefined;
  /** Of the interface's FHIR version, with its profiles and packages. */
  readonly validator: Validator;
  /** Plain values of the case, which FHIRPath reads as `%name`. */
  readonly variables: Readonly<Record<string, JsonValue>>;
  /** The state that a probe read before or after a step, or why it could not be read. */
  readonly reading: (probe: string, when: ReadingTime, step: string) => StateRead;
}

/** The two messages of an exchange. */
export type Side = 'request' | 'response';

/** The message that the system under test sends: a provider responds, a client requests. */
export const ownSide = (role: Role): Side => (role === 'client' ? 'request' : 'response');

type ReadingTime = 'before' | 'after';

export type StateRead = { readonly state: readonly JsonValue[] } | { readonly unread: string };

/** A part of the exchange of a step. */
export interface MessagePart {
  readonly of: Side;
  readonly part: 'body' | 'url' | `header ${string}`;
}

/** A reading of the provider's state that an assertion needs. */
export interface Reading {
  readonly probe: string;
  readonly when: ReadingTime;
  readonly step: string;
}

export interface Finding {
  readonly verdict: Verdict;
  readonly message: string;
  readonly expected: JsonValue;
  readonly actual: JsonValue;
  readonly diagnostics?: readonly Diagnostic[];
  readonly follows?: readonly string[];
}

/**
 * One kind of assertion. To add one: a file that exports it, a line in registry.ts, a test that shows it passing and failing.
 * `Args` is what `argsSchema` accepts; the loader has checked it, and placeholders are filled in before `check`.
 */
export interface AssertionKind {
  readonly kind: string;
  /** JSON Schema (2020-12) of what stands behind the kind's name in a suite. */
  readonly argsSchema: JsonObject;
  /** It looks at resources, which only an interface that speaks FHIR has. */
  readonly needsFhir?: true;
  /** Mistakes that a schema cannot see, as a FHIRPath that does not parse. A location's pointer is within the arguments. */
  readonly lint?: (args: JsonValue, api: Api, problemOf: Validator['problemOf']) => readonly Diagnostic[];
  /** The FHIRPath that it evaluates over the variables of the case. */
  readonly expression?: (args: JsonValue) => string;
  /** The parts of the exchange that can be redacted and that its verdict depends on. Status lines never are. */
  readonly looksAt?: (args: JsonValue, own: Side) => readonly MessagePart[];
  readonly readings?: (args: JsonValue, step: string) => readonly Reading[];
  /** Whether it can say something of an exchange without a response; by default no kind can. */
  readonly judgesBroken?: (exchange: Exchange) => boolean;
  readonly check: (args: JsonValue, subject: Subject) => Finding;
}

export const passed = (message: string, expected: JsonValue, actual: JsonValue): Finding => ({
  verdict: 'pass',
  message,
  expected,
  actual,
});

export const failed = (message: string, expected: JsonValue, actual: JsonValue): Finding => ({
  verdict: 'fail',
  message,
  expected,
  actual,
});

/** The assertion could not be evaluated: a fault of the suite or the harness, never of the system under test. */
export const broken = (diagnostic: Diagnostic, expected: JsonValue): Finding => ({
  verdict: 'error',
  message: diagnostic.message,
  expected,
  actual: null,
  diagnostics: [diagnostic],
});

/** The message could not be read as XML, which is the sender's fault. */
export const noXml = (message: Side, expected: JsonValue, problem: Diagnostic): Finding => ({
  ...failed(`The ${message} is no XML that can be read: ${problem.message}`, expected, null),
  diagnostics: [problem],
});

/** The message could not be read as a resource, which is the sender's fault. */
export const unreadable = (message: Side, expected: JsonValue, diagnostics: readonly Diagnostic[]): Finding => ({
  ...failed(`The ${message} is no FHIR resource: ${diagnostics[0]?.message ?? 'it cannot be read'}`, expected, null),
  diagnostics,
});
