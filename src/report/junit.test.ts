import assert from 'node:assert/strict';
import { DOMParser } from '@xmldom/xmldom';
import { HOSTILE } from '../../scripts/golden/sample-messages.ts';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { RunResult } from '../model/result.ts';
import { junitReport } from './junit.ts';
import { visibleText } from './visible-text.ts';

const sample = sampleResult();

function rendered(result: RunResult) {
  const text = Buffer.from(junitReport.render({ ...sample, result })).toString('utf8');
  const problems: string[] = [];
  const parser = new DOMParser({ onError: (level, message) => problems.push(`${level}: ${message}`) });
  const document = parser.parseFromString(text, 'text/xml');
  assert.deepEqual(problems, []);
  const all = (name: string) => [...document.getElementsByTagName(name)];
  const testcase = (id: string) => {
    const found = all('testcase').find((element) => element.getAttribute('name')?.startsWith(`${id} `));
    assert.ok(found, id);
    return found;
  };
  const children = (id: string) =>
    [...testcase(id).childNodes].map(({ nodeName }) => nodeName).filter((name) => name !== '#text');
  return { text, document, all, testcase, children };
}

describe('junitReport', () => {
  const { all, testcase, children, document, text } = rendered(sample.result);

  it('tells failures, errors and skipped cases apart', () => {
    assert.deepEqual(children('BK-01'), ['properties']);
    assert.deepEqual(children('BK-23'), ['properties', 'failure']);
    assert.deepEqual(children('SS-34'), ['properties', 'error']);
    assert.deepEqual(children('BK-31'), ['properties', 'skipped']);
  });

  it('has what is waived among the properties of its case, which failed all the same', () => {
    const [one] = sample.result.waivers ?? [];
    assert.ok(one);
    const waivers = [{ ...one, of: 'case' as const, id: 'BK-23', state: 'in-force' as const }];
    const waived = rendered({ ...sample.result, waivers });
    const of = (element: ReturnType<typeof waived.testcase>) =>
      [...element.getElementsByTagName('property')]
        .filter((property) => property.getAttribute('name') === 'waiver')
        .map((property) => property.getAttribute('value') ?? '');
    assert.ok(of(waived.testcase('BK-23'))[0]?.includes(one.owner));
    assert.deepEqual(waived.children('BK-23'), ['properties', 'failure']);
    assert.deepEqual(of(waived.testcase('BK-01')), []);
  });

  it('counts as the result does, in all and by suite', () => {
    const { counts, cases } = sample.result;
    const root = document.documentElement;
    assert.equal(root?.getAttribute('tests'), String(cases.length));
    assert.equal(root?.getAttribute('failures'), String(counts.all.fail));
    assert.equal(root?.getAttribute('errors'), String(counts.all.error));
    assert.equal(root?.getAttribute('skipped'), String(counts.all.skip));
    for (const attribute of ['tests', 'failures', 'errors', 'skipped']) {
      const sum = all('testsuite').reduce((total, suite) => total + Number(suite.getAttribute(attribute)), 0);
      assert.equal(sum, Number(root?.getAttribute(attribute)), attribute);
    }
    assert.equal(all('testcase').length, cases.length);
  });

  it('names requirements, twin and message files as properties', () => {
    const values = (id: string, name: string) =>
      [...testcase(id).getElementsByTagName('property')]
        .filter((property) => property.getAttribute('name') === name)
        .map((property) => property.getAttribute('value'));
    assert.deepEqual(values('BK-20', 'requirement'), ['P24', 'P25']);
    assert.deepEqual(values('BK-20', 'twin'), ['BK-01']);
    assert.ok(values('BK-20', 'exchange').every((file) => sample.files.has(file ?? '')));
    assert.ok(values('BK-20', 'exchange').length > 0);
  });

  it('says of a failure what was expected and what came', () => {
    const [failure] = testcase('BK-23').getElementsByTagName('failure');
    assert.equal(failure?.getAttribute('type'), 'status');
    assert.match(failure?.textContent ?? '', /expected: status 422 or 400\n {2}found: {4}status 201/);
  });

  it('keeps hostile text as text, with what XML cannot hold made visible', () => {
    const [failure] = testcase('HX-01').getElementsByTagName('failure');
    assert.ok(failure?.getAttribute('message')?.includes(visibleText(HOSTILE)));
    assert.ok(failure?.textContent?.includes(visibleText(JSON.stringify(HOSTILE))));
    assert.equal(all('script').length, 0);
    assert.doesNotMatch(text, /[\u202e\u200b]|(?![\n\t])\p{Cc}/u);
  });

  it('keeps line feeds and tabs in attributes', () => {
    const [first, ...rest] = sample.result.cases;
    assert.ok(first);
    const cases = [{ ...first, verdict: 'skip' as const, reason: 'one\ntwo\tthree' }, ...rest];
    const { testcase } = rendered({ ...sample.result, cases });
    assert.equal(testcase(first.id).getElementsByTagName('skipped')[0]?.getAttribute('message'), 'one\ntwo\tthree');
  });

  it('makes a failed preflight, an unfinished run and a run without cases errors of their own', () => {
    const errorsOf = (changes: Partial<RunResult>) => {
      const { document, all } = rendered({ ...sample.result, ...changes });
      assert.equal(document.documentElement?.getAttribute('tests'), String(all('testcase').length));
      return Number(document.documentElement?.getAttribute('errors'));
    };
    const before = sample.result.counts.all.error;
    const problem = { code: 'UNREACHABLE', severity: 'error', message: 'Nobody answers' } as const;
    assert.equal(errorsOf({ preflight: { problems: [problem], exchanges: [] } }), before + 1);
    assert.equal(errorsOf({ complete: false }), before + 1);
    assert.equal(errorsOf({ cases: [] }), 1);
  });
});
