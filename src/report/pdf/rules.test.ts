import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTILE } from '../../../scripts/golden/sample-messages.ts';
import { alike, sampleResult } from '../../../scripts/golden/sample-result.ts';
import { ARCHIVE_RULES } from '../../../scripts/pdf/archive-rules.ts';
import { LAYOUT_RULES } from '../../../scripts/pdf/layout-rules.ts';
import { type PdfDictionary, PdfFile, readPdf } from '../../../scripts/pdf/pdf-file.ts';
import { STRUCTURE_RULES } from '../../../scripts/pdf/structure-rules.ts';
import type { ReportInput } from '../report-format.ts';
import { renderPdf } from './render.ts';

const RULES = [...STRUCTURE_RULES, ...ARCHIVE_RULES, ...LAYOUT_RULES];
const sample = sampleResult();
const NONE = { error: 0, fail: 0, skip: 0, pass: 0 };
const MANY = { error: 1_234_567, fail: 2_345_678, skip: 3_456_789, pass: 4_567_890 };

const INPUTS: Readonly<Record<string, ReportInput>> = {
  'the sample run': sample,
  'a run without cases': {
    ...sample,
    result: {
      ...sample.result,
      cases: [],
      requirements: [],
      excluded: [],
      disagreements: [],
      stages: [],
      counts: { all: NONE, positive: NONE, negative: NONE },
    },
  },
  'a run with millions of cases': {
    ...sample,
    result: { ...sample.result, cases: [], counts: { all: MANY, positive: MANY, negative: MANY } },
  },
  'a run with hostile facts': {
    ...sample,
    files: alike(sample, Buffer.from(HOSTILE)),
    signer: { subject: HOSTILE, fingerprint: 'a'.repeat(64), selfSigned: true },
    result: { ...sample.result, runId: HOSTILE, sut: { role: 'provider', baseUrl: HOSTILE, name: HOSTILE } },
  },
};

