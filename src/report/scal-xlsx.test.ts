import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import yauzl from 'yauzl';
import { hostileInput } from '../../fixtures/hostile/hostile-result.ts';
import { ALL_HOSTILE } from '../../fixtures/hostile/texts.ts';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { ReportInput } from './report-format.ts';
import { scalXlsx } from './scal-xlsx.ts';
import { evidenceSheet } from './sheets/evidence-sheet.ts';
import { requirementSheet } from './sheets/requirement-sheet.ts';
import { runSheet } from './sheets/run-sheet.ts';
import { cellsOf, type Sheet } from './sheets/sheet.ts';
import { testPlanSheet } from './sheets/test-plan-sheet.ts';
import { workbookOf } from './sheets/workbook.ts';
import { visibleText } from './visible-text.ts';

const sample = sampleResult();

const sheetsOf = (input: ReportInput): readonly Sheet[] => [
  requirementSheet(input.result),
  evidenceSheet(input.result),
  testPlanSheet(input),
  runSheet(input),
];

/** The cells as they are meant, as a grid without ends that are empty. */
const trimmed = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== '') + 1));

const meant = (sheet: Sheet) => trimmed(cellsOf(sheet).map((row) => row.map(visibleText)));

async function read(workbook: Uint8Array) {
  const { sheets } = await readXlsx(workbook);
  return sheets.map(({ name, rows, ...others }) => ({
    name,
    rows: trimmed(rows.map((row) => row.map((cell) => String(cell ?? '')))),
    others,
  }));
}

