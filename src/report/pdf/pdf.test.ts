import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTILE } from '../../../scripts/golden/sample-messages.ts';
import { sampleResult } from '../../../scripts/golden/sample-result.ts';
import { contentOf } from '../../../scripts/pdf/content.ts';
import { PdfFile, readPdf } from '../../../scripts/pdf/pdf-file.ts';
import { inOrder, structureOf } from '../../../scripts/pdf/structure.ts';
import { sha256 } from '../../model/digest.ts';
import { exchangeToSee } from '../deciding-exchange.ts';
import { keptMessages } from '../exchange/kept-messages.ts';
import { jsonReport } from '../json.ts';
import { causesOf } from '../missed.ts';
import type { ReportInput } from '../report-format.ts';
import { verdictHeading } from '../verdict-sentence.ts';
import { spelledText } from './page/spelling.ts';
import { pdfReport } from './pdf.ts';
import { renderPdf } from './render.ts';

const sample = sampleResult();
/** pdfinfo draws a page anew for each element of its structure, and starting Node takes its time. */
const few: ReportInput = {
  ...sample,
  result: {
    ...sample.result,
    cases: sample.result.cases.slice(1, 2),
    requirements: [],
    disagreements: [],
    excluded: [],
  },
};
const folder = mkdtempSync(join(tmpdir(), 'assay-pdf-'));
after(() => rmSync(folder, { recursive: true }));

const tool = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });

async function written(name: string, input: ReportInput): Promise<string> {
  const path = join(folder, `${name}.pdf`);
  writeFileSync(path, await renderPdf(input));
  return path;
}

/** As it is read out, without the spaces at which lines end. */
const readOut = (path: string): string => squeezed(tool('pdftotext', '-raw', path, '-'));
const squeezed = (text: string): string => text.replace(/\s+/g, '');

