import assert from 'node:assert/strict';
import type { ExchangeRef, Redaction } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import { type RedactedField, sightsOf } from './sight.ts';

const SOURCE = { file: 'a.suite.yaml', line: 1, column: 1 };
const PLAN = {
  sut: { role: 'provider' },
  api: { probes: { slot: { fhirpath: 'status' }, mine: { fhirpath: '%booked' } } },
};

function sees(kind: string, args: JsonValue, field: RedactedField): boolean {
  const step = {
    id: 'act',
    expect: [{ kind, args, source: SOURCE }],
    capture: { booked: { from: 'header', select: 'Location' } },
    lease: {},
  };
  // Only these parts of a plan and a case are read here.
  const planned = { steps: [step] } as unknown as PlannedCase;
  const [sight] = sightsOf(PLAN as unknown as RunPlan, planned, planned.steps[0] ?? assert.fail());
  return sight?.(field) ?? false;
}

const field = (message: Redaction['message'], at: string, place: Partial<ExchangeRef> = {}) => ({
  message,
  rule: 'name',
  at,
  exchange: { id: '0001-01', step: 'act', purpose: 'step', attempt: 1, ...place } satisfies ExchangeRef,
});
const BODY = field('response', 'body /name/0/family');
const ELSEWHERE = field('response', 'body /name/0/family', { step: 'before' });

describe('what an assertion can see of redacted fields', () => {
  it('is nothing for a status', () => {
    assert.equal(sees('status', [{ is: 200, cite: 'a' }], BODY), false);
    assert.equal(sees('status', [{ is: 200, cite: 'a' }], field('response', 'header Set-Cookie')), false);
  });

  it('is one header for a header, by its case-insensitive name', () => {
    const args = { name: 'Location', present: true };
    assert.equal(sees('header', args, field('response', 'header location')), true);
    assert.equal(sees('header', args, field('response', 'header Location-Hint')), false);
    assert.equal(sees('header', args, field('request', 'header Location')), false);
    assert.equal(sees('header', args, BODY), false);
  });

  for (const kind of ['resource', 'outcome', 'pointer', 'fhirpath']) {
    const args: JsonValue =
      { resource: 'Patient', outcome: { severity: 'error' }, pointer: { at: '/id' }, fhirpath: 'id' }[kind] ?? null;
    it(`is the body of its own response for ${kind}`, () => {
      assert.equal(sees(kind, args, BODY), true);
      assert.equal(sees(kind, args, field('response', 'body')), true);
      assert.equal(sees(kind, args, field('request', 'body /name/0/family')), false);
      assert.equal(sees(kind, args, field('response', 'header Location')), false);
      assert.equal(sees(kind, args, ELSEWHERE), false);
    });
  }

  it('is the body of the request where FHIRPath is asked of it', () => {
    const args = { expression: 'id', of: 'request' };
    assert.equal(sees('fhirpath', args, field('request', 'body /name/0/family')), true);
    assert.equal(sees('fhirpath', args, BODY), false);
  });

  it('is everything through a variable or a placeholder that the case has learned, and nothing through configured values', () => {
    assert.equal(sees('fhirpath', "id = '1' and %booked = id", ELSEWHERE), true);
    assert.equal(sees('fhirpath', '%values.patient = id', ELSEWHERE), false);
    assert.equal(sees('equals', { left: '${booked}', right: 'x' }, ELSEWHERE), true);
    assert.equal(sees('equals', { left: '${act.response.status}', right: 200 }, ELSEWHERE), true);
    assert.equal(sees('equals', { left: '${values.patient}', right: 'x' }, ELSEWHERE), false);
  });

  it('is the readings of its probe for an unchanged state', () => {
    const read = field('response', 'body /id', { purpose: 'probe-after', probe: 'slot' });
    assert.equal(sees('unchanged', 'slot', read), true);
    assert.equal(sees('unchanged', 'slot', { ...read, exchange: { ...read.exchange, probe: 'patient' } }), false);
    assert.equal(sees('unchanged', 'slot', { ...read, message: 'request' }), false);
    assert.equal(sees('unchanged', 'slot', BODY), false);
    assert.equal(sees('unchanged', 'mine', BODY), true);
  });

  it('is nothing for a kind that nobody knows', () => assert.equal(sees('mood', 'good', BODY), false));
});
