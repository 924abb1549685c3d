import assert from 'node:assert/strict';
import { hostileInput } from '../../../fixtures/hostile/hostile-result.ts';
import { ALL_HOSTILE } from '../../../fixtures/hostile/texts.ts';
import { sampleResult } from '../../../scripts/golden/sample-result.ts';
import type { CaseResult, RunResult } from '../../model/result.ts';
import type { Verdict } from '../../model/verdict.ts';
import { visibleText } from '../visible-text.ts';
import { compareRuns, incomparable } from './compare-runs.ts';
import type { ComparedRun } from './comparison.ts';
import { comparisonHtml } from './comparison-html.tsx';
import { comparisonSentence } from './comparison-words.ts';

const sample: ComparedRun = sampleResult();

const withResult = (changes: Partial<RunResult>): ComparedRun => ({
  ...sample,
  result: { ...sample.result, ...changes },
});

/** The sample with another verdict for one of its cases; without the case when there is none. */
const withCase = (id: string, verdict: Verdict | undefined): ComparedRun =>
  withResult({
    cases: sample.result.cases.flatMap((one): readonly CaseResult[] => {
      if (one.id !== id) return [one];
      return verdict === undefined ? [] : [{ ...one, verdict }];
    }),
  });

describe('compareRuns', () => {
  it('finds nothing in two runs that are alike', () => {
    const { cases, requirements, system, coverage, stages, waivers, inputs, engine, worse } = compareRuns(
      sample,
      sample,
    );
    assert.deepEqual([cases, requirements, system, coverage, stages, waivers, inputs, engine], Array(8).fill([]));
    assert.equal(worse, false);
  });

  for (const [before, after, direction] of [
    ['pass', 'fail', 'worse'],
    ['pass', 'error', 'worse'],
    ['pass', 'skip', 'worse'],
    ['pass', undefined, 'worse'],
    ['fail', undefined, 'worse'],
    ['fail', 'error', 'worse'],
    ['skip', 'fail', 'worse'],
    [undefined, 'fail', 'worse'],
    [undefined, 'skip', 'worse'],
    [undefined, 'pass', 'better'],
    ['fail', 'pass', 'better'],
    ['error', 'fail', 'better'],
    ['skip', 'pass', 'better'],
  ] as const) {
    it(`calls ${before ?? 'not there'}, then ${after ?? 'not there'}, ${direction}`, () => {
      const { cases, worse } = compareRuns(withCase('BK-01', before), withCase('BK-01', after));
      assert.deepEqual(
        cases.map(({ id, before, after, direction }) => [id, before, after, direction]),
        [['BK-01', before, after, direction]],
      );
      assert.equal(worse, direction === 'worse');
    });
  }

  it('says what was missed first in a case that did not pass', () => {
    const [change] = compareRuns(withCase('BK-23', 'pass'), sample).cases;
    assert.ok(change?.finding);
    assert.equal(compareRuns(sample, withCase('BK-23', 'pass')).cases[0]?.finding, undefined);
  });

  it('says of a case that is gone whether it was left out or is no more', () => {
    const [gone] = compareRuns(sample, withCase('BK-01', undefined)).cases;
    const { cases } = withCase('BK-01', undefined).result;
    const excluded = [{ id: 'BK-01', suite: 'uec-booking/provider/book', reason: 'not-selected' as const }];
    const [left] = compareRuns(sample, withResult({ cases, excluded })).cases;
    assert.ok(gone?.finding && left?.finding && gone.finding !== left.finding);
  });

  it('weighs a case that fails, though the selection of the earlier run had left it out', () => {
    const { cases } = withCase('BK-23', undefined).result;
    const excluded = [{ id: 'BK-23', suite: 'uec-booking/provider/book', reason: 'not-selected' as const }];
    const fewer = withResult({ cases, excluded });
    const comparison = compareRuns(fewer, sample);
    const [found] = comparison.cases;
    assert.deepEqual([found?.id, found?.direction, found?.how, comparison.worse], ['BK-23', 'worse', undefined, true]);
    assert.notEqual(found?.finding, undefined);
    assert.equal(compareRuns(sample, fewer).worse, false);
  });

  it('weighs no case that the selection of one run left out, and says so first', () => {
    const { cases } = withCase('BK-01', undefined).result;
    const excluded = [{ id: 'BK-01', suite: 'uec-booking/provider/book', reason: 'not-selected' as const }];
    const fewer = withResult({ cases, excluded });
    for (const comparison of [compareRuns(sample, fewer), compareRuns(fewer, sample)]) {
      assert.deepEqual(
        comparison.cases.map(({ id, direction, how }) => [id, direction, how]),
        [['BK-01', 'other', 'left-out']],
      );
      assert.equal(comparison.worse, false);
      assert.match(comparisonSentence(comparison), /^The selections differ: 1 case is /);
    }
  });

  it('tells a case that fails by another assertion than before', () => {
    const otherwise = withResult({
      cases: sample.result.cases.map((one) =>
        one.id !== 'BK-23' ? one : { ...one, steps: one.steps.map((step) => ({ ...step, assertions: [] })) },
      ),
    });
    const { cases, worse } = compareRuns(sample, otherwise);
    assert.deepEqual(
      cases.map(({ id, direction, how }) => [id, direction, how]),
      [['BK-23', 'other', 'fails-otherwise']],
    );
    assert.equal(worse, false);
  });

  it('takes the port and the certificates of our own simulator for nothing of the system', () => {
    const own = (baseUrl: string): ComparedRun => ({
      plan: { ...sample.plan, selection: { ...sample.plan.selection, simulator: true } },
      result: { ...sample.result, sut: { ...sample.result.sut, baseUrl } },
    });
    const { system } = compareRuns(own('http://127.0.0.1:40001/r4'), own('http://127.0.0.1:40002/r4'));
    assert.deepEqual(system, []);
    const theirs = (baseUrl: string) => withResult({ sut: { ...sample.result.sut, baseUrl } });
    const others = compareRuns(theirs('http://127.0.0.1:40001'), theirs('http://127.0.0.1:40002'));
    assert.deepEqual(
      others.system.map(({ what }) => what),
      ['Address'],
    );
  });

  it('tells requirements that came out otherwise, and those with other cases', () => {
    const changed = (change: Partial<RunResult['requirements'][number]>) =>
      withResult({
        requirements: sample.result.requirements.map((one) => (one.id === 'P9' ? { ...one, ...change } : one)),
      });
    const [worse] = compareRuns(sample, changed({ verdict: 'fail' })).requirements;
    assert.deepEqual([worse?.id, worse?.before, worse?.after, worse?.direction], ['P9', 'pass', 'fail', 'worse']);
    const { requirements, worse: isWorse } = compareRuns(sample, changed({ negative: ['SS-32'] }));
    assert.deepEqual(requirements[0]?.cases, [1, 2]);
    assert.deepEqual([requirements[0]?.direction, isWorse], ['other', false]);
  });

  it('tells another version, address and certificate of the system, and does not weigh them', () => {
    const { system, worse } = compareRuns(sample, withResult({ sut: { ...sample.result.sut, version: '4.3.0' } }));
    assert.deepEqual(system, [{ what: 'Version', before: '4.2.1', after: '4.3.0' }]);
    assert.equal(worse, false);
    const bare = withResult({
      preflight: { problems: [], exchanges: [] },
      cases: sample.result.cases.map((one) => ({ ...one, steps: [] })),
    });
    assert.ok(compareRuns(sample, bare).system.some(({ what, after }) => what.startsWith('Certificates') && !after));
  });

  it('tells suites that are other files, and another engine', () => {
    const [first, ...rest] = sample.plan.inputs;
    assert.ok(first);
    const { inputs } = compareRuns(sample, {
      ...sample,
      plan: { ...sample.plan, inputs: [{ ...first, sha256: 'a' }, ...rest] },
    });
    assert.deepEqual(inputs, [{ what: first.path, before: first.sha256, after: 'a' }]);
    const { engine } = compareRuns(sample, withResult({ engine: { ...sample.result.engine, version: '9.9.9' } }));
    assert.deepEqual(engine, [{ what: 'Assay', before: '0.1.0', after: '9.9.9' }]);
  });

  it('calls a stage that is no longer complete, and a run that stopped, worse', () => {
    const complete = withResult({ stages: sample.result.stages.map((stage) => ({ ...stage, complete: true })) });
    const less = withResult({ stages: sample.result.stages.map((stage) => ({ ...stage, complete: false })) });
    assert.ok(compareRuns(complete, less).worse);
    assert.ok(!compareRuns(less, complete).worse);
    assert.ok(compareRuns(sample, withResult({ complete: false })).worse);
  });

  it('gives the median time of each interaction, and never calls it worse', () => {
    const slower = (factor: number): ComparedRun =>
      withResult({
        cases: sample.result.cases.map((one) => ({
          ...one,
          steps: one.steps.map((step) => ({
            ...step,
            exchanges: step.exchanges.map((exchange) => ({
              ...exchange,
              timings: { ...exchange.timings, totalMs: exchange.timings.totalMs * factor },
            })),
          })),
        })),
      });
    const { latency, worse } = compareRuns(sample, slower(10));
    const [
      {
        medianMs: [before, after],
        exchanges,
      } = assert.fail('no interaction'),
    ] = latency;
    assert.ok(Math.abs(after / before - 10) < 1e-9);
    assert.equal(exchanges[0], exchanges[1]);
    assert.equal(worse, false);
  });

  it('names what identifies each run, and says when the two are not of one product or version of the interface', () => {
    const { sut, api } = sample.result;
    const { before, unlike } = compareRuns(
      { ...sample, record: { name: 'first.evidence.zip', resultsDigest: 'abc' } },
      withResult({ sut: { ...sut, name: 'Other' }, api: { ...api, version: '9' } }),
    );
    assert.deepEqual([before.evidence, before.resultsDigest], ['first.evidence.zip', 'abc']);
    assert.ok(before.product.includes(sut.name ?? assert.fail()) && before.interface.includes(api.version));
    assert.deepEqual(
      unlike.map(({ what }) => what),
      ['Product', 'Interface'],
    );
    const { unlike: alike, after } = compareRuns(sample, withResult({ sut: { ...sut, version: '9' } }));
    assert.deepEqual(alike, []);
    assert.match(after.resultsDigest, /^[0-9a-f]{64}$/);
  });

  it('does not compare interfaces or roles with each other', () => {
    assert.equal(incomparable(sample, sample), undefined);
    const { api, sut } = sample.result;
    assert.notEqual(incomparable(sample, withResult({ api: { ...api, id: 'other' } })), undefined);
    assert.notEqual(incomparable(sample, withResult({ sut: { ...sut, role: 'client' } })), undefined);
  });
});