/** The file with one thing changed that a rule must notice. */
const BROKEN: Readonly<Record<string, readonly ((file: PdfFile) => void)[]>> = {
  'is tagged, says its language and shows its title': [
    (file) => remove(file.catalog, '/Lang'),
    (file) => remove(file.dictionary(file.catalog['/MarkInfo']), '/Marked'),
    (file) => remove(file.dictionary(file.catalog['/ViewerPreferences']), '/DisplayDocTitle'),
    (file) => remove(file.dictionary(file.trailer['/Info']), '/Title'),
  ],
  'has all that it paints as content or artifact': [(file) => onPage(file, (text) => `${text}\n0 0 9 9 re f`)],
  'has every piece of content in one element, which the parent tree names': [
    (file) => onPage(file, (text) => text.replace('/MCID 0', '/MCID 999')),
    (file) => (element(file, 'P')['/K'] = []),
    (file) => (element(file, 'P')['/K'] = element(file, 'H1')['/K'] ?? []),
  ],
  'types its artifacts': [(file) => onPage(file, (text) => text.replace('/Type /Layout', '/Type /Other'))],
  'has one document of standard elements, each where it may stand': [
    (file) => (element(file, 'Sect')['/S'] = '/Chapter'),
    (file) => (element(file, 'P')['/S'] = '/TD'),
    (file) => (element(file, 'LBody')['/S'] = '/P'),
    (file) => (element(file, 'Document')['/S'] = '/Sect'),
  ],
  'begins with its one first heading and skips no level on the way down': [
    (file) => (element(file, 'H1')['/S'] = '/H2'),
    (file) => (element(file, 'H2')['/S'] = '/H1'),
    (file) => (element(file, 'H2')['/S'] = '/H3'),
  ],
  'has rows of equal length in tables, with scoped heads and a summary': [
    (file) => remove(element(file, 'TH'), '/A'),
    (file) => remove(element(file, 'Table'), '/A'),
    (file) => (element(file, 'TR')['/K'] = file.items(element(file, 'TR')['/K']).slice(1)),
  ],
  'numbers or marks its lists as it says': [(file) => remove(element(file, 'L'), '/A')],
  'has words and a place for every figure': [
    (file) => remove(element(file, 'Figure'), '/Alt'),
    (file) => remove(element(file, 'Figure'), '/A'),
  ],
  'has every link in an element of its page, with words, and reached in order of the structure': [
    (file) => remove(linkAnnotation(file), '/Contents'),
    (file) => (linkAnnotation(file)['/F'] = 0),
    (file) => (linkAnnotation(file)['/StructParent'] = 0),
    (file) => remove(file.dictionary(pageWithLinks(file)), '/Tabs'),
    (file) => (element(file, 'Link')['/K'] = []),
    (file) => (element(file, 'Link')['/Pg'] = file.pages[0] ?? null),
  ],
  'declares part 3, level A, with the title that it shows': [
    (file) => inMetadata(file, (xml) => xml.replace('<pdfaid:part>3<', '<pdfaid:part>2<')),
    (file) => inMetadata(file, (xml) => xml.replace('<pdfaid:conformance>A<', '<pdfaid:conformance>B<')),
    (file) => inMetadata(file, (xml) => xml.replace('Test report', 'Another report')),
    (file) => remove(file.catalog, '/Metadata'),
  ],
  'has an identifier and is not encrypted': [
    (file) => remove(file.trailer, '/ID'),
    (file) => (file.trailer['/Encrypt'] = '1 0 R'),
  ],
  'uses only the colours for which it has a profile': [
    (file) => remove(file.catalog, '/OutputIntents'),
    (file) => onPage(file, (text) => `${text}\n0 0 0 1 k`),
    (file) => onPage(file, (text) => `${text}\n/DeviceCMYK cs`),
  ],
  'does nothing: no script, no action but going to a place or a page of the web': [
    (file) => (file.catalog['/OpenAction'] = '1 0 R'),
    (file) => (file.catalog['/AA'] = {}),
    (file) => (file.catalog['/AcroForm'] = {}),
    (file) => file.values.set('9999 0 R', { '/S': '/JavaScript', '/JS': 'u:app.alert(1)' }),
    (file) => file.values.set('9999 0 R', { '/S': '/Launch', '/F': 'u:a.exe' }),
    (file) => file.values.set('9999 0 R', { '/S': '/URI', '/URI': 'u:javascript:alert(1)' }),
  ],
  'leads to places that exist, named in order': [
    (file) => destinations(file).splice(0, 2),
    (file) => destinations(file).reverse(),
  ],
  'refers to nothing outside of itself': [
    (file) => attachment(file)['/EF'] === undefined || remove(attachment(file), '/EF'),
    (file) => file.streams.set('9999 0 R', { dictionary: { '/F': 'u:elsewhere' }, bytes: Buffer.alloc(0) }),
  ],
  'embeds its fonts, with the character of every glyph that is shown': [
    (file) => remove(found(file, '/Type', '/FontDescriptor'), '/FontFile2'),
    (file) => remove(found(file, '/Subtype', '/Type0'), '/ToUnicode'),
    (file) => remove(found(file, '/Subtype', '/CIDFontType2'), '/CIDToGIDMap'),
    (file) => (found(file, '/Subtype', '/CIDFontType2')['/W'] = [0, [600]]),
    (file) => onPage(file, (text) => text.replace(/<[0-9a-f]{4}/, '<0000')),
  ],
  'has all text within the margins of its page, running heads and feet within those of the sides': [
    (file) => onPage(file, (text) => text.replace(FIRST_TEXT, '1 0 0 1 500 700 Tm')),
    (file) => onPage(file, (text) => text.replace(FIRST_TEXT, '1 0 0 1 40 700 Tm')),
    (file) => onPage(file, (text) => text.replace(FIRST_TEXT, '1 0 0 1 52 40 Tm')),
    (file) => onPage(file, (text) => text.replace(FIRST_TEXT, '1 0 0 1 52 800 Tm')),
    (file) => onPage(file, (text) => text.replace(/> 0\] TJ/, '> -99000 <0001>] TJ')),
    (file) => onPage(file, (text) => text.replace(LAST_TEXT, '1 0 0 1 540 34 Tm')),
  ],
  'has results.json as the source it was made from': [
    (file) => remove(file.catalog, '/AF'),
    (file) => remove(attachment(file), '/AFRelationship'),
    (file) => remove(attachment(file), '/UF'),
    (file) => remove(file.dictionary(file.catalog['/Names']), '/EmbeddedFiles'),
    (file) => remove(embedded(file), '/Subtype'),
    (file) => remove(file.dictionary(embedded(file)['/Params']), '/ModDate'),
    (file) => (file.dictionary(embedded(file)['/Params'])['/Size'] = 1),
  ],
};

