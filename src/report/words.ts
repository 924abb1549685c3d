import { canonicalJson } from '../model/canonical-json.ts';
import type { SourceStance } from '../model/citation.ts';
import { counted } from '../model/counted.ts';
import type { ExchangeRecord, Outcome, Purpose } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { ExcludedCase } from '../model/plan.ts';
import type { Requirement } from '../model/requirement.ts';
import type { CaseResult, SkipReason } from '../model/result.ts';
import type { CONNECTION_MEMBERS, Mutation, Polarity } from '../model/suite.ts';
import type { Role } from '../model/system-under-test.ts';
import type { Verdict } from '../model/verdict.ts';
import { shortened } from './shortened.ts';

/** How the reports name things: one wording for all formats. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  error: 'Error',
  skip: 'Skipped',
};

/** The order in which the reports name verdicts, and the head of a column that counts them. */
export const VERDICT_COLUMNS = [
  ['pass', 'Passed'],
  ['fail', 'Failed'],
  ['error', 'Errors'],
  ['skip', 'Skipped'],
] as const satisfies readonly (readonly [Verdict, string])[];

const SKIP_WORDS: Readonly<Record<SkipReason, string>> = {
  preflight: 'the system under test did not pass the preflight',
  twin: 'its positive twin did not pass, so a refusal would prove nothing',
  'test-data': 'the system under test offered no test data for it',
  'not-configured': 'the configuration has no certificate for it',
  unattested: 'it asks a person, and there is no answer',
  interrupted: 'the run stopped before it was finished',
};

export const EXCLUSION_WORDS: Readonly<Record<ExcludedCase['reason'], string>> = {
  'not-selected': 'left out by choice for this run',
  unattended: 'asks a person, and this run has nobody to answer',
  'plain-http': 'shows something only of a system that is reached over TLS',
  'simulator-only': "sent only to Assay's own simulator",
  'other-role': 'tests the other role of the interface',
};

/** Whether a source is followed wherever others ask for something else. */
export const FOLLOWS_WORDS: Readonly<Record<SourceStance['follows'], string>> = {
  always: 'always followed',
  never: 'never followed',
  mixed: 'mixed',
};

/** What stands for the verdict of a requirement that no case verifies. */
export const UNTESTED_WORDS: Readonly<Record<Requirement['assessed'], string>> = {
  automated: 'Not tested',
  attested: 'To be stated',
  witnessed: 'To be witnessed',
};

const ASSESSED_WORDS: Readonly<Record<Requirement['assessed'], string>> = {
  automated: 'cases',
  attested: 'statement',
  witnessed: 'witness',
};

const DUE_WORDS: Readonly<Record<Requirement['environment'], string>> = {
  development: '',
  int: ', INT',
  none: '',
};

/** What shows that a requirement is met, and where that is due unless anywhere will do: `cases`, `statement, INT`. */
export const evidenceWords = ({ assessed, environment }: Pick<Requirement, 'assessed' | 'environment'>): string =>
  `${ASSESSED_WORDS[assessed]}${DUE_WORDS[environment]}`;

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  response: 'a response was received',
  refused: 'the connection was refused',
  'dns-failure': 'the host name could not be resolved',
  reset: 'the connection was reset',
  truncated: 'the connection closed before the response was complete',
  deadline: 'the deadline passed',
  'tls-alert': 'the TLS handshake failed',
  'tls-untrusted': 'the certificate was not trusted',
  malformed: 'what was received is not HTTP',
  'too-large': 'the response is larger than the limit',
  interrupted: 'the run was stopped',
};

export const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  preflight: 'Preflight',
  step: 'Exchange',
  'probe-before': 'State read before',
  'probe-after': 'State read after',
  token: 'Access token',
  'clean-up': 'Clean-up',
  'held-back': 'Held back, asked again later',
  unexpected: 'Not expected',
};

/** What a case of a polarity shows of a system in a role. */
export const POLARITY_WORDS: Readonly<Record<Role, Readonly<Record<Polarity, string>>>> = {
  provider: { positive: 'Positive: this must work.', negative: 'Negative: this must be refused.' },
  client: {
    positive: 'Positive: this must work.',
    negative: 'Negative: something is wrong as declared, and the client must react as specified.',
  },
};

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  provider: 'provider: the harness called it',
  client: 'client: it called the harness',
};

export const FHIR_VERSION_WORDS: Readonly<Record<string, string>> = { stu3: 'STU3 (3.0)', r4: 'R4 (4.0)' };

/** What came of an exchange, with the error code of the system when there is one. */
export function outcomeWords({ outcome, problem }: Pick<ExchangeRecord, 'outcome' | 'problem'>): string {
  return problem === undefined ? OUTCOME_WORDS[outcome] : `${OUTCOME_WORDS[outcome]} (${problem})`;
}

/** Why a case was not judged, or how it broke; undefined when there is nothing to say. */
export function reasonOf(result: CaseResult): string | undefined {
  if (result.reason !== undefined) return result.reason;
  return result.skipReason === undefined ? undefined : SKIP_WORDS[result.skipReason];
}

/** With a full stop, and a capital unless it begins with code. */
export function sentence(text: string): string {
  const start = /^[a-z]+(?: [a-z]|[.?!]?$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** A mutation in words: `/status is removed from the body`. */
export function mutationWords(mutation: Mutation): string {
  switch (mutation.op) {
    case 'remove':
      return `${subject(mutation)} is removed from the ${PART_WORDS[mutation.in]}`;
    case 'add':
      return `${subject(mutation)} is added to the ${PART_WORDS[mutation.in]}: ${written(mutation.value)}`;
    case 'replace':
      return `${subject(mutation)} in the ${PART_WORDS[mutation.in]} is replaced by ${written(mutation.value)}`;
    case 'set':
      return `the whole ${PART_WORDS[mutation.in]} is replaced by ${written(mutation.value)}`;
    case 'clock':
      return `every time in the token is moved ${mutation.seconds < 0 ? 'back' : 'forward'} by ${counted(Math.abs(mutation.seconds), 'second')}`;
    case 'sign':
      return 'the token is signed with another key';
    case 'connect':
      return connectWords(mutation.at, mutation.value);
    case 'truncate':
      return `the encoded body is cut off after ${counted(mutation.keep, 'byte')}`;
    default:
      return mutation satisfies never;
  }
}

const PART_WORDS: Readonly<Record<Mutation['in'], string>> = {
  body: 'body',
  bytes: 'encoded body',
  connection: 'connection',
  header: 'request',
  method: 'method',
  path: 'path',
  query: 'query',
  token: 'token',
};

function connectWords(member: (typeof CONNECTION_MEMBERS)[number], value: JsonValue): string {
  switch (member) {
    case 'certificate':
      return value === null ? 'no client certificate is shown' : `the client certificate is "${value}"`;
    case 'ciphers':
      return `only these ciphers are offered: ${[value].flat().join(', ')}`;
    case 'minVersion':
      return `the oldest TLS offered is ${value}`;
    case 'maxVersion':
      return `the newest TLS offered is ${value}`;
    case 'scheme':
      return 'the request goes out without TLS';
    default:
      return member satisfies never;
  }
}

function subject(mutation: Extract<Mutation, { at: string }>): string {
  return mutation.in === 'header' ? `the header ${mutation.at}` : mutation.at;
}

const LONGEST_VALUE = 200;

function written(value: JsonValue): string {
  return shortened(typeof value === 'string' && value !== '' ? value : canonicalJson(value), LONGEST_VALUE);
}
