import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { EXIT } from '../model/exit-code.ts';
import { ALL_FORMATS, REPORT_FORMATS } from '../report/report-formats.ts';
import { type ReportOptions, report } from './commands/report.ts';
import { run } from './commands/run.ts';

describe('assay report', function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;
  let runFolder: string;
  let out: string;
  let err: string;

  const context = () =>
    testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'config') },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-report-'));
    await run(
      join(process.cwd(), 'suites/uec-booking'),
      {
        filter: ['BK-01', 'BK-14'],
        tag: [],
        set: [],
        defect: ['no-location'],
        package: [],
        workers: 2,
        deadline: 2_000,
        evidence: 'evidence',
      },
      context(),
    );
    const names = await readdir(join(folder, 'evidence'));
    bundle = join('evidence', names.find((name) => name.endsWith('.zip')) ?? '');
    runFolder = bundle.replace('.evidence.zip', '');
  });
  beforeEach(() => {
    out = '';
    err = '';
  });
  after(() => rm(folder, { recursive: true }));

  const reportOf = (evidence: string | undefined, options: Partial<ReportOptions> = {}): Promise<number> =>
    report(evidence, { format: [], ...options }, context());

  const file = (...path: readonly string[]): Promise<Buffer> => readFile(join(folder, ...path));

  it('lists every format with its file', async () => {
    assert.equal(await reportOf(undefined, { list: true, json: true }), EXIT.ok);
    const wanted = ALL_FORMATS.map(({ format, fileName, mediaType }) => ({ format, fileName, mediaType }));
    assert.deepEqual(JSON.parse(out), wanted);
    assert.equal(await reportOf(undefined, { list: true }), EXIT.ok);
  });

  it('renders a bundle in every format, to the bytes that lie in the bundle, and the PDF without its signature', async () => {
    assert.equal(await reportOf(bundle), EXIT.ok, err);
    const reports = `${runFolder}.reports`;
    assert.deepEqual((await readdir(join(folder, reports))).sort(), ALL_FORMATS.map(({ fileName }) => fileName).sort());
    for (const { format, fileName } of REPORT_FORMATS) {
      const same = (await file(reports, fileName)).equals(await file(runFolder, fileName));
      assert.equal(same, format !== 'pdf', fileName);
    }
    assert.equal((await file(reports, 'report.pdf')).includes('/ByteRange'), false);
    assert.equal(err, '');
  });

  it('renders one format of the folder of a run into the file that is named', async () => {
    assert.equal(await reportOf(runFolder, { format: ['json'], out: 'new/my-results.json', json: true }), EXIT.ok, err);
    assert.ok((await file('new', 'my-results.json')).equals(await file(runFolder, 'results.json')));
    const [{ format, file: told }] = JSON.parse(out);
    assert.deepEqual([format, told], ['json', join('new', 'my-results.json')]);
  });

  it('renders one format into a folder, when what is named is one or looks like one', async () => {
    await mkdir(join(folder, 'there.d'));
    for (const out of ['plain', 'ends.with/', 'there.d']) {
      assert.equal(await reportOf(bundle, { format: ['junit'], out }), EXIT.ok, err);
      assert.deepEqual(await readdir(join(folder, out)), ['junit.xml']);
    }
  });

  it('renders several formats into the folder that is named', async () => {
    assert.equal(await reportOf(bundle, { format: ['junit', 'mochawesome'], out: 'some' }), EXIT.ok, err);
    assert.deepEqual((await readdir(join(folder, 'some'))).sort(), ['junit.xml', 'mochawesome.html']);
  });

  it('renders what there is of a run that was cut short, and says so', async () => {
    await cp(join(folder, runFolder), join(folder, 'torn'), { recursive: true });
    const journal = await file(runFolder, 'journal.jsonl');
    await writeFile(join(folder, 'torn/journal.jsonl'), journal.subarray(0, journal.length - 40));
    assert.equal(await reportOf('torn', { format: ['json'], out: 'torn.json' }), EXIT.ok);
    assert.match(err, /JOURNAL_INCOMPLETE[\s\S]*ENGINE_DIFFERS/);
    assert.equal(JSON.parse((await file('torn.json')).toString()).complete, false);
  });

  it('refuses a bundle that is not as it was sealed, and writes nothing', async () => {
    const bytes = await file(bundle);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(join(folder, 'changed.evidence.zip'), bytes);
    assert.equal(await reportOf('changed.evidence.zip'), EXIT.evidenceInvalid);
    assert.notEqual(err, '');
    assert.ok(!(await readdir(folder)).includes('changed.reports'));
  });

  for (const [what, name, code] of [
    ['journal was edited', 'journal.jsonl', 'JOURNAL_BROKEN'],
    ['plan was edited', 'plan.json', 'PLAN_MISMATCH'],
    ['messages were edited', 'exchanges/0000-01.res.http', 'EXCHANGE_MISMATCH'],
  ] as const) {
    it(`refuses the folder of a run whose ${what}`, async () => {
      const copy = `edited-${code}`;
      await cp(join(folder, runFolder), join(folder, copy), { recursive: true });
      const text = (await file(copy, name)).toString();
      await writeFile(join(folder, copy, name), text.replace('free', 'fred').replace('pass', 'fail'));
      assert.equal(await reportOf(copy), EXIT.evidenceInvalid);
      assert.match(err, new RegExp(code));
    });
  }

  for (const [what, evidence, options] of [
    ['no evidence', undefined, {}],
    ['a file that is not there', 'nowhere.zip', {}],
    ['a folder that holds no run', '.', {}],
    ['a format that does not exist', 'evidence', { format: ['htm'] }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.equal(await reportOf(evidence, options), EXIT.usage);
      assert.match(err, /^error \w+: /);
    });
  }
});
