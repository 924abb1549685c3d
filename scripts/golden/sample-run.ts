// A whole invented run: its plan, what its journal records, and the messages beside it.

import { encodeRequest, encodeResponse } from '../../src/message/wire.ts';
import { canonicalJson } from '../../src/model/canonical-json.ts';
import type { SourceRef } from '../../src/model/diagnostic.ts';
import { sha256 } from '../../src/model/digest.ts';
import type { JournalEvent } from '../../src/model/event.ts';
import type { ExchangeRecord, ExchangeRef, StoredMessage, TlsAgreement } from '../../src/model/exchange.ts';
import type { PlannedCase, RunPlan } from '../../src/model/plan.ts';
import type { Requirement } from '../../src/model/requirement.ts';
import type { Stage } from '../../src/model/stage.ts';
import type { Api, Step } from '../../src/model/suite.ts';
import { IDENTITY_FACTS, type SystemUnderTest } from '../../src/model/system-under-test.ts';
import { type CertificateFacts, OWN_CERTIFICATE } from '../../src/model/tls.ts';
import { type Verdict, verdictOfRun, worst } from '../../src/model/verdict.ts';
import { WAIVERS_FILE, type Waiver } from '../../src/model/waiver.ts';
import type { AskedStep, SampleCase, SampleStep, SentStep } from './sample-case.ts';
import { sampleCases } from './sample-cases.ts';
import { BASE_URL, capability, json, request, response, slots } from './sample-messages.ts';

export interface SampleRun {
  readonly plan: RunPlan;
  readonly events: readonly JournalEvent[];
  readonly messages: ReadonlyMap<string, Uint8Array>;
}

/** The sample cases, `times` over with ids of their own. */
export function sampleRun(times = 1): SampleRun {
  const cases = Array.from({ length: times }, (_, round) =>
    sampleCases().map((sample) => inRound(sample, round)),
  ).flat();
  const recorder = new Recorder();
  const verdicts: Verdict[] = [];
  const plan = planOf(cases);
  recorder.event({
    type: 'run-started',
    runId: '20260303T101500Z-7f3a',
    planDigest: sha256(canonicalJson(plan)),
    host: HOST,
  });
  recorder.preflight();
  for (const [index, sample] of cases.entries()) verdicts.push(recorder.case(sample, index));
  recorder.event({
    type: 'run-finished',
    verdict: verdictOfRun({ cases: verdicts, preflightFailed: false, complete: true }),
  });
  return { plan, events: recorder.events, messages: recorder.messages };
}

function inRound(sample: SampleCase, round: number): SampleCase {
  if (round === 0) return sample;
  const rename = (id: string) => `${id}-${round + 1}`;
  return { ...sample, id: rename(sample.id), ...(sample.twin !== undefined && { twin: rename(sample.twin) }) };
}

/** Writes down what a runner would. */
class Recorder {
  readonly events: JournalEvent[] = [];
  readonly messages = new Map<string, Uint8Array>();

  event(event: JournalEvent): void {
    this.events.push(event);
  }

  preflight(): void {
    const step = { request: request(0, 'GET', '/metadata'), response: response(0, 200, json(capability)) };
    this.#exchange({ id: 'preflight-01', purpose: 'preflight', attempt: 1 }, step);
    this.event({
      type: 'preflight-finished',
      observed: {
        software: capability.software.name,
        version: capability.software.version,
        publisher: capability.publisher,
        fhirVersion: capability.fhirVersion,
        formats: capability.format,
      },
      problems: [],
    });
  }

  case(sample: SampleCase, index: number): Verdict {
    const attempts = sample.attempts ?? 1;
    for (let attempt = 1; attempt < attempts; attempt += 1) {
      this.event({ type: 'case-started', case: sample.id, attempt });
      this.#cutShort(sample, index, attempt);
      this.event({ type: 'run-resumed', host: HOST, tornBytes: 0, unnamed: [] });
    }
    const verdict = sample.skip === undefined ? verdictOf(sample) : 'skip';
    const begun = sample.skip === undefined || sample.skip === 'test-data' || sample.skip === 'unattested';
    if (begun) {
      this.event({ type: 'case-started', case: sample.id, attempt: attempts });
      this.#steps(sample, index, attempts);
    }
    const { skip, reason } = sample;
    this.event({
      type: 'case-finished',
      case: sample.id,
      attempt: attempts,
      verdict,
      ...(skip !== undefined && { skipReason: skip }),
      ...(reason !== undefined && { reason }),
      durationMs: begun ? 12.5 + (index % 9) * 3.25 : 0,
    });
    return verdict;
  }