/** The parts of the archive, read by another reader than the library's own. */
async function partsOf(workbook: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const parts = new Map<string, string>();
  const archive = await yauzl.fromBufferPromise(Buffer.from(workbook), { lazyEntries: true });
  for await (const entry of archive.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
    parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return parts;
}

describe('scalXlsx', () => {
  it('has a sheet each for requirements, evidence, test plan and run, cell by cell', async () => {
    const found = await read(await scalXlsx.render(sample));
    const wanted = sheetsOf(sample);
    assert.deepEqual(
      found.map(({ name }) => name),
      wanted.map(({ name }) => name),
    );
    for (const [at, sheet] of wanted.entries()) assert.deepEqual(found[at]?.rows, meant(sheet), sheet.name);
  });

  it('offers the four reviews in every row, freezes the headings and filters', async () => {
    const parts = await partsOf(await scalXlsx.render(sample));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const last = sample.result.requirements.length + 1;
    const [, range, list] =
      /<dataValidation type="list"[^>]* sqref="([^"]*)"[^>]*><formula1>"([^<]*)"<\/formula1>/.exec(sheet) ?? [];
    assert.equal(range, `I2:I${last}`);
    assert.deepEqual(list?.split(','), [
      'Evidence Satisfactory – No Further Action Required',
      'Evidence Demonstration Required – Witness Testing',
      'Evidence Incomplete or Insufficient Evidence Provided',
      'Not Applicable',
    ]);
    // Excel takes no list that is longer.
    assert.ok(list.length <= 255);
    assert.match(sheet, /<pane ySplit="1" topLeftCell="A2" state="frozen"/);
    assert.match(sheet, new RegExp(`<autoFilter ref="A1:I${last}"`));
    assert.match(sheet, /<col min="1" max="1" width="16"/);
    assert.match(parts.get('xl/styles.xml') ?? '', /wrapText="(1|true)"/);
  });

  it('gives the same bytes in every time zone', async () => {
    const before = process.env.TZ;
    const bytes: Buffer[] = [];
    try {
      for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia']) {
        process.env.TZ = zone;
        bytes.push(Buffer.from(await scalXlsx.render(sample)));
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
    for (const other of bytes) assert.ok(other.equals(bytes[0] ?? Buffer.alloc(0)));
  });

  it('gives the same bytes whatever the zlib within Node makes of them', async () => {
    const before = globalThis.CompressionStream;
    const expected = Buffer.from(await scalXlsx.render(sample));
    let asked = 0;
    try {
      globalThis.CompressionStream = class extends before {
        constructor() {
          super('deflate-raw');
          asked += 1;
          throw new Error('hucre packs by itself then');
        }
      };
      assert.ok(expected.equals(await scalXlsx.render(sample)));
      assert.ok(asked > 0);
    } finally {
      globalThis.CompressionStream = before;
    }
  });

  it('holds every hostile text as it is, or says how long it was, and no formula, link or macro', async () => {
    const sheet = {
      name: 'Hostile',
      facts: [],
      columns: [{ title: 'Text', width: 20, leadsTo: 'file' as const }],
      rows: ALL_HOSTILE.map((text) => [text]),
    };
    const workbook = await workbookOf([sheet], '2026-03-03T10:15:00.000Z');
    const [found] = await read(workbook);
    for (const [at, text] of ALL_HOSTILE.entries()) {
      const [cell = ''] = found?.rows[at + 1] ?? [];
      const visible = visibleText(text);
      if (visible.length <= 32_600) assert.equal(cell, visible);
      else assert.ok(cell.includes(`… (${visible.length} characters, `) && cell.length < 32_767);
    }
    assertInert(await partsOf(workbook));
  });

  it('is inert with hostile texts in every member that somebody writes', async () => {
    for (let start = 0; start < ALL_HOSTILE.length; start += 40) {
      const { input } = hostileInput(start);
      const workbook = await scalXlsx.render(input);
      const found = await read(workbook);
      assert.deepEqual(found[0]?.rows.length, input.result.requirements.length + 1);
      assertInert(await partsOf(workbook));
    }
  });

  it('leads from a requirement to its rows of evidence, and from there to the report and the messages', async () => {
    const parts = await partsOf(await scalXlsx.render(sample));
    const [requirements = '', evidence = ''] = [1, 2].map((n) => parts.get(`xl/worksheets/sheet${n}.xml`));
    const rows = cellsOf(evidenceSheet(sample.result));
    for (const [, row, place] of requirements.matchAll(/<hyperlink ref="A(\d+)" location="Evidence!A(\d+)"/g))
      assert.equal(rows[Number(place) - 1]?.[0], cellsOf(requirementSheet(sample.result))[Number(row) - 1]?.[0]);
    assert.match(requirements, /<hyperlink ref="A\d+"/);
    assert.match(evidence, /<hyperlink ref="F\d+"/);
    const targets = [...parts].filter(([name]) => name.endsWith('sheet2.xml.rels')).map(([, text]) => text);
    for (const file of [/Target="report\.html#case-/, /Target="exchanges\/[^"]+\.req\.http"/])
      assert.match(targets.join(), file);
  });

  it('opens in LibreOffice, which finds the same cells in every sheet (needs soffice)', async function () {
    if (spawnSync('soffice', ['--version']).status !== 0) this.skip();
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'assay-xlsx-'));
    try {
      writeFileSync(join(folder, 'scal.xlsx'), await scalXlsx.render(sample));
      const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1';
      execFileSync(
        'soffice',
        [
          `-env:UserInstallation=file://${folder}/profile`,
          '--headless',
          '--convert-to',
          filter,
          '--outdir',
          folder,
          join(folder, 'scal.xlsx'),
        ],
        { stdio: 'ignore' },
      );
      for (const sheet of sheetsOf(sample)) {
        const text = readFileSync(join(folder, `scal-${sheet.name}.csv`), 'utf8');
        const rows = parseCsv(text, { delimiter: ',' }).map((row) => row.map((cell) => String(cell ?? '')));
        assert.deepEqual(trimmed(rows), meant(sheet), sheet.name);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Beside the workbook: no scheme, no host, no way up. */
const OWN_FILE = /^(?!.*(?:\.\.|\/\/|:))[\w./-]+(?:#[\w.-]+)?$/;

function assertInert(parts: ReadonlyMap<string, string>): void {
  for (const [name, text] of parts) {
    assert.doesNotMatch(name, /vba|externalLink|embeddings|activeX|ctrlProp/i);
    if (name.startsWith('xl/worksheets/')) assert.doesNotMatch(text, /<f[ >/]|<oleObject|<legacyDrawing/);
    for (const [, target = ''] of text.matchAll(/<Relationship [^>]*Target="([^"]*)"[^>]*TargetMode="External"/g))
      assert.match(target, OWN_FILE);
    for (const [, place = ''] of text.matchAll(/<hyperlink [^>]*location="([^"]*)"/g))
      assert.match(place, /^Evidence!A\d+$/);
  }
}
