import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { hostileInput } from '../../../fixtures/hostile/hostile-result.ts';
import { sampleResult } from '../../../scripts/golden/sample-result.ts';
import type { ReportInput } from '../report-format.ts';
import { mochawesome } from './mochawesome.ts';
import { mochawesomeJson } from './mochawesome-json.ts';

const sample = sampleResult();

interface MochawesomeTest {
  readonly title: string;
  readonly state: string;
  readonly context: string;
  readonly err: { readonly message?: string; readonly estack?: string };
}

interface Data {
  readonly stats: {
    readonly tests: number;
    readonly passes: number;
    readonly failures: number;
    readonly pending: number;
  };
  readonly results: readonly [{ readonly suites: readonly { readonly tests: readonly MochawesomeTest[] }[] }];
}

const dataOf = (input: ReportInput): Data => JSON.parse(Buffer.from(mochawesomeJson.render(input)).toString('utf8'));

const testsOf = (input: ReportInput) => dataOf(input).results[0].suites.flatMap(({ tests }) => tests);

function testOf(id: string, input = sample): MochawesomeTest {
  const found = testsOf(input).find(({ title }) => title.startsWith(`${id} `));
  assert.ok(found, id);
  return found;
}

describe('mochawesome', () => {
  it('is what the tools around mochawesome take', () => {
    const require = createRequire(import.meta.url);
    const { TestReport } = require('mochawesome-report-generator/bin/types');
    const t = createRequire(require.resolve('mochawesome-report-generator'))('tcomb-validation');
    for (const input of [sample, hostileInput(0).input, { ...sample, result: { ...sample.result, cases: [] } }]) {
      const { errors } = t.validate(dataOf(input), TestReport, { strict: true });
      assert.deepEqual(errors.map(String), []);
    }
    assert.notDeepEqual(t.validate({ ...dataOf(sample), results: [{}] }, TestReport, { strict: true }).errors, []);
  });

  it('counts errors as failures and skipped cases as pending, and says which is which', () => {
    const { all } = sample.result.counts;
    const { stats } = dataOf(sample);
    assert.deepEqual(
      [stats.tests, stats.passes, stats.failures, stats.pending],
      [sample.result.cases.length, all.pass, all.fail + all.error, all.skip],
    );
    assert.match(testOf('BK-23').err.message ?? '', /^fail: /);
    assert.match(testOf('SS-34').err.message ?? '', /^error: /);
    assert.match(testOf('BK-31').title, / \(skipped: .+\)$/);
  });

  it('gives every case its requirements, change and exchanges as context', () => {
    const context = JSON.parse(testOf('BK-20').context);
    const value = (title: string) => context.find((item: { title: string }) => item.title === title)?.value;
    assert.deepEqual(value('Verifies'), ['P24', 'P25']);
    assert.deepEqual(value('Polarity'), ['negative, twin of BK-01']);
    assert.equal(value('Differs from its twin').length, 1);
    for (const { files } of value('Exchanges')) assert.ok(files.every((file: string) => sample.files.has(file)));
  });

  it('has no text as context, of which a picture or a link would be made', () => {
    for (const { context } of testsOf(hostileInput(0).input))
      for (const { value } of JSON.parse(context)) assert.equal(typeof value, 'object');
  });

  it('is one page that holds the data as an attribute, whatever the data says', () => {
    for (const input of [sample, hostileInput(0).input, hostileInput(60).input]) {
      const html = Buffer.from(mochawesome.render(input)).toString('utf8');
      const [, raw = ''] = /<body data-raw="([^"]*)" data-config="[^"]*">/.exec(html) ?? [];
      const text = raw.replace(/&(quot|#x27|lt|gt|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
      assert.deepEqual(JSON.parse(text), dataOf(input));
      assert.doesNotMatch(html, /<script[^>]* src=|<link/);
      assert.equal(html.match(/<script/g)?.length, html.split('</body>')[0]?.match(/<script/g)?.length);
    }
    assert.ok(Buffer.from(mochawesome.render(sample)).equals(Buffer.from(mochawesome.render(sample))));
  });
});

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', '#x27': "'", lt: '<', gt: '>', amp: '&' };
