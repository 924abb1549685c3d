import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { JournalEvent, JournalLine } from '../model/event.ts';
import type { ExchangeRecord } from '../model/exchange.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { AssertionResult } from '../model/result.ts';
import type { SendStep } from '../model/suite.ts';
import { REFERENCE_CLIENT } from '../model/system-under-test.ts';
import { VERDICTS, type Verdict } from '../model/verdict.ts';
import { fold } from './fold.ts';

const source = { file: 'a.suite.yaml', line: 1, column: 1 };
const digest = 'a'.repeat(64);

const step = (id: string, changes: Partial<SendStep> = {}): SendStep => ({
  kind: 'send',
  id,
  source,
  send: { kind: 'interaction', interaction: 'book', query: {}, headers: {}, headerSets: [] },
  mutate: [],
  expect: [],
  capture: {},
  lease: {},
  ...changes,
});

const planned = (id: string, index: number, changes: Partial<PlannedCase> = {}): PlannedCase => ({
  id,
  index,
  suite: 'book',
  title: `Title of ${id}`,
  polarity: 'positive',
  verifies: [],
  tags: [],
  uses: {},
  steps: [step('find'), step('book', { title: 'Book it' })],
  act: 'book',
  source,
  ...changes,
});

const IDENTIFIED = {
  role: 'provider',
  baseUrl: 'http://127.0.0.1:8080',
  name: 'Bookwell',
  version: '4.2',
  organisation: 'Example Ltd',
  odsCode: 'X99',
  environment: 'Development',
} as const;

const plan = (cases: readonly PlannedCase[], changes: Partial<RunPlan> = {}): RunPlan => ({
  schema: 'assay/plan/1',
  engine: { name: 'assay', version: '0.1.0', digest, nodeMajor: 20 },
  salt: 'salt',
  seed: 'seed',
  sut: IDENTIFIED,
  api: {
    id: 'uec-booking',
    title: 'Booking',
    version: '2.0.4',
    fhirVersion: 'stu3',
    source,
    sources: {},
    values: {},
    headerSets: {},
    tokenSets: {},
    interactions: {},
    probes: {},
    cleanUps: [],
    profiles: {},
    requirements: [],
    stages: [],
  },
  values: {},
  inputs: [],
  packages: [],
  cases,
  excluded: [],
  selection: { filter: [], tags: [], simulator: false },
  ...changes,
});

const linesOf = (events: readonly JournalEvent[]): JournalLine[] =>
  events.map((event, seq) => ({
    seq,
    at: `2026-01-05T09:00:00.${String(seq).padStart(3, '0')}Z`,
    prev: digest,
    event,
  }));

const started: JournalEvent = {
  type: 'run-started',
  runId: 'run-1',
  planDigest: digest,
  host: { node: 'v20.19.0', platform: 'linux' },
};
const ended = (verdict: Verdict = 'pass'): JournalEvent => ({ type: 'run-finished', verdict });
const caseStarted = (id: string, attempt = 1): JournalEvent => ({ type: 'case-started', case: id, attempt });
const caseFinished = (id: string, verdict: Verdict = 'pass', attempt = 1): JournalEvent => ({
  type: 'case-finished',
  case: id,
  attempt,
  verdict,
  durationMs: 7,
});
const assertion = (id: string, verdict: Verdict): AssertionResult => ({
  id,
  kind: 'status',
  verdict,
  message: '',
  expected: 201,
  actual: 500,
  diagnostics: [],
  follows: [],
  restsOn: [],
});
const judged = (id: string, stepId: string, ...verdicts: readonly Verdict[]): JournalEvent => ({
  type: 'step-judged',
  case: id,
  step: stepId,
  assertions: verdicts.map((verdict, index) => assertion(`${id}/${stepId}/${index + 1}`, verdict)),
});
const exchanged = (ref: ExchangeRecord['ref'], redacted = 0): JournalEvent => ({
  type: 'exchange-recorded',
  exchange: {
    ref,
    outcome: 'response',
    startedAt: '2026-01-05T09:00:00.000Z',
    timings: { totalMs: 5 },
    method: 'POST',
    url: 'http://127.0.0.1:8080/Appointment',
    status: 201,
    request: { file: `exchanges/${ref.id}.req.http`, sha256: digest, wireSizeBytes: 1, form: 'wire' },
    redactions: Array.from({ length: redacted }, () => ({
      message: 'request',
      rule: 'bearer',
      at: 'Authorization',
      values: { token: 1, 'nhs-number': 2 },
    })),
  },
});
const sent = (id: string, stepId: string, exchange: string, attempt = 1, redacted = 0): JournalEvent =>
  exchanged({ id: exchange, case: id, step: stepId, purpose: 'step', attempt }, redacted);

