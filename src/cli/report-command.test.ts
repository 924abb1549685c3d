import assert from 'node:assert/strict';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { EXIT } from '../model/exit-code.ts';
import { ALL_FORMATS, REPORT_FORMATS } from '../report/report-formats.ts';

describe('assay report', function () {
  this.timeout(60_000);
  const desk = Desk.perSuite();
  let bundle: string;
  let runFolder: string;

  before(async () => {
    await desk.assay('run', SUITES, '--filter=BK-01', '--filter=BK-14', '--defect=no-location');
    bundle = await desk.bundle();
    runFolder = await desk.runFolder();
  });

  const report = (...argv: readonly string[]): Promise<number> => desk.assay('report', ...argv);

  const file = (...path: readonly string[]): Promise<Buffer> => readFile(desk.path(...path));

  it('lists every format with its file', async () => {
    assert.equal(await report('--list', '--json'), EXIT.ok);
    const wanted = ALL_FORMATS.map(({ format, fileName, mediaType }) => ({ format, fileName, mediaType }));
    assert.deepEqual(JSON.parse(desk.out), wanted);
    assert.equal(await report('--list'), EXIT.ok);
  });

  it('renders a bundle in every format, to the bytes that lie in the bundle, and the PDF without its signature', async () => {
    assert.equal(await report(bundle), EXIT.ok, desk.err);
    const reports = `${runFolder}.reports`;
    assert.deepEqual(await desk.list(reports), ALL_FORMATS.map(({ fileName }) => fileName).sort());
    for (const { format, fileName } of REPORT_FORMATS) {
      const same = (await file(reports, fileName)).equals(await file(runFolder, fileName));
      assert.equal(same, format !== 'pdf', fileName);
    }
    assert.equal((await file(reports, 'report.pdf')).includes('/ByteRange'), false);
    assert.equal(desk.err, '');
  });

  it('renders one format of the folder of a run into the file that is named', async () => {
    assert.equal(await report(runFolder, '--format=json', '--out=new/my-results.json', '--json'), EXIT.ok, desk.err);
    assert.ok((await file('new', 'my-results.json')).equals(await file(runFolder, 'results.json')));
    const [{ format, file: told }] = JSON.parse(desk.out);
    assert.deepEqual([format, told], ['json', join('new', 'my-results.json')]);
  });

  it('renders one format into a folder, when what is named is one or looks like one', async () => {
    await mkdir(desk.path('there.d'));
    for (const out of ['plain', 'ends.with/', 'there.d']) {
      assert.equal(await report(bundle, '--format=junit', '--out', out), EXIT.ok, desk.err);
      assert.deepEqual(await desk.list(out), ['junit.xml']);
    }
  });

  it('renders several formats into the folder that is named', async () => {
    assert.equal(await report(bundle, '--format=junit', '--format=mochawesome', '--out=some'), EXIT.ok, desk.err);
    assert.deepEqual(await desk.list('some'), ['junit.xml', 'mochawesome.html']);
  });

  it('renders what there is of a run that was cut short, and says so', async () => {
    await cp(desk.path(runFolder), desk.path('torn'), { recursive: true });
    const journal = await file(runFolder, 'journal.jsonl');
    await desk.write('torn/journal.jsonl', journal.subarray(0, journal.length - 40));
    assert.equal(await report('torn', '--format=json', '--out=torn.json'), EXIT.ok);
    assert.match(desk.err, /JOURNAL_INCOMPLETE[\s\S]*ENGINE_DIFFERS/);
    assert.equal(JSON.parse((await file('torn.json')).toString()).complete, false);
  });

  it('refuses a bundle that is not as it was sealed, and writes nothing', async () => {
    const bytes = await file(bundle);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await desk.write('changed.evidence.zip', bytes);
    assert.equal(await report('changed.evidence.zip'), EXIT.evidenceInvalid);
    assert.notEqual(desk.err, '');
    assert.ok(!(await desk.list()).includes('changed.reports'));
  });

  for (const [what, name, code] of [
    ['journal was edited', 'journal.jsonl', 'JOURNAL_BROKEN'],
    ['plan was edited', 'plan.json', 'PLAN_MISMATCH'],
    ['messages were edited', 'exchanges/0000-01.res.http', 'EXCHANGE_MISMATCH'],
  ] as const) {
    it(`refuses the folder of a run whose ${what}`, async () => {
      const copy = `edited-${code}`;
      await cp(desk.path(runFolder), desk.path(copy), { recursive: true });
      const text = (await file(copy, name)).toString();
      await desk.write(join(copy, name), text.replace('free', 'fred').replace('pass', 'fail'));
      assert.equal(await report(copy), EXIT.evidenceInvalid);
      assert.match(desk.err, new RegExp(code));
    });
  }

  for (const [what, ...argv] of [
    ['no evidence'],
    ['a file that is not there', 'nowhere.zip'],
    ['a folder that holds no run', '.'],
    ['a format that does not exist', 'evidence', '--format=htm'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.equal(await report(...argv), EXIT.usage);
      assert.match(desk.err, /^error/);
    });
  }
});