describe('comparisonHtml', () => {
  const pageOf = (before: ComparedRun, after: ComparedRun): string =>
    comparisonHtml(compareRuns(before, after), after).toString('utf8');

  it('says at once whether anything is worse', () => {
    assert.match(pageOf(sample, sample), /<h2 id="verdict">Nothing is worse<\/h2>/);
    assert.match(pageOf(withCase('BK-23', 'pass'), sample), /<h2 id="verdict">Something is worse<\/h2>/);
  });

  it('warns when the runs are of other products, and counts cases in the columns of the report', () => {
    assert.doesNotMatch(pageOf(sample, sample), /id="unlike"/);
    const page = pageOf(withResult({ sut: { ...sample.result.sut, name: 'Other' } }), sample);
    assert.match(page, /<section class="callout warning" aria-labelledby="unlike">/);
    assert.match(page, /Passed<\/th><th[^>]*>Failed<\/th><th[^>]*>Errors<\/th><th[^>]*>Skipped<\/th>/);
  });

  it('holds no script, loads nothing, and shows hostile texts as texts', () => {
    for (let start = 0; start < ALL_HOSTILE.length; start += 40) {
      const page = pageOf(sample, hostileInput(start).input);
      const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
      for (const tag of tags) {
        assert.doesNotMatch(
          tag,
          /^<(script|img|iframe|form|input|base|object|embed|link)\b|\son\w+=|\ssrc=|href="[^#]/i,
        );
      }
      assert.match(page, /Content-Security-Policy/);
      assert.equal(visibleText(page.replaceAll('\\u{', '')), page.replaceAll('\\u{', ''));
    }
  });
});