describe('pdfReport', () => {
  let path: string;
  before(async () => {
    path = await written('sample', sample);
  });

  it('is a file without fault, by qpdf', () => {
    assert.match(tool('qpdf', '--check', path), /No syntax or stream encoding errors found/);
  });

  it('embeds a subset of every font, with its characters, by pdffonts', () => {
    const fonts = tool('pdffonts', path).trim().split('\n').slice(2);
    assert.equal(fonts.length, 3);
    for (const font of fonts) assert.match(font, /^[A-Z]{6}\+IBMPlex\S+ +CID TrueType +Identity-H +yes yes yes/);
  });

  it('is tagged and titled, in A4, by pdfinfo', () => {
    const info = tool('pdfinfo', path);
    for (const line of [/^Tagged: +yes$/m, /^JavaScript: +no$/m, /^Page size: .*\(A4\)$/m, /^PDF version: +1\.7$/m])
      assert.match(info, line);
    assert.match(info, /^Title: +Test report: Bookwell Scheduling 4\.2\.1: /m);
    assert.match(info, /^CreationDate: +Tue Mar {2}3 10:15:03 2026/m);
  });

  it('is read in the order of its sections, by pdfinfo', async () => {
    const brief = await written('brief', few);
    const headings = [...tool('pdfinfo', '-struct-text', brief).matchAll(/^ *H[12] \(block\)\n *"(.*)"$/gm)].map(
      ([, text]) => text,
    );
    assert.deepEqual(headings, [
      'Bookwell Scheduling 4.2.1: Care Connect appointment booking for urgent and emergency care',
      verdictHeading(few.result),
      'What was tested',
      'Cases',
      'What this run is complete for',
      'Requirements covered',
      'What the stages still ask for',
      'The run',
      'What this does not prove',
      'How to check this report',
      'What did not pass',
      'Waivers and deviations',
      'Where the sources disagree',
      'How it was connected',
      'What was not checked',
      'Requirements and their cases',
      'Failures and errors in full',
      'All cases',
    ]);
  });

  it('prints the run id and the digest of results.json, which is attached byte for byte', () => {
    const results = jsonReport.render(sample);
    const text = readOut(path);
    assert.ok(text.includes(sha256(results)));
    assert.ok(text.includes(squeezed(`Run ${sample.result.runId}`)));
    const attached = execFileSync('qpdf', ['--show-attachment=results.json', path], { maxBuffer: 1 << 28 });
    assert.ok(attached.equals(results));
  });

  it('numbers every page, and names the run on it', () => {
    const pages = tool('pdftotext', '-layout', path, '-').split('\f').slice(0, -1);
    for (const [place, page] of pages.entries())
      assert.match(page, new RegExp(`Run ${sample.result.runId} +Page ${place + 1} of ${pages.length}`));
  });

  it('has on its first page what the evidence is, though nothing is identified', async () => {
    const { sut, notForSubmission, stages } = sample.result;
    const missing = ['product', 'version', 'supplier', 'ODS code', 'environment'].map((fact) => `no ${fact} given`);
    const unknown = {
      ...few.result,
      sut: { role: sut.role, baseUrl: sut.baseUrl },
      notForSubmission: [`system under test not identified (${missing.join(', ')})`, ...notForSubmission.slice(1)],
      stages: stages.map((stage) => ({ ...stage, missing })),
    };
    const page = tool('pdftotext', '-raw', '-l', '1', await written('unknown', { ...few, result: unknown }), '-');
    for (const fact of ['Digest of results.json', 'Suites', 'Sealed by, as claimed', 'Values replaced', 'To check it'])
      assert.ok(page.includes(fact), fact);
  });

  const causes = causesOf(sample.result.cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'error'));

  it('names every case and requirement, and cites the messages of one case of each cause of failure by file and digest', () => {
    const text = readOut(path);
    for (const { id } of sample.result.requirements) assert.ok(text.includes(id), id);
    for (const { id } of sample.result.cases) assert.ok(text.includes(id), id);
    for (const { steps } of causes.map(({ cases: [first] }) => first)) {
      for (const { exchanges } of steps)
        for (const { file, sha256 } of exchanges.flatMap(keptMessages)) {
          assert.ok(text.includes(file), file);
          assert.ok(text.includes(sha256), file);
        }
    }
  });

  it('cites of every other case that failed or broke the response in which it shows', () => {
    const text = readOut(path);
    const others = causes.flatMap(({ cases: [, ...rest] }) => rest);
    assert.ok(others.length > 0);
    for (const one of others) {
      const { response } = exchangeToSee(one) ?? {};
      assert.ok(response !== undefined && text.includes(response.file) && text.includes(response.sha256), one.id);
    }
  });

  it('has a bookmark for every section and every case that is told in full', () => {
    const file = new PdfFile(readPdf(path));
    const titles = [...file.dictionaries()].flatMap(([, { '/Title': title, '/Dest': dest }]) =>
      dest === undefined ? [] : [String(title)],
    );
    assert.ok(titles.includes('u:What did not pass'));
    const inFull = new Set(causes.map(({ cases: [first] }) => first));
    for (const one of sample.result.cases)
      assert.equal(
        titles.some((title) => title.startsWith(`u:${one.id} `)),
        inFull.has(one),
        one.id,
      );
  });
});

describe('a page of the PDF', () => {
  it('never ends with a heading, and repeats the heads of its tables for the eye', async () => {
    const path = await written('three', sampleResult(3));
    const file = new PdfFile(readPdf(path));
    const owner = new Map(
      inOrder(structureOf(file)).flatMap(({ type, contents }) =>
        contents.map(({ page, mcid }) => [`${page}/${mcid}`, type] as const),
      ),
    );
    for (const page of file.pages) {
      const last = Math.max(...contentOf(file, page).mcids);
      assert.doesNotMatch(owner.get(`${page}/${last}`) ?? '', /^H\d$/, page);
    }
    const pages = tool('pdftotext', '-layout', path, '-').split('\f');
    const matrix = pages.filter((page) => /Positive cases +Negative cases/.test(page));
    assert.ok(matrix.length > 0);
  });
});

