import assert from 'node:assert/strict';
import { exchanged } from '../../fixtures/run/exchanged.ts';
import { createValidator } from '../fhir/validator.ts';
import type { Exchange, Purpose } from '../model/exchange.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { AssertionResult } from '../model/result.ts';
import type { SendStep } from '../model/suite.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Bench } from './bench.ts';
import { type CaseRecord, EMPTY_RECORD, withLease } from './case-record.ts';
import { judgeStep } from './judge-step.ts';

/** Only these parts of a plan are read here. */
const bench = (plan: object): Bench => ({ plan: plan as unknown as RunPlan, validator: createValidator('stu3') });

const SOURCE = { file: 'a.suite.yaml', line: 1, column: 1 };
const STEP: SendStep = {
  kind: 'send',
  id: 'act',
  source: SOURCE,
  send: { kind: 'same', same: 'act', fresh: [] },
  mutate: [],
  expect: [{ kind: 'unchanged', args: 'slot', source: SOURCE }],
  capture: {},
  lease: {},
};

const exchange = (purpose: Purpose, body: string, type = 'application/fhir+json'): Exchange =>
  exchanged({
    ref: { step: 'act', probe: 'slot', purpose },
    response: { headers: [['Content-Type', type]], body: Buffer.from(body) },
  });

const BOOKED = '{"resourceType":"Slot","status":"free"}';

function judged(
  step: Partial<typeof STEP>,
  body: string,
  { type, record = EMPTY_RECORD }: Given = {},
): readonly AssertionResult[] {
  const probes = { slot: { title: 'Slot', send: STEP.send, fhirpath: 'status' } };
  const plan = {
    api: { probes, fhirVersion: 'stu3' },
    values: {},
    sut: { role: 'provider', baseUrl: 'http://p.invalid' },
  };
  const steps = [{ ...STEP, ...step }];
  const planned = { id: 'C', index: 0, suite: 's', steps, act: 'act' };
  const purposes: readonly Purpose[] = ['probe-before', 'step', 'probe-after'];
  const exchanges = purposes.map((purpose) => exchange(purpose, body, type));
  // Only these parts of a plan and a case are read here.
  return judgeStep(bench(plan), planned as unknown as PlannedCase, steps[0] ?? STEP, {
    ...record,
    exchanges,
  });
}

interface Given {
  readonly type?: string | undefined;
  /** What came before. */
  readonly record?: CaseRecord;
}

const verdictOf = (body: string, type?: string): Verdict | undefined => judged({}, body, { type })[0]?.verdict;

describe('a state that is read before and after', () => {
  it('is unchanged when both readings say the same', () => assert.equal(verdictOf(BOOKED), 'pass'));

  for (const [name, body, type] of [
    ['HTML', '<html></html>', 'text/html'],
    ['nothing', '', undefined],
    ['another resource', '{"resourceType":"OperationOutcome"}', undefined],
  ] as const) {
    it(`is not known, and no pass, when the probe reads ${name}`, () => assert.equal(verdictOf(body, type), 'error'));
  }
});