  /** The run stopped when it had the answer to the first request. */
  #cutShort(sample: SampleCase, index: number, attempt: number): void {
    const [step] = sample.steps;
    if (step === undefined || 'ask' in step) return;
    const id = `${String(index).padStart(4, '0')}-00`;
    this.#exchange({ id, case: sample.id, step: step.id, purpose: 'step', attempt }, step);
  }

  #steps(sample: SampleCase, index: number, attempt: number): void {
    let number = 0;
    const ref = (step: SentStep, purpose: ExchangeRef['purpose']): ExchangeRef => {
      number += 1;
      const id = `${String(index).padStart(4, '0')}-${String(number).padStart(2, '0')}`;
      return {
        id,
        case: sample.id,
        step: step.id,
        purpose,
        attempt,
        ...(purpose !== 'step' && { probe: step.probe ?? '' }),
      };
    };
    const probe = {
      request: request(index, 'GET', '/Slot?status=free,busy'),
      response: response(index, 200, json(slots(index))),
    };
    for (const step of sample.steps) {
      if ('ask' in step) {
        this.#ask(sample, step);
        if (step.attested === undefined) continue;
      } else {
        if (step.probe !== undefined) this.#exchange(ref(step, 'probe-before'), probe);
        this.#exchange(ref(step, 'step'), step);
        if (step.probe !== undefined) this.#exchange(ref(step, 'probe-after'), probe);
      }
      this.event({
        type: 'step-judged',
        case: sample.id,
        step: step.id,
        assertions: step.assertions.map((found, at) => ({ ...found, id: `${sample.id}/${step.id}/${at + 1}` })),
      });
    }
  }

  #ask(sample: SampleCase, { id, attested, attached = [] }: AskedStep): void {
    const place = { case: sample.id, step: id };
    if (attested !== undefined) this.event({ type: 'attested', ...place, ...attested });
    for (const { name, mediaType, bytes } of attached) {
      const file = `attachments/${sha256(bytes)}.${name.split('.').at(-1)}`;
      this.messages.set(file, bytes);
      const stored = { file, name, mediaType, sizeBytes: bytes.length, sha256: sha256(bytes) };
      this.event({ type: 'attached', ...place, ...stored });
    }
  }

  #exchange(
    ref: ExchangeRef,
    { request, response, outcome, redacted = [] }: Pick<SentStep, 'request' | 'response' | 'outcome' | 'redacted'>,
  ): void {
    const firstByteMs = 6 + (this.events.length % 7) * 1.5;
    const form = redacted.length > 0 ? 'decoded' : 'wire';
    const exchange: ExchangeRecord = {
      ref,
      outcome: outcome ?? 'response',
      ...(response === undefined && { problem: 'ETIMEDOUT' }),
      startedAt: new Date(START + this.events.length * 40).toISOString(),
      timings: response
        ? { dnsMs: 0.4, connectMs: 1.1, tlsMs: 4.2, firstByteMs, totalMs: firstByteMs + 0.8 }
        : { dnsMs: 0.4, connectMs: 1.1, tlsMs: 4.2, totalMs: 5_000 },
      tls: { clientFingerprint: CLIENT.fingerprint, agreed: AGREED },
      method: request.method,
      url: request.url,
      ...(response && { status: response.status }),
      request: this.#store(`exchanges/${ref.id}.req.http`, encodeRequest(request), form),
      ...(response && { response: this.#store(`exchanges/${ref.id}.res.http`, encodeResponse(response), 'wire') }),
      redactions: redacted.map((at) => ({ message: 'request', rule: 'patient-name', at })),
    };
    this.event({ type: 'exchange-recorded', exchange });
  }

  #store(file: string, bytes: Uint8Array, form: StoredMessage['form']): StoredMessage {
    this.messages.set(file, bytes);
    return { file, sha256: sha256(bytes), wireSizeBytes: bytes.length, form };
  }
}

const HOST = { node: 'v20.19.0', platform: 'linux' };

export const START = Date.UTC(2026, 2, 3, 10, 15, 0);

const verdictOf = ({ steps }: SampleCase): Verdict =>
  worst(steps.flatMap(({ assertions }) => assertions.map(({ verdict }) => verdict)));

const CITED_IN = { file: 'suites/uec-booking/api.yaml', line: 1, column: 1 };