describe('hostile text in the PDF', () => {
  const STRINGS = [
    HOSTILE,
    ') Tj ET /JS (app.alert(1)) %%EOF',
    'endstream endobj xref trailer << /OpenAction << /S /JavaScript >> >>',
    '\u001b[31mred\u001b[0m \u0000\u0007 \u202eright to left\u202c zero\u200bwidth \ufeff',
    '=cmd|"/c calc"!A1 <b>&amp;</b> \\u{202E} \\',
    '\u05d0\u05d1 \u0627\u0644 \u4e2d\u6587 \ud83d\ude00 e\u0301 \ud800 fi ffl \ufb01',
    '/ByteRange [0 0000000001 0000000002 0000000003] \n/ByteRange [] \u2f42\u7974\u6552\u616e\u6765',
    `${'x'.repeat(3_000)} ${'long-id.'.repeat(300)}`,
  ];

  for (const [place, text] of STRINGS.entries()) {
    it(`is inert, and nothing of it is lost: ${JSON.stringify(text.slice(0, 40))}`, async () => {
      const result = {
        ...sample.result,
        runId: text.slice(0, 60),
        sut: { role: 'provider', baseUrl: text, name: text } as const,
        notForSubmission: [text],
        requirements: sample.result.requirements.slice(0, 1).map((one) => ({ ...one, text })),
        cases: sample.result.cases
          .slice(0, 2)
          .map((one) => ({ ...one, title: text, verdict: 'fail', reason: text }) as const),
      };
      const signed = await renderPdf({ ...sample, result, signedAt: new Date('2026-03-03T10:16:00Z') });
      assert.equal(signed.toString('latin1').split('/ByteRange').length, 2);
      const path = await written(`hostile-${place}`, { ...sample, result });
      assert.match(tool('qpdf', '--check', path), /No syntax or stream encoding errors found/);
      assert.match(tool('pdfinfo', path), /^JavaScript: +no$/m);
      const read = readOut(path);
      const shown = squeezed(spelledText(text, 'plain'));
      // What goes on over a page has its foot between.
      const least = shown.length > 1_000 ? 1 : 5;
      assert.ok(read.split(shown).length > least, `found ${read.split(shown).length - 1} times`);
      assert.doesNotMatch(read, /[\p{Cf}\p{Cs}\p{Co}]|(?![\n\t\f])\p{Cc}/u);
    });
  }
});

describe('the bytes of the PDF', () => {
  const digest = async (input: ReportInput): Promise<string> => sha256(await pdfReport.render(input));
  const SCRIPT = `
    import { sampleResult } from './scripts/golden/sample-result.ts';
    import { renderPdf } from './src/report/pdf/render.ts';
    import { sha256 } from './src/model/digest.ts';
    console.log(sha256(await renderPdf(sampleResult())));`;
  const idOf = async (input: ReportInput) =>
    /\/ID \[<([0-9a-f]+)>/.exec((await renderPdf(input)).toString('latin1'))?.[1];

  it('are the same twice, in any time zone and locale', async () => {
    const once = await digest(sample);
    const zone = process.env['TZ'];
    for (const elsewhere of ['Pacific/Kiritimati', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Pago_Pago']) {
      process.env['TZ'] = elsewhere;
      assert.equal(await digest(sample), once, elsewhere);
    }
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    for (const locale of ['sv_SE.UTF-8', 'tr_TR.UTF-8', 'C']) {
      const args = ['--import=tsx', '--input-type=module', '--eval', SCRIPT];
      const printed = execFileSync(process.execPath, args, {
        env: { ...process.env, LC_ALL: locale },
        encoding: 'utf8',
      });
      assert.equal(printed.trim(), once, locale);
    }
  }).timeout(120_000);

  it('have an identifier that is that of their results', async () => {
    const other = { ...sample, result: { ...sample.result, notChecked: 7 } };
    assert.equal(await idOf(sample), await idOf(sample));
    assert.notEqual(await idOf(sample), await idOf(other));
  });

  it('hold one empty signature over all of the file when they are to be signed', async () => {
    const signedAt = new Date('2026-03-03T10:16:00Z');
    const file = (await renderPdf({ ...sample, signedAt })).toString('latin1');
    const [range, ...more] = [...file.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/g)];
    const [start = 0, end = 0, rest = 0] = (range ?? []).slice(1).map(Number);
    assert.equal(more.length, 0);
    assert.match(file.slice(start, end), /^<0+>$/);
    assert.equal(end + rest, file.length);
    assert.ok(file.includes('/M (D:20260303101600Z)'));
    assert.ok(!(await renderPdf(sample)).includes('/ByteRange'));
  });
});
