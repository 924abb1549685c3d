import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { RunPlan } from '../model/plan.ts';
import type { ReceiveStep } from '../model/suite.ts';
import { waitingWords } from './wait-watch.ts';

const sample = sampleResult().plan;
const [interaction = ''] = Object.keys(sample.api.interactions);

const receive = (id: string, atMost?: number): ReceiveStep => ({
  kind: 'receive',
  id,
  expect: [],
  capture: {},
  mutate: [],
  lease: {},
  withinMs: 30_000,
  source: { file: 'one.suite.yaml', line: 1, column: 1 },
  receive: { interaction, match: [], ...(atMost !== undefined && { atMost }) },
});

const [first] = sample.cases;
const plan: RunPlan = {
  ...sample,
  cases: first ? [{ ...first, id: 'C-1', steps: [receive('must'), receive('must-not', 0)] }] : [],
};
const method = sample.api.interactions[interaction]?.method ?? '';

describe('what is waited for', () => {
  it('is a request that must come, with the time that is left in whole seconds', () => {
    const words = waitingWords({ case: 'C-1', step: 'must', forMs: 30_000 }, 41_200, plan);
    assert.match(words, /^C-1: 42 s left /);
    assert.ok(words.includes(`(${method} `));
  });

  it('is otherwise told of what must not come, and of the end of the client', () => {
    const words = (step?: string) =>
      waitingWords({ case: 'C-1', ...(step !== undefined && { step }), forMs: 1 }, 1_000, plan);
    assert.equal(new Set([words('must'), words('must-not'), words()]).size, 3);
    assert.ok(words('must-not').includes(`(${method} `) && !words().includes(`(${method} `));
  });
});