function planOf(cases: readonly SampleCase[]): RunPlan {
  return {
    schema: 'assay/plan/1',
    engine: { name: 'assay', version: '0.1.0', digest: sha256('engine'), nodeMajor: 20 },
    salt: sha256('salt').slice(0, 32),
    seed: sha256('seed'),
    sut: SUT,
    transport: { certificates: { [OWN_CERTIFICATE]: CLIENT }, minVersion: '1.2' },
    api: { ...API, stages: stagesFor(cases) },
    values: {},
    inputs: [...new Set(cases.map(({ suite }) => suite))].map((suite) => ({
      path: `suites/${suite}.suite.yaml`,
      sha256: sha256(suite),
    })),
    packages: [],
    waivers: WAIVERS,
    cases: cases.map(plannedCase),
    excluded: [
      { id: 'SS-99', suite: 'uec-booking/provider/slots', reason: 'simulator-only' },
      { id: 'BK-99', suite: 'uec-booking/provider/book', reason: 'not-selected' },
      { id: 'TR-99', suite: 'uec-booking/provider/people', reason: 'plain-http' },
      { id: 'AT-99', suite: 'uec-booking/provider/people', reason: 'unattended' },
      { id: 'CO-01', suite: 'uec-booking/client/book', reason: 'other-role' },
    ],
    selection: { filter: [], tags: [], simulator: false },
  };
}

const certificate = (subject: string, issuer: string, notAfter: string): CertificateFacts => ({
  subject,
  issuer,
  serial: sha256(subject).slice(0, 16).toUpperCase(),
  notBefore: '2026-01-05T00:00:00.000Z',
  notAfter,
  fingerprint: sha256(`certificate of ${subject}`),
});

const AUTHORITY = 'CN=Example Sub CA, O=Example Health Systems Ltd';
const CLIENT = certificate('CN=consumer.test.example', AUTHORITY, '2027-01-05T00:00:00.000Z');
const AGREED: TlsAgreement = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  alpn: 'http/1.1',
  peer: [
    certificate('CN=booking.test.example', AUTHORITY, '2027-01-05T00:00:00.000Z'),
    certificate(AUTHORITY, AUTHORITY, '2036-01-05T00:00:00.000Z'),
  ],
};

function stagesFor(cases: readonly SampleCase[]): readonly Stage[] {
  const stage = { role: 'provider', unverified: [], identity: IDENTITY_FACTS } as const;
  const ids = cases.map(({ id }) => id);
  const positives = cases.filter(({ polarity }) => polarity === 'positive').map(({ id }) => id);
  return [
    { ...stage, id: 'development-complete', title: 'development', cases: [...ids, 'BK-99'] },
    { ...stage, id: 'int', title: 'INT', cases: positives.slice(0, 4), environment: 'INT' },
  ];
}

const SUT: SystemUnderTest = {
  role: 'provider',
  baseUrl: BASE_URL,
  name: 'Bookwell Scheduling',
  version: '4.2.1',
  organisation: 'Example Health Systems Ltd',
  odsCode: 'X9999',
};

function plannedCase({ id, suite, title, polarity, verifies, twin, steps }: SampleCase, index: number): PlannedCase {
  return {
    id,
    index,
    suite,
    title,
    polarity,
    verifies,
    tags: [],
    ...(twin !== undefined && { twin }),
    uses: { slot: 'lease' },
    steps: steps.map((step, at) =>
      plannedStep(
        step,
        FRAGMENTS[step.id] ?? { file: `suites/${suite}.suite.yaml`, line: 10 + index * 12 + at, column: 9 },
      ),
    ),
    act: actOf(steps),
    source: { file: `suites/${suite}.suite.yaml`, line: 8 + index * 12, column: 5 },
  };
}

/** Written once, for every case whose scene they set. */
const FRAGMENTS: Readonly<Record<string, SourceRef>> = {
  'find-slot': { file: 'suites/uec-booking/api.yaml', line: 40, column: 7 },
  'book-first': { file: 'suites/uec-booking/api.yaml', line: 52, column: 7 },
};

function plannedStep(step: SampleStep, source: SourceRef): Step {
  const { id, title } = step;
  const common = { id, ...(title !== undefined && { title }), source, capture: {} };
  if ('ask' in step)
    return {
      ...common,
      kind: 'attest',
      attest: { ask: step.ask, answer: 'yes-no' },
      printed: [],
      mutate: [],
      lease: {},
      expect: [{ kind: 'answer', args: { is: 'yes' }, source }],
    };
  return {
    ...common,
    kind: 'send',
    send: { kind: 'interaction', interaction: 'book', query: {}, headers: {}, headerSets: [] },
    mutate: step.mutate ?? [],
    lease: id === 'find-slot' ? { slot: 'Bundle.entry.resource' } : {},
    expect: step.cited === undefined ? [] : [{ kind: 'status', args: step.cited, source: CITED_IN }],
  };
}