describe('a capture', () => {
  const taking = (from: 'fhirpath' | 'pointer' | 'header', select: string, body = BOOKED, given?: Given) =>
    judged({ expect: [], capture: { it: { from, select } } }, body, given).map(
      ({ id, kind, verdict, actual, diagnostics }) => [
        id,
        kind,
        verdict,
        actual,
        ...diagnostics.map(({ code }) => code),
      ],
    );

  it('is a result of its step, with what it took', () => {
    assert.deepEqual(taking('fhirpath', 'status'), [['C/act/1', 'capture', 'pass', 'free']]);
    assert.deepEqual(taking('pointer', '/status'), [['C/act/1', 'capture', 'pass', 'free']]);
    assert.deepEqual(taking('header', 'content-type'), [['C/act/1', 'capture', 'pass', 'application/fhir+json']]);
  });

  it('fails when the response lacks it', () => {
    for (const [from, select] of [
      ['fhirpath', 'start'],
      ['pointer', '/start'],
      ['header', 'Location'],
    ] as const) {
      assert.deepEqual(taking(from, select), [['C/act/1', 'capture', 'fail', null]]);
    }
  });

  it('fails when the response cannot be read, and says why', () => {
    assert.deepEqual(taking('fhirpath', 'id', '{'), [['C/act/1', 'capture', 'fail', null, 'JSON_SYNTAX']]);
    assert.deepEqual(taking('pointer', '/id', ''), [['C/act/1', 'capture', 'fail', null, 'EMPTY_BODY']]);
  });

  it('is an error of the suite when it cannot be evaluated', () => {
    assert.deepEqual(taking('fhirpath', 'status.toInteger() + (1'), [
      ['C/act/1', 'capture', 'error', null, 'FHIRPATH_FAILED'],
    ]);
    assert.deepEqual(taking('fhirpath', '%nobody.id'), [['C/act/1', 'capture', 'error', null, 'FHIRPATH_FAILED']]);
    assert.deepEqual(taking('pointer', 'status'), [['C/act/1', 'capture', 'error', null, 'WRONG_VALUE']]);
  });
});

describe('a lease', () => {
  const SLOT = { resourceType: 'Slot', id: 's1' };
  const leasing = (expression: string, body = BOOKED, record = EMPTY_RECORD) =>
    judged({ expect: [], lease: { slot: expression } }, body, { record }).map(({ kind, verdict, diagnostics }) => [
      kind,
      verdict,
      ...diagnostics.map(({ code }) => code),
    ]);

  it('passes when the case took something', () => {
    assert.deepEqual(leasing('$this', BOOKED, withLease(EMPTY_RECORD, 'act', 'slot', SLOT)), [['lease', 'pass']]);
  });

  it('skips the case when there was nothing left but what an earlier step took under the same name', () => {
    assert.deepEqual(leasing('$this', BOOKED, withLease(EMPTY_RECORD, 'before', 'slot', SLOT)), [['lease', 'skip']]);
  });

  it('skips the case when there was nothing left to take', () => {
    assert.deepEqual(leasing("$this.where(status = 'free')"), [['lease', 'skip']]);
  });

  it('fails when the response cannot be read', () => {
    assert.deepEqual(leasing('$this', '<html>'), [['lease', 'fail', 'JSON_SYNTAX']]);
  });

  it('is an error of the suite when it cannot be evaluated', () => {
    assert.deepEqual(leasing('%nobody'), [['lease', 'error', 'FHIRPATH_FAILED']]);
  });
});

it('an assertion keeps the words that the suite has for it, whatever came of it', () => {
  const saying = { kind: 'unchanged', args: 'slot', says: 'nothing happened', source: SOURCE };
  for (const body of [BOOKED, '<html>'])
    assert.deepEqual(
      judged(
        {
          expect: [saying, { ...saying, says: undefined }].map(({ says, ...one }) => ({
            ...one,
            ...(says && { says }),
          })),
        },
        body,
      ).map(({ says }) => says),
      ['nothing happened', undefined],
    );
});

describe('a step without a response', () => {
  it('is an error in every result, and says what happened', () => {
    const { response: _, responseWire: __, ...sent } = exchange('step', '');
    const broken: Exchange = { ...sent, outcome: 'reset' };
    const step = { ...STEP, expect: [{ kind: 'status', args: [], source: SOURCE }], lease: { slot: '$this' } };
    const plan = {
      api: { probes: {}, fhirVersion: 'stu3' },
      values: {},
      sut: { role: 'provider', baseUrl: 'http://p.invalid' },
    };
    // Only these parts of a plan and a case are read here.
    const planned = { id: 'C', steps: [step] } as unknown as PlannedCase;
    const results = judgeStep(bench(plan), planned, step, {
      ...EMPTY_RECORD,
      exchanges: [broken],
    });
    assert.deepEqual(
      results.map(({ kind, verdict, diagnostics }) => [kind, verdict, diagnostics[0]?.code]),
      [
        ['status', 'error', 'CONNECTION_RESET'],
        ['lease', 'error', 'CONNECTION_RESET'],
      ],
    );
  });
});
