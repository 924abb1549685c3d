import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { opened } from '../../fixtures/bundles/tampering.ts';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { sha256 } from '../model/digest.ts';
import { EXIT } from '../model/exit-code.ts';
import type { RunResult } from '../model/result.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');
const SYSTEM = ['--sut-name', 'Pathways', '--sut-version', '7'] as const;

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** What is typed whenever this is asked. */
type Typing = readonly (readonly [prompt: RegExp, line: string | ((said: string) => Promise<string>)])[];

describe('assay run with a person at the terminal', function () {
  this.timeout(60_000);
  let folder: string;
  let said: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-attended-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function assay(argv: readonly string[], typing?: Typing, signal?: AbortSignal): Promise<number> {
    said = '';
    const stdin = new PassThrough();
    const waiting = [...(typing ?? [])];
    const context = testContext({
      cwd: folder,
      env: { PATH: process.env.PATH, XDG_CONFIG_HOME: join(folder, 'home') },
      stdin: () => stdin,
      attended: typing !== undefined,
      ...(signal && { signal }),
      columns: 80,
      err: (text) => {
        said += text;
        const [next] = waiting;
        if (next === undefined || !next[0].test(text)) return;
        waiting.shift();
        const [, line] = next;
        setTimeout(async () => stdin.write(`${typeof line === 'string' ? line : await line(said)}\n`), 10);
      },
    });
    const run = ['run', SUITES, '--role', 'client', ...SYSTEM, ...argv];
    return (await import('./program.ts')).assay(run, context);
  }

  const files = async (ending: string): Promise<readonly string[]> =>
    (await readdir(join(folder, 'evidence')))
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => join(folder, 'evidence', name));

  async function last(): Promise<{ readonly result: RunResult; readonly bundle: string; readonly report: string }> {
    const bundle = (await files('.zip')).at(-1) ?? assert.fail(said);
    const payload = opened(await readFile(bundle)).files;
    const text = (file: string) => Buffer.from(payload.get(`data/${file}`) ?? []).toString();
    return { result: JSON.parse(text('results.json')) as RunResult, bundle, report: text('report.html') };
  }

  const ANSWER = /cannot say: $/;
  const NOTE = /none: $/;
  const NAME = /Your name/;
  const FILE = /no more: $/;

  it('asks, records who answered what and when, and is replayed to the same bytes', async () => {
    const typing: Typing = [
      [ANSWER, 'y'],
      [NOTE, 'seen <b>today</b>'],
      [NAME, 'Ada Marsh'],
      [FILE, ''],
      [ANSWER, 'perhaps'],
      [ANSWER, 'N'],
      [NOTE, ''],
      [FILE, ''],
    ];
    assert.equal(await assay(['--filter', 'CD-02'], typing), EXIT.ok, said);
    const { result, bundle, report } = await last();
    const [must, mustNot] = result.cases[0]?.steps ?? [];
    assert.deepEqual(
      [must?.attested?.answer, must?.attested?.note, must?.attested?.by, must?.attested?.way],
      ['yes', 'seen <b>today</b>', 'Ada Marsh', 'asked'],
    );
    assert.deepEqual([mustNot?.attested?.answer, mustNot?.attested?.by], ['no', 'Ada Marsh']);
    assert.ok(report.includes('Ada Marsh') && report.includes('seen &lt;b>today') && !report.includes('<b>today'));
    assert.equal(await replayed(bundle), EXIT.ok);
  });

  const replayed = async (bundle: string): Promise<number> =>
    (await import('./program.ts')).assay(['replay', bundle], testContext({ cwd: folder }));

  it('attaches files to cases and answers: stored by digest, listed, shown, verified', async () => {
    await writeFile(join(folder, 'screen.png'), PNG);
    await writeFile(join(folder, 'log.txt'), 'search refused\n');
    await writeFile(join(folder, 'program'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]));
    const typing: Typing = [
      [ANSWER, 'y'],
      [NOTE, ''],
      [FILE, 'program'],
      [FILE, 'screen.png'],
      [FILE, ''],
      [ANSWER, 'n'],
      [NOTE, ''],
      [FILE, ''],
    ];
    const argv = ['--filter', 'CD-02', '--attester', 'Ada Marsh', '--attach', 'CD-02=log.txt'];
    assert.equal(await assay(argv, typing), EXIT.ok, said);
    assert.match(said, /program is no PNG/);
    const { result, bundle, report } = await last();
    const attached = result.cases[0]?.attachments ?? [];
    assert.deepEqual(
      attached.map(({ step, name, mediaType, sizeBytes }) => [step, name, mediaType, sizeBytes]),
      [
        [undefined, 'log.txt', 'text/plain', 15],
        ['must', 'screen.png', 'image/png', PNG.length],
      ],
    );
    const { files: payload } = opened(await readFile(bundle));
    for (const { file, sha256: digest } of attached) {
      assert.equal(sha256(payload.get(`data/${file}`) ?? new Uint8Array()), digest);
      assert.ok(report.includes(file) && report.includes(digest.slice(0, 8)));
    }
    assert.ok(report.includes(`src="data:image/png;base64,${PNG.toString('base64')}"`));
    assert.equal(await replayed(bundle), EXIT.ok);
  });

  for (const [what, argv, code] of [
    ['to no case', ['--attach', 'CD-99=log.txt'], 'UNKNOWN_CASE'],
    ['that is not there', ['--attach', 'CD-02=nowhere.png'], 'FILE_NOT_FOUND'],
    ['that nobody can look at', ['--attach', 'CD-02=program'], 'ATTACHMENT_TYPE'],
    ['that is too large', ['--attach', 'CD-02=large.txt'], 'ATTACHMENT_TOO_LARGE'],
  ] as const) {
    it(`attaches nothing ${what}`, async () => {
      await writeFile(join(folder, 'log.txt'), 'x');
      await writeFile(join(folder, 'program'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]));
      await writeFile(join(folder, 'large.txt'), 'x'.repeat(5 * 1024 * 1024 + 1));
      assert.equal(await assay(['--filter', 'CD-02', ...argv]), EXIT.usage);
      assert.match(said, new RegExp(code));
    });
  }

  it('fails by an answer that shows a fault', async () => {
    assert.equal(
      await assay(
        ['--filter', 'CD-02', '--attester', 'Ada Marsh'],
        [
          [ANSWER, 'n'],
          [NOTE, ''],
          [FILE, ''],
        ],
      ),
      EXIT.systemUnderTestFailed,
    );
    assert.equal((await last()).result.cases[0]?.verdict, 'fail');
  });

  for (const [where, argv, typing] of [
    ['without a terminal', [], undefined],
    ['with --json', ['--json'], []],
    ['when nobody can say', [], [[ANSWER, '-']]],
  ] as const) {
    it(`skips what asks a person ${where}, and never passes it`, async () => {
      assert.equal(await assay(['--filter', 'CD-02', ...argv], typing), EXIT.systemUnderTestFailed);
      const [one] = (await last()).result.cases;
      assert.deepEqual([one?.verdict, one?.skipReason], ['skip', 'unattested']);
      assert.equal(await replayed((await last()).bundle), EXIT.ok);
    });
  }

  it('leaves out what asks a person when it is told that nobody answers', async () => {
    assert.equal(await assay(['--filter', 'CD-02', '--unattended']), EXIT.usage);
    assert.match(said, /NOTHING_SELECTED/);
  });

  it('keeps each answer at once, so that an interrupted run goes on where it was', async () => {
    const interrupt = new AbortController();
    const stop = async (): Promise<string> => {
      interrupt.abort();
      return '';
    };
    const typing: Typing = [
      [ANSWER, 'y'],
      [NOTE, ''],
      [FILE, ''],
      [ANSWER, stop],
    ];
    assert.equal(await assay(['--filter', 'CD-02', '--attester', 'Ada Marsh'], typing, interrupt.signal), EXIT.harness);
    const [one] = (await last()).result.cases;
    assert.deepEqual([one?.skipReason, one?.steps[0]?.attested?.answer], ['interrupted', 'yes']);
    const [kept = ''] = await files('.answers.yaml');
    assert.equal(
      await assay(
        ['--filter', 'CD-02', '--attester', 'Grace Field', '--answers', kept],
        [
          [ANSWER, 'n'],
          [NOTE, ''],
          [FILE, ''],
        ],
      ),
      EXIT.ok,
      said,
    );
    const [must, mustNot] = (await last()).result.cases[0]?.steps ?? [];
    assert.deepEqual(
      [must?.attested?.way, must?.attested?.by, mustNot?.attested?.way, mustNot?.attested?.by],
      ['beforehand', 'Ada Marsh', 'asked', 'Grace Field'],
    );
    assert.equal(must?.attested?.at, one?.steps[0]?.attested?.at);
    const [, both = ''] = await files('.answers.yaml');
    assert.equal(await assay(['--filter', 'CD-02', '--answers', both]), EXIT.ok, said);
  });

  it('takes no answers about another version', async () => {
    assert.equal(
      await assay(
        ['--filter', 'CD-02', '--attester', 'Ada Marsh'],
        [
          [ANSWER, 'n'],
          [NOTE, ''],
          [FILE, ''],
        ],
      ),
      EXIT.systemUnderTestFailed,
    );
    const [kept = ''] = await files('.answers.yaml');
    assert.equal(await assay(['--filter', 'CD-02', '--sut-version', '8', '--answers', kept]), EXIT.usage);
    assert.match(said, /answers\.yaml:2:\d+: .*WRONG_VALUE/);
  });

  it('says what to do with the client, and waits until it is done', async () => {
    const book = async (text: string): Promise<string> => {
      const [, url = ''] = /provider at\s+(\S+)/.exec(text) ?? [];
      await (await import('./program.ts')).assay(['client', 'book', '--target', url], testContext({ cwd: folder }));
      return '';
    };
    assert.equal(await assay(['--filter', 'CB-01'], [[/has done it: $/, book]]), EXIT.ok, said);
    const { result, bundle } = await last();
    assert.equal(result.cases[0]?.driven?.way, 'person');
    for (const part of ['book', '1000000001', 'GET /Slot', 'POST /Appointment']) assert.ok(said.includes(part), part);
    assert.equal(await replayed(bundle), EXIT.ok);
  });

  it('fails by what did not come when the person says that it is done', async () => {
    assert.equal(await assay(['--filter', 'CS-01'], [[/has done it: $/, '']]), EXIT.systemUnderTestFailed);
    assert.equal((await last()).result.cases[0]?.steps[0]?.verdict, 'fail');
  });
});
