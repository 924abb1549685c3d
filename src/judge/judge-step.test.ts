import assert from 'node:assert/strict';
import { encodeRequest, encodeResponse } from '../message/wire.ts';
import type { Exchange, Purpose } from '../model/exchange.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { judgeStep } from './judge-step.ts';

const SOURCE = { file: 'a.suite.yaml', line: 1, column: 1 };
const STEP: PlannedCase['steps'][number] = {
  kind: 'send',
  id: 'act',
  source: SOURCE,
  send: { kind: 'same', same: 'act', fresh: [] },
  mutate: [],
  expect: [{ kind: 'unchanged', args: 'slot', source: SOURCE }],
  capture: {},
  lease: {},
};

function exchange(purpose: Purpose, body: string, type = 'application/fhir+json'): Exchange {
  const request = { method: 'GET', url: 'http://p.invalid/', headers: [], body: Buffer.alloc(0) };
  const headers: readonly [string, string][] = [['Content-Type', type]];
  const response = { status: 200, reason: 'OK', headers, body: Buffer.from(body) };
  return {
    ref: { id: '0001-01', step: 'act', probe: 'slot', purpose, attempt: 1 },
    outcome: 'response',
    startedAt: '2026-01-01T00:00:00.000Z',
    timings: { totalMs: 1 },
    request,
    requestWire: encodeRequest(request),
    response,
    responseWire: encodeResponse(response),
  };
}

function verdictOf(body: string, type?: string): Verdict | undefined {
  const probes = { slot: { title: 'Slot', send: STEP.send, fhirpath: 'status' } };
  const plan = { api: { probes, fhirVersion: 'stu3' }, values: {}, sut: { baseUrl: 'http://p.invalid' } };
  const planned = { id: 'C', index: 0, suite: 's', steps: [STEP], act: 'act' };
  const purposes: readonly Purpose[] = ['probe-before', 'step', 'probe-after'];
  const exchanges = purposes.map((purpose) => exchange(purpose, body, type));
  const record = { exchanges, leases: {} };
  // Only these parts of a plan and a case are read here.
  const results = judgeStep(plan as unknown as RunPlan, planned as unknown as PlannedCase, STEP, record);
  return results[0]?.verdict;
}

describe('a state that is read before and after', () => {
  it('is unchanged when both readings say the same', () => {
    assert.equal(verdictOf('{"resourceType":"Slot","status":"free"}'), 'pass');
  });

  for (const [name, body, type] of [
    ['HTML', '<html></html>', 'text/html'],
    ['nothing', '', undefined],
    ['another resource', '{"resourceType":"OperationOutcome"}', undefined],
  ] as const) {
    it(`is not known, and no pass, when the probe reads ${name}`, () => assert.equal(verdictOf(body, type), 'error'));
  }
});
