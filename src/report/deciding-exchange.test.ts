import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { CaseResult } from '../model/result.ts';
import { decidingExchange, exchangeToSee, restsOnScene } from './deciding-exchange.ts';

const { result } = sampleResult();
const byId = (id: string): CaseResult => {
  const found = result.cases.find((one) => one.id === id);
  assert.ok(found);
  return found;
};
/** The case with requirements named by the assertions of some steps. */
const naming = (one: CaseResult, step: string, requirement: string): CaseResult => ({
  ...one,
  steps: one.steps.map((own) =>
    own.id === step
      ? { ...own, assertions: own.assertions.map((found) => ({ ...found, verifies: [requirement] })) }
      : own,
  ),
});

describe('decidingExchange', () => {
  const cancelled = byId('CN-11');

  it('is that of the step which the case is about when all passed, probes aside', () => {
    const exchange = decidingExchange(byId('BK-20'), 'P24');
    assert.equal(exchange?.ref.purpose, 'step');
    assert.equal(exchange?.ref.step, 'book');
  });

  it('is that of the step which did not pass', () =>
    assert.equal(decidingExchange(cancelled, 'P33')?.ref.step, 'cancel'));

  it('is that of the step whose assertions name the requirement, whatever failed besides', () =>
    assert.equal(decidingExchange(naming(cancelled, 'book-first', 'P24'), 'P24')?.ref.step, 'book-first'));

  it('is the one before it when the step could send nothing', () => {
    const stuck = {
      ...cancelled,
      steps: cancelled.steps.map((step) => (step.id === 'cancel' ? { ...step, exchanges: [] } : step)),
    };
    assert.equal(exchangeToSee(stuck)?.ref.step, 'book-first');
    assert.equal(restsOnScene(stuck), true);
    assert.equal(restsOnScene(cancelled), false);
  });

  it('is none where people answered, and where nothing was sent', () => {
    assert.equal(decidingExchange(byId('AT-01'), 'P43'), undefined);
    assert.equal(decidingExchange(byId('TR-01'), 'P41'), undefined);
    assert.equal(exchangeToSee(byId('BK-01')), undefined);
  });
});
