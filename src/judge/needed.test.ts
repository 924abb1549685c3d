import assert from 'node:assert/strict';
import { exchanged } from '../../fixtures/run/exchanged.ts';
import { createValidator } from '../fhir/validator.ts';
import type { Exchange } from '../model/exchange.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { Assertion, Mutation, SendStep, Template } from '../model/suite.ts';
import { EMPTY_RECORD } from './case-record.ts';
import { judgeStep } from './judge-step.ts';
import { neededFrom } from './needed.ts';
import { sightsOf } from './sight.ts';

const source = { file: 'a.suite.yaml', line: 1, column: 1 };

interface Asked {
  readonly body?: Template;
  readonly headers?: Readonly<Record<string, string>>;
  readonly mutate?: readonly Mutation[];
  readonly expect?: readonly Assertion[];
}

const step = (id: string, { body = null, headers = {}, mutate = [], expect = [] }: Asked = {}): SendStep => ({
  kind: 'send',
  id,
  source,
  send: { kind: 'interaction', interaction: 'any', query: {}, headers, headerSets: [], body },
  mutate,
  expect,
  capture: {},
  lease: {},
});

// Only these parts of a plan and a case are read here.
const caseOf = (...steps: readonly SendStep[]): PlannedCase => ({ id: 'C', steps }) as unknown as PlannedCase;
const plan = {
  api: { interactions: {}, probes: {}, fhirVersion: 'stu3' },
  values: {},
  sut: { role: 'provider', baseUrl: 'http://p.invalid' },
} as unknown as RunPlan;

const exchange = (headers: readonly (readonly [string, string])[], body: string): Exchange =>
  exchanged({ ref: { step: 'read' }, response: { headers, body: Buffer.from(body) } });

const TYPE = ['Content-Type', 'application/fhir+json'] as const;
const TAGGED = exchange([TYPE, ['ETag', 'W/"1"']], '{"resourceType":"Slot","id":"1"}');
const BARE = exchange([TYPE], '{"resourceType":"Slot"}');

const judged = (planned: PlannedCase, one: Exchange) =>
  judgeStep({ plan, validator: createValidator('stu3') }, planned, planned.steps[0] ?? assert.fail(), {
    ...EMPTY_RECORD,
    exchanges: [one],
  });
const told = (planned: PlannedCase, one: Exchange) =>
  judged(planned, one).map(({ id, kind, verdict, diagnostics }) => [
    id,
    kind,
    verdict,
    ...diagnostics.map(({ code }) => code),
  ]);

const CHANGE = step('change', { headers: { 'If-Match': '${read.response.header.ETag}' } });

describe('what later steps need of a response', () => {
  it('passes where the response has it', () =>
    assert.deepEqual(told(caseOf(step('read'), CHANGE), TAGGED), [['C/read/1', 'needed', 'pass']]));

  it('is a failure of the response that lacks it, and names step, exchange and what is missing', () => {
    const planned = caseOf(step('read'), CHANGE);
    assert.deepEqual(told(planned, BARE), [['C/read/1', 'needed', 'fail', 'NEEDED_VALUE_MISSING']]);
    const [{ message, expected } = assert.fail()] = judged(planned, BARE);
    assert.equal(expected, 'header ETag');
    for (const name of ['read', '0001-01', 'ETag', 'change']) assert.ok(message.includes(name));
  });

  it('may be a member of its body', () => {
    const planned = caseOf(step('read'), step('change', { body: { id: '${read.response.body.id}' } }));
    assert.deepEqual(told(planned, TAGGED), [['C/read/1', 'needed', 'pass']]);
    assert.deepEqual(told(planned, BARE), [['C/read/1', 'needed', 'fail', 'NEEDED_VALUE_MISSING']]);
  });

  it('is asked for by mutations and expectations too, each value once and by the first that needs it', () => {
    const value = '${read.response.header.ETag}';
    const mutate: readonly Mutation[] = [{ in: 'header', op: 'add', at: 'If-Match', value }];
    const expect = [{ kind: 'equals', args: { left: value, right: '${read.response.body.id}' }, source }];
    const planned = caseOf(step('read'), step('change', { mutate }), step('look', { expect }));
    assert.deepEqual(neededFrom(planned, planned.steps[0] ?? assert.fail()), [
      { path: ['header', 'ETag'], by: 'change' },
      { path: ['body', 'id'], by: 'look' },
    ]);
  });

  it('is nothing of what came before, and nothing of requests', () => {
    const planned = caseOf(step('change', { headers: { A: '${read.response.header.ETag}' } }), step('read'));
    assert.deepEqual(neededFrom(planned, planned.steps[1] ?? assert.fail()), []);
    const own = caseOf(step('read'), step('change', { headers: { A: '${read.request.header.X-Request-ID}' } }));
    assert.deepEqual(neededFrom(own, own.steps[0] ?? assert.fail()), []);
  });

  it('sees that part of its own response alone', () => {
    const planned = caseOf(step('read'), CHANGE);
    const [sight = assert.fail()] = sightsOf(plan, planned, planned.steps[0] ?? assert.fail());
    const at = (part: string) => ({ message: 'response', rule: 'name', at: part, exchange: BARE.ref }) as const;
    assert.equal(sight(at('header ETag')), true);
    assert.equal(sight(at('header Location')), false);
    assert.equal(sight(at('body /id')), false);
  });
});

describe('an expectation that compares with what the response does not have', () => {
  const comparing = (left: string) =>
    caseOf(step('read', { expect: [{ kind: 'equals', args: { left, right: 'x' }, source }] }));

  it('fails for the response', () =>
    assert.deepEqual(told(comparing('${read.response.header.ETag}'), BARE), [
      ['C/read/1', 'equals', 'fail', 'NEEDED_VALUE_MISSING'],
    ]));

  it('is an error where the suite names what nobody gives', () => {
    const [[, , verdict, code] = assert.fail()] = told(comparing('${values.nothing}'), BARE);
    assert.deepEqual([verdict, code], ['error', 'UNKNOWN_VALUE']);
  });
});