/** Where the title of the report stands, and the number of the page. */
const FIRST_TEXT = /1 0 0 1 \S+ \S+ Tm/;
const LAST_TEXT = /1 0 0 1 \S+ \S+ Tm(?![\s\S]* Tm)/;

const remove = (dictionary: PdfDictionary, name: string): void => {
  assert.ok(name in dictionary, name);
  delete dictionary[name];
};

function found(file: PdfFile, name: string, value: string): PdfDictionary {
  const [, dictionary] = [...file.dictionaries()].find(([, one]) => one[name] === value) ?? [];
  assert.ok(dictionary, value);
  return dictionary;
}

const element = (file: PdfFile, type: string): PdfDictionary => found(file, '/S', `/${type}`);
const linkAnnotation = (file: PdfFile): PdfDictionary => found(file, '/Subtype', '/Link');
const attachment = (file: PdfFile): PdfDictionary => found(file, '/Type', '/Filespec');
const embedded = (file: PdfFile): PdfDictionary => found(file, '/Type', '/EmbeddedFile');

function pageWithLinks(file: PdfFile): string {
  return file.pages.find((page) => file.dictionary(page)['/Annots'] !== undefined) ?? '';
}

function destinations(file: PdfFile) {
  const names = file.dictionary(file.dictionary(file.catalog['/Names'])['/Dests'])['/Names'];
  assert.ok(Array.isArray(names));
  return names;
}

function onPage(file: PdfFile, change: (text: string) => string): void {
  const stream = file.streams.get(String(file.dictionary(file.pages[0])['/Contents']));
  assert.ok(stream);
  const changed = Buffer.from(change(stream.bytes.toString('latin1')), 'latin1');
  assert.ok(!changed.equals(stream.bytes), 'nothing was changed');
  stream.bytes = changed;
}

function inMetadata(file: PdfFile, change: (xml: string) => string): void {
  const stream = file.streams.get(String(file.catalog['/Metadata']));
  assert.ok(stream);
  stream.bytes = Buffer.from(change(stream.bytes.toString('utf8')));
}

const folder = mkdtempSync(join(tmpdir(), 'assay-pdf-'));
after(() => rmSync(folder, { recursive: true }));

for (const [name, input] of Object.entries(INPUTS)) {
  describe(`the PDF of ${name}`, () => {
    const path = join(folder, `${name}.pdf`);
    let file: PdfFile;
    before(async () => {
      writeFileSync(path, await renderPdf(input));
      file = new PdfFile(readPdf(path));
    });
    for (const { name: rule, problems } of RULES) it(rule, () => assert.deepEqual(problems(file), []));
  });
}

describe('the rules for PDF files', () => {
  let json: string;
  before(() => {
    json = readPdf(join(folder, 'the sample run.pdf'));
  });
  for (const { name, problems } of RULES) {
    const changes = BROKEN[name] ?? [];
    it(`notice each of ${changes.length} ways in which a file breaks: ${name}`, () => {
      assert.ok(changes.length > 0);
      for (const change of changes) {
        const file = new PdfFile(json);
        change(file);
        assert.notDeepEqual(problems(file), [], String(change));
      }
    });
  }
});
