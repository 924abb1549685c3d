import assert from 'node:assert/strict';
import { DOMParser } from '@xmldom/xmldom';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { hostileInput } from '../../fixtures/hostile/hostile-result.ts';
import { ALL_HOSTILE } from '../../fixtures/hostile/texts.ts';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import { fhirTestReport } from './fhir-test-report.ts';
import { htmlReport } from './html/html.tsx';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { mochawesomeJson } from './mochawesome/mochawesome-json.ts';
import type { ReportInput } from './report-format.ts';
import { resultsCsv } from './results-csv.ts';
import { scalXlsx } from './scal-xlsx.ts';

/** A case for each hostile text, which is its title. */
function titled(): ReportInput {
  const sample = sampleResult();
  const [first] = sample.result.cases.filter(({ verdict }) => verdict === 'pass');
  assert.ok(first);
  const cases = ALL_HOSTILE.map((title, at) => ({ ...first, id: `HX-${at}`, title, steps: [], verifies: [] }));
  return { ...sample, result: { ...sample.result, cases, requirements: [] } };
}

/** What was meant by the escapes of what cannot be seen. */
const original = (shown: string): string =>
  shown.replace(/\\u\{([0-9A-F]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const unescaped = (markup: string): string =>
  markup.replace(/<[^>]*>/g, '').replace(/&(lt|gt|amp|quot);/g, (_, name: string) => ENTITIES[name] ?? '');

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** The titles of the cases, read back by another program than the one that wrote them. */
const READERS: Readonly<Record<string, (input: ReportInput) => readonly string[] | Promise<readonly string[]>>> = {
  html: (input) =>
    [...textOf(htmlReport.render(input)).matchAll(/<h4>(.*?)<\/h4>/gs)].map(([, markup = '']) =>
      original(unescaped(markup).replace(/^HX-\d+ /, '')),
    ),
  junit: (input) => {
    const document = new DOMParser().parseFromString(textOf(junitReport.render(input)), 'text/xml');
    return [...document.getElementsByTagName('testcase')].map((one) =>
      original((one.getAttribute('name') ?? '').replace(/^HX-\d+ /, '')),
    );
  },
  json: (input) =>
    JSON.parse(textOf(jsonReport.render(input))).cases.map(({ title }: { title: string }) =>
      title.replace(/\\u([d][89a-f][0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    ),
  fhir: (input) =>
    JSON.parse(textOf(fhirTestReport.render(input))).entry[0].resource.test.map(
      ({ description }: { description: string }) => original(description),
    ),
  'results-csv': (input) => {
    const rows = parseCsv(textOf(resultsCsv.render(input)), { delimiter: ',' });
    return rows.slice(1).map((row) => original(String(row[2] ?? '').replace(/^'(?='*\s*[=+\-@\t\r\n＝＋－＠])/, '')));
  },
  xlsx: async (input) => {
    const { sheets } = await readXlsx(await scalXlsx.render(input));
    const rows = sheets[2]?.rows ?? [];
    const head = rows.findIndex((row) => row.includes('Test ID'));
    const column = rows[head]?.indexOf('Assurance Criteria') ?? -1;
    return rows.slice(head + 1).map((row) => original(String(row[column] ?? '')));
  },
  mochawesome: (input) =>
    JSON.parse(textOf(mochawesomeJson.render(input))).results[0].suites[0].tests.map(({ title }: { title: string }) =>
      original(title.replace(/^HX-\d+ /, '')),
    ),
};

/** A cell of a spreadsheet ends somewhere; and canonical JSON has lone surrogates as the text of their escapes, which some texts are. */
const cannotHold = (format: string, text: string): boolean =>
  (format === 'xlsx' && text.length > 4_000) || (format === 'json' && /\\u[d][89a-f]/.test(text));

describe('hostile texts', () => {
  for (const [format, read] of Object.entries(READERS)) {
    it(`come back from ${format} as they were`, async () => {
      const found = await read(titled());
      assert.equal(found.length, ALL_HOSTILE.length);
      for (const [at, text] of ALL_HOSTILE.entries())
        if (!cannotHold(format, text)) assert.equal(found[at], text, JSON.stringify(text).slice(0, 80));
    });
  }

  it('stand in every member that somebody writes', () => {
    const placed = new Set<string>();
    for (let start = 0; start < ALL_HOSTILE.length; start += 40)
      for (const text of hostileInput(start).placed) placed.add(text);
    assert.equal(placed.size, new Set(ALL_HOSTILE).size);
  });

  it('make no element, attribute or link of the page', () => {
    for (let start = 0; start < ALL_HOSTILE.length; start += 40) {
      const tags = textOf(htmlReport.render(hostileInput(start).input)).match(/<[a-z][^>]*>/gi) ?? [];
      for (const tag of tags) {
        // A picture that a person attached is in the page; its name is its alternative text.
        if (/^<img src="data:image\/png;base64,[A-Za-z0-9+/=]+" alt="[^"]*"\/>$/.test(tag)) continue;
        assert.doesNotMatch(tag, /^<(script|img|iframe|form|input|base|object|embed|link|template)\b|\son\w+=|\ssrc=/i);
        assert.doesNotMatch(tag, /href="(?!#|https:)/i);
      }
    }
  });
});
