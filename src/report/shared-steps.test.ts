import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { Step } from '../model/suite.ts';
import { htmlReport } from './html/html.tsx';
import { sharedSteps } from './shared-steps.ts';

const sample = sampleResult();
const shared = sharedSteps(sample);
const steps = [...new Set(shared.values())];

/** The plan with another step in place of each that a change applies to. */
const planWith = (change: (step: Step, caseId: string) => Step) => ({
  ...sample.plan,
  cases: sample.plan.cases.map((one) => ({ ...one, steps: one.steps.map((step) => change(step, one.id)) })),
});

describe('sharedSteps', () => {
  it('are what sets the scene in the same words in three cases or more', () => {
    assert.deepEqual(
      steps.map(({ name }) => name),
      ['find-slot', 'book-first'],
    );
    for (const { cases } of steps) assert.ok(cases.length >= 3);
  });

  it('are told by the first case in which they passed', () => {
    for (const { cases, example } of steps) {
      assert.ok(cases[0]?.steps.includes(example));
      assert.equal(example.verdict, 'pass');
    }
  });

  it('are not what cases are about', () => {
    const acts = sample.plan.cases.flatMap(({ steps, act }) => steps.find(({ id }) => id === act) ?? []);
    for (const act of acts) assert.equal(shared.has(act), false, act.id);
  });

  it('are others when they are written elsewhere, each with a name of its own', () => {
    const plan = planWith((step, id) =>
      id.startsWith('CN') && step.id === 'find-slot' ? { ...step, source: { ...step.source, line: 99 } } : step,
    );
    const names = [...new Set(sharedSteps({ ...sample, plan }).values())].map(({ name }) => name);
    assert.deepEqual(names, ['find-slot', 'find-slot 2', 'book-first']);
  });

  it('are none where steps did not pass', () => {
    const cases = sample.result.cases.map((one) => ({
      ...one,
      steps: one.steps.map((step) => ({ ...step, verdict: 'fail' as const })),
    }));
    assert.equal(sharedSteps({ ...sample, result: { ...sample.result, cases } }).size, 0);
  });
});

describe('the page', () => {
  const html = htmlReport.render(sample).toString('utf8');

  it('tells each shared step once, and leads to it from every case that has it', () => {
    for (const { name, cases } of steps) {
      assert.equal(html.split(`id="shared-${name}"`).length, 2);
      assert.equal(html.split(`href="#shared-${name}"`).length - 1, cases.length);
    }
  });

  it('names status, files and digests of each case all the same', () => {
    for (const { planned, cases } of steps) {
      for (const { exchanges } of cases.flatMap((one) => one.steps.filter(({ id }) => id === planned.id))) {
        for (const { ref, status, request, response } of exchanges) {
          const line = html.slice(html.indexOf(`id="exchange-${ref.id}"`)).split('</li>')[0] ?? '';
          const parts = [request, response].flatMap((one) =>
            [one?.file, one?.sha256].map((part) => part ?? 'no response'),
          );
          for (const part of [`${status} in `, ...parts]) assert.ok(line.includes(part));
        }
      }
    }
  });
});