/** The last step that is changed, or else the first that does not set the scene. */
function actOf(steps: readonly SampleStep[]): string {
  const setting = new Set(['find-slot', 'book-first', 'first']);
  return (
    (
      steps.findLast((step) => !('ask' in step) && (step.mutate ?? []).length > 0) ??
      steps.find(({ id }) => !setting.has(id)) ??
      steps[0]
    )?.id ?? ''
  );
}

const waiver = (of: Waiver['of'], id: string, line: number, expires = '2026-06-30'): Waiver => ({
  of,
  id,
  owner: 'Head of Integration, Example Health Systems Ltd',
  reason: 'The release that mends it is in test',
  mitigation: 'Reception checks each booking by telephone until then',
  expires,
  source: { file: WAIVERS_FILE, line, column: 5 },
});

const WAIVERS: readonly Waiver[] = [
  waiver('case', 'BK-03', 2),
  waiver('requirement', 'P9', 7),
  waiver('case', 'TR-01', 12),
  waiver('requirement', 'P33', 17, '2026-02-28'),
];

const requirement = (
  id: string,
  text: string,
  level: Requirement['level'] = 'MUST',
  others: Partial<Requirement> = {},
): Requirement => ({
  id,
  text,
  level,
  role: 'provider',
  assessed: 'automated',
  environment: 'development',
  ...others,
});

const API: Api = {
  id: 'uec-booking',
  title: 'Care Connect appointment booking for urgent and emergency care',
  version: '2.0.4',
  fhirVersion: 'stu3',
  source: CITED_IN,
  sources: {
    'api-2.0.4': {
      title: 'NHS Booking API',
      version: '2.0.4',
      url: 'https://developer.nhs.uk/apis/uec-appointments/',
    },
    'uec-errors': {
      title: 'UEC appointments, error handling',
      section: 'Error handling overview',
      url: 'https://developer.nhs.uk/apis/uec-appointments/er_overview.html',
    },
    'scal-provider': {
      title: 'Care Connect provider assurance test scripts',
      section: 'SCAL requirements P1 to P42',
      url: 'https://developer.nhs.uk/apis/uec-appointments/dep_devptl.html',
    },
  },
  values: {},
  headerSets: {},
  tokenSets: {},
  interactions: {},
  probes: {
    slot: {
      title: 'Status of the slot',
      send: { kind: 'interaction', interaction: 'search-slots', query: {}, headers: {}, headerSets: [] },
      fhirpath: 'entry.resource.status',
    },
  },
  cleanUps: [],
  profiles: {},
  stages: [],
  requirements: [
    requirement('P1', 'Checks that each request carries a token'),
    requirement('P2', 'Refuses a token that is incomplete, out of date or made out to another', 'MUST', {
      alias: 'P-VDATE-INCOM-JWT-CHK-EXP',
    }),
    requirement('P3', 'States its capabilities'),
    requirement('P4', 'Declares every interaction that it supports', 'SHOULD'),
    requirement('P9', 'Finds slots by service and time'),
    requirement('P10', 'Returns no slot outside the window that was asked for'),
    requirement('P11', 'Answers with an empty bundle when nothing was found'),
    requirement('P12', 'Ignores parameters that it does not know', 'SHOULD'),
    requirement('P13', 'Refuses a search that cannot be answered'),
    requirement('P24', 'Accepts a booking of a free slot'),
    requirement('P25', 'Checks the booking before it accepts it'),
    requirement('P26', 'Returns the appointment as it was stored'),
    requirement('P27', 'Books on behalf of another person', 'MAY'),
    requirement('P29', 'Refuses a slot that is no longer free'),
    requirement('P31', 'Cancels an appointment'),
    requirement('P32', 'Makes the slot free again after a cancellation'),
    requirement('P33', 'Refuses an update of a version that is not the current one'),
    requirement('P34', 'Does not cancel what lies in the past'),
    requirement('P40', 'Records every access for audit', 'MUST', { assessed: 'attested', environment: 'int' }),
    requirement('P41', 'Lets no client in without a certificate', 'MUST', { environment: 'int' }),
    requirement('P42', 'Treats text as text'),
    requirement('P43', 'Shows bookings to the staff of the service', 'MUST', { assessed: 'witnessed' }),
  ],
};