describe('fold', () => {
  it('takes the facts of the run from its plan and the ends of its journal', () => {
    const result = fold(plan([planned('A', 0)]), linesOf([started, caseStarted('A'), caseFinished('A'), ended()]));
    assert.equal(result.runId, 'run-1');
    assert.equal(result.planDigest, digest);
    assert.equal(result.startedAt, '2026-01-05T09:00:00.000Z');
    assert.equal(result.finishedAt, '2026-01-05T09:00:00.003Z');
    assert.equal(result.complete, true);
    assert.equal(result.verdict, 'pass');
    assert.deepEqual(result.api, { id: 'uec-booking', title: 'Booking', version: '2.0.4', fhirVersion: 'stu3' });
    assert.deepEqual(result.sut, IDENTIFIED);
  });

  it('gives each planned step its exchanges, probes included, its assertions and the worst of their verdicts', () => {
    const probe = exchanged({
      id: '0000-02',
      case: 'A',
      step: 'book',
      probe: 'slot',
      purpose: 'probe-before',
      attempt: 1,
    });
    const events = [
      caseStarted('A'),
      sent('A', 'find', '0000-01'),
      judged('A', 'find', 'pass'),
      probe,
      sent('A', 'book', '0000-03'),
      judged('A', 'book', 'pass', 'fail'),
      caseFinished('A', 'fail'),
    ];
    const [result] = fold(plan([planned('A', 0)]), linesOf([started, ...events, ended('fail')])).cases;
    assert.deepEqual(
      result?.steps.map(({ id, title, verdict, exchanges, assertions }) => [
        id,
        title,
        verdict,
        exchanges.map(({ ref }) => ref.id),
        assertions.length,
      ]),
      [
        ['find', undefined, 'pass', ['0000-01'], 1],
        ['book', 'Book it', 'fail', ['0000-02', '0000-03'], 2],
      ],
    );
    assert.equal(result?.act, 'book');
    assert.equal(result?.verdict, 'fail');
    assert.equal(result?.durationMs, 7);
  });

  it('keeps the steps that were not reached, without a verdict', () => {
    const events = [
      started,
      caseStarted('A'),
      judged('A', 'find', 'error'),
      caseFinished('A', 'error'),
      ended('error'),
    ];
    const [result] = fold(plan([planned('A', 0)]), linesOf(events)).cases;
    assert.deepEqual(
      result?.steps.map(({ verdict }) => verdict),
      ['error', undefined],
    );
  });

  it('puts cases in plan order, whatever finished first', () => {
    const events = [started, caseStarted('A'), caseStarted('B'), caseFinished('B'), caseFinished('A'), ended()];
    const { cases } = fold(plan([planned('A', 0), planned('B', 1)]), linesOf(events));
    assert.deepEqual(
      cases.map(({ id }) => id),
      ['A', 'B'],
    );
  });

  it('folds any interleaving of the same events of each case to the same cases', () => {
    const verdict = fc.constantFrom(...VERDICTS);
    const eventsOf = (id: string) =>
      fc
        .array(fc.tuple(fc.array(verdict, { maxLength: 3 }), verdict, fc.boolean()), { maxLength: 3 })
        .map((attempts) =>
          attempts.flatMap(([judgements, end, cut], index): JournalEvent[] => [
            caseStarted(id, index + 1),
            sent(id, 'find', `${id}-${index}`, index + 1, 1),
            judged(id, 'book', ...judgements),
            ...(cut ? [] : [caseFinished(id, end, index + 1)]),
          ]),
        );
    const ids = ['A', 'B', 'C'];
    const thePlan = plan(ids.map((id, index) => planned(id, index)));
    fc.assert(
      fc.property(fc.tuple(...ids.map(eventsOf)), fc.infiniteStream(fc.nat(2)), (perCase, choices) => {
        const inSequence = perCase.flat();
        const interleaved = interleave(perCase, choices);
        assert.equal(interleaved.length, inSequence.length);
        const [left, right] = [inSequence, interleaved].map((events) => {
          const { cases, counts, verdict, requirements, redactions } = fold(
            thePlan,
            linesOf([started, ...events, ended()]),
          );
          return { cases, counts, verdict, requirements, redactions };
        });
        assert.deepEqual(left, right);
      }),
    );
  });

  it('counts what was not checked, per case and in all, as often as it holds', () => {
    const finding = (severity: Severity, times?: number): Diagnostic => ({
      code: 'BINDING_NOT_CHECKED',
      severity,
      message: '',
      ...(times !== undefined && { times }),
    });
    const judgedWith = (id: string, diagnostics: readonly Diagnostic[]): JournalEvent => ({
      type: 'step-judged',
      case: id,
      step: 'book',
      assertions: [{ ...assertion(`${id}/act/1`, 'pass'), diagnostics }],
    });
    const { notChecked, cases } = fold(
      plan([planned('A', 0), planned('B', 1), planned('C', 2)]),
      linesOf([
        started,
        ...[caseStarted('A'), judgedWith('A', [finding('not-checked', 3), finding('not-checked')]), caseFinished('A')],
        ...[caseStarted('B'), judgedWith('B', [finding('warning', 9), finding('error')]), caseFinished('B')],
        ...[caseStarted('C'), judgedWith('C', [finding('not-checked', 2)]), caseFinished('C')],
        ended(),
      ]),
    );
    assert.deepEqual(
      cases.map((one) => one.notChecked),
      [4, 0, 2],
    );
    assert.equal(notChecked, 6);
  });

  it('counts the last attempt alone, and the redactions of all', () => {
    const events = [
      caseStarted('A', 1),
      sent('A', 'find', '0000-01', 1, 2),
      judged('A', 'find', 'error'),
      caseFinished('A', 'error', 1),
      caseStarted('A', 2),
      sent('A', 'find', '0000-02', 2, 1),
      judged('A', 'find', 'pass'),
      caseFinished('A', 'pass', 2),
    ];
    const result = fold(plan([planned('A', 0)]), linesOf([started, ...events, ended()]));
    const [only] = result.cases;
    assert.equal(only?.verdict, 'pass');
    assert.equal(only?.attempt, 2);
    assert.deepEqual(
      only?.steps[0]?.exchanges.map(({ ref }) => ref.id),
      ['0000-02'],
    );
    assert.equal(result.redactions, 3);
    assert.deepEqual(result.redactedValues, { token: 3, 'nhs-number': 6 });
  });

  it('does not take the end of an earlier attempt for the end of a later one', () => {
    const events = [started, caseStarted('A', 1), caseFinished('A', 'pass', 1), caseStarted('A', 2)];
    const [result] = fold(plan([planned('A', 0)]), linesOf(events)).cases;
    assert.equal(result?.verdict, 'skip');
    assert.equal(result?.skipReason, 'interrupted');
  });

  it('makes a case that did not finish a skip, and a run that did not end an error', () => {
    const result = fold(
      plan([planned('A', 0), planned('B', 1), planned('C', 2)]),
      linesOf([started, caseStarted('A'), caseFinished('A'), caseStarted('B')]),
    );
    assert.deepEqual(
      result.cases.map(({ verdict, skipReason, attempt }) => [verdict, skipReason, attempt]),
      [
        ['pass', undefined, 1],
        ['skip', 'interrupted', 1],
        ['skip', 'interrupted', 0],
      ],
    );
    assert.equal(result.complete, false);
    assert.equal(result.finishedAt, undefined);
    assert.equal(result.verdict, 'error');
    assert.ok(result.notForSubmission.length > 0);
  });

  it('is an error when the preflight failed; its cases are skips for that reason', () => {
    const preflight: JournalEvent = {
      type: 'preflight-finished',
      observed: { software: 'Bookwell', formats: [] },
      problems: [{ code: 'UNREACHABLE', severity: 'error', message: '' }],
    };
    const probe = exchanged({ id: 'preflight-01', purpose: 'preflight', attempt: 1 });
    const token = exchanged({ id: 'preflight-02-token', purpose: 'token', attempt: 1 });
    const result = fold(plan([planned('A', 0)]), linesOf([started, token, probe, preflight, ended('error')]));
    assert.equal(result.verdict, 'error');
    assert.equal(result.cases[0]?.skipReason, 'preflight');
    assert.deepEqual(result.preflight.observed, { software: 'Bookwell', formats: [] });
    assert.deepEqual(
      result.preflight.exchanges.map(({ ref }) => ref.id),
      ['preflight-02-token', 'preflight-01'],
    );
    assert.equal(result.preflight.problems.length, 1);
    assert.ok(result.notForSubmission.length > 0);
  });

  it('is never better than the runner said at its end', () => {
    const events = [started, caseStarted('A'), caseFinished('A'), ended('error')];
    assert.equal(fold(plan([planned('A', 0)]), linesOf(events)).verdict, 'error');
  });

  it('is never better than its cases, whatever the runner said at its end', () => {
    const events = [started, caseStarted('A'), caseFinished('A', 'fail'), ended('pass')];
    assert.equal(fold(plan([planned('A', 0)]), linesOf(events)).verdict, 'fail');
  });

  it('is an error when no case was planned', () => {
    assert.equal(fold(plan([]), linesOf([started, ended()])).verdict, 'error');
  });

  it('counts all, positive and negative cases', () => {
    const negative = planned('B', 1, { polarity: 'negative', twin: 'A' });
    const events = [started, caseFinished('A', 'pass'), caseFinished('B', 'fail'), ended('fail')];
    const { counts } = fold(plan([planned('A', 0), negative]), linesOf(events));
    assert.deepEqual(counts.all, { error: 0, fail: 1, skip: 0, pass: 1 });
    assert.deepEqual(counts.positive, { error: 0, fail: 0, skip: 0, pass: 1 });
    assert.deepEqual(counts.negative, { error: 0, fail: 1, skip: 0, pass: 0 });
  });

  it('says of a negative what was changed and whose twin it is', () => {
    const mutation = { in: 'body', op: 'remove', at: '/status' } as const;
    const negative = planned('B', 0, {
      polarity: 'negative',
      twin: 'A',
      steps: [step('book', { mutate: [mutation] })],
    });
    const [result] = fold(plan([negative]), linesOf([started, caseFinished('B'), ended()])).cases;
    assert.deepEqual(result?.mutations, [mutation]);
    assert.equal(result?.twin, 'A');
  });

  it('covers the requirements of the role under test, by polarity; without a case there is no verdict', () => {
    const requirement = { text: 'Text', level: 'MUST', assessed: 'automated', environment: 'development' } as const;
    const base = plan([
      planned('A', 0, { verifies: ['P1', 'P2'] }),
      planned('B', 1, { verifies: ['P1'], polarity: 'negative', twin: 'A' }),
    ]);
    const withRequirements: RunPlan = {
      ...base,
      api: {
        ...base.api,
        requirements: [
          { ...requirement, id: 'P1', role: 'provider' },
          { ...requirement, id: 'P2', role: 'provider' },
          { ...requirement, id: 'P3', role: 'provider' },
          { ...requirement, id: 'C1', role: 'client' },
        ],
      },
    };
    const events = [started, caseFinished('A', 'pass'), caseFinished('B', 'fail'), ended('fail')];
    assert.deepEqual(fold(withRequirements, linesOf(events)).requirements, [
      { ...requirement, id: 'P1', positive: ['A'], negative: ['B'], verdict: 'fail', notChecked: 0 },
      { ...requirement, id: 'P2', positive: ['A'], negative: [], verdict: 'pass', notChecked: 0 },
      { ...requirement, id: 'P3', positive: [], negative: [], notChecked: 0 },
    ]);
  });

  it('judges a requirement by the assertions that name it, and by the case when one of them was not judged', () => {
    const row = { text: 'Text', level: 'MUST', assessed: 'automated', environment: 'development', role: 'provider' };
    const expect = ['P1', 'P2', 'P3'].map((id) => ({ kind: 'status', args: 201, verifies: [id], source }));
    const verifies = ['P1', 'P2', 'P3', 'P4'];
    const base = plan([
      planned('A', 0, {
        verifies,
        steps: [step('find', { expect: expect.slice(0, 2) }), step('book', { expect: expect.slice(2) })],
      }),
    ]);
    const requirements = verifies.map((id) => ({ ...row, id })) as RunPlan['api']['requirements'];
    const assertions = (['pass', 'fail'] as const).map((verdict, place) => ({
      ...assertion(`A/find/${place + 1}`, verdict),
      verifies: [verifies[place] ?? ''],
    }));
    const found: JournalEvent = { type: 'step-judged', case: 'A', step: 'find', assertions };
    const events = [started, caseStarted('A'), found, caseFinished('A', 'fail'), ended('fail')];
    const folded = fold({ ...base, api: { ...base.api, requirements } }, linesOf(events));
    assert.deepEqual(
      folded.requirements.map(({ id, verdict }) => [id, verdict]),
      [
        ['P1', 'pass'],
        ['P2', 'fail'],
        ['P3', 'fail'],
        ['P4', 'fail'],
      ],
    );
  });

  it('judges a requirement failed wherever a case failed it, whatever broke beside that', () => {
    const row = { text: 'Text', level: 'MUST', assessed: 'automated', environment: 'development', role: 'provider' };
    const base = plan([
      planned('A', 0, { verifies: ['P1', 'P2'] }),
      planned('B', 1, { verifies: ['P1'] }),
      planned('C', 2, { verifies: ['P2'] }),
      planned('D', 3, { verifies: ['P3'], steps: [step('find')] }),
    ]);
    const requirements = ['P1', 'P2', 'P3'].map((id) => ({ ...row, id })) as RunPlan['api']['requirements'];
    const judged: JournalEvent = {
      type: 'step-judged',
      case: 'D',
      step: 'find',
      assertions: [assertion('D/find/1', 'fail'), assertion('D/find/2', 'error')],
    };
    const events = [
      started,
      caseFinished('A', 'error'),
      caseFinished('B', 'fail'),
      caseFinished('C', 'skip'),
      caseStarted('D'),
      judged,
      caseFinished('D', 'error'),
      ended('fail'),
    ];
    const folded = fold({ ...base, api: { ...base.api, requirements } }, linesOf(events));
    assert.deepEqual(
      folded.requirements.map(({ verdict }) => verdict),
      ['fail', 'error', 'fail'],
    );
    assert.equal(folded.verdict, 'fail');
  });

  describe('a requirement whose rules were not all checked', () => {
    const row = { text: 'Text', level: 'MUST', assessed: 'automated', environment: 'development', role: 'provider' };
    const missed = (code: DiagnosticCode, message: string): Diagnostic => ({ code, severity: 'not-checked', message });
    const covered = (verdict: 'pass' | 'fail', diagnostics: readonly Diagnostic[]) => {
      const base = plan([planned('A', 0, { verifies: ['P1', 'P2'], steps: [step('find')] })]);
      const requirements = [
        { ...row, id: 'P1' },
        { ...row, id: 'P2', shownBy: 'official-profiles' },
      ] as RunPlan['api']['requirements'];
      const assertions = [{ ...assertion('A/find/1', verdict), diagnostics }];
      const found: JournalEvent = { type: 'step-judged', case: 'A', step: 'find', assertions };
      const events = [started, caseStarted('A'), found, caseFinished('A', verdict), ended(verdict)];
      return fold({ ...base, api: { ...base.api, requirements } }, linesOf(events)).requirements;
    };

    it('counts each rule once', () => {
      const codes = [missed('BINDING_NOT_CHECKED', 'a'), missed('BINDING_NOT_CHECKED', 'a'), missed('INVARIANT', 'a')];
      assert.deepEqual(
        covered('pass', codes).map(({ verdict, notChecked }) => [verdict, notChecked]),
        [
          ['pass', 2],
          ['pass', 2],
        ],
      );
    });

    it('is not shown by stand-ins where it is about the published profiles, though they may show it missed', () => {
      const stoodIn = [missed('PROFILE_STAND_IN', 'a')];
      const told = (verdict: 'pass' | 'fail') =>
        covered(verdict, stoodIn).map(({ verdict: came, notShown }) => [came, notShown !== undefined]);
      assert.deepEqual(told('pass'), [
        ['pass', false],
        ['skip', true],
      ]);
      assert.deepEqual(told('fail'), [
        ['fail', false],
        ['fail', false],
      ]);
    });
  });

  it('refuses a journal without the start of a run', () => {
    const isBroken = (error: unknown) => error instanceof HarnessError && error.diagnostic.code === 'JOURNAL_BROKEN';
    assert.throws(() => fold(plan([]), []), isBroken);
    assert.throws(() => fold(plan([]), linesOf([ended()])), isBroken);
  });

  describe('notForSubmission', () => {
    const complete = linesOf([started, caseFinished('A'), ended()]);
    const reasons = (changes: Partial<RunPlan>) => fold(plan([planned('A', 0)], changes), complete).notForSubmission;

    it('is empty for a complete run of an identified system', () => assert.deepEqual(reasons({}), []));

    it('names a fact of identity that is missing or empty', () => {
      const { odsCode, ...rest } = IDENTIFIED;
      assert.match(reasons({ sut: rest }).join(), /ODS code/);
      assert.match(reasons({ sut: { ...IDENTIFIED, version: '' } }).join(), /version/);
      assert.equal(reasons({ sut: { role: 'provider', baseUrl: IDENTIFIED.baseUrl } }).length, 1);
    });

    it('counts the cases that were left out by choice, not those for which the role is another', () => {
      const excluded = (reason: 'not-selected' | 'other-role') => [{ id: 'Z', suite: 's', reason }];
      assert.equal(reasons({ excluded: excluded('not-selected') }).length, 1);
      assert.deepEqual(reasons({ excluded: excluded('other-role') }), []);
    });

    it('says when the target was our own simulator', () => {
      assert.equal(reasons({ selection: { filter: [], tags: [], simulator: true } }).length, 1);
    });

    it('says when the client was our own', () => {
      assert.equal(reasons({ sut: { ...IDENTIFIED, role: 'client', name: REFERENCE_CLIENT } }).length, 1);
    });
  });
});

/** Merges the lists, keeping the order within each; `choices` says whose turn it is. */
function interleave<T>(lists: readonly (readonly T[])[], choices: Iterable<number>): T[] {
  const rest = lists.map((list) => [...list]);
  const merged: T[] = [];
  for (const choice of choices) {
    const open = rest.filter((list) => list.length > 0);
    const next = open[choice % open.length]?.shift();
    if (next === undefined) return merged;
    merged.push(next);
  }
  return merged;
}
