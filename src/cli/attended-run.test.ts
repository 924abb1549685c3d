import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { sha256 } from '../model/digest.ts';
import { EXIT } from '../model/exit-code.ts';

const SYSTEM = ['--sut-name', 'Pathways', '--sut-version', '7'] as const;

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Typed when nobody types any more. */
const END = '\u0004';

/** What is typed whenever this is asked. */
type Typing = readonly (readonly [prompt: RegExp, line: string | ((said: string) => Promise<string>)])[];

describe('assay run with a person at the terminal', function () {
  this.timeout(60_000);
  const desk = Desk.perTest();

  async function assay(argv: readonly string[], typing?: Typing, signal?: AbortSignal): Promise<number> {
    const stdin = new PassThrough();
    const waiting = [...(typing ?? [])];
    const err = (text: string): void => {
      const [next] = waiting;
      if (next === undefined || !next[0].test(text)) return;
      waiting.shift();
      const [, line] = next;
      setTimeout(async () => {
        if (line === END) stdin.end();
        else stdin.write(`${typeof line === 'string' ? line : await line(desk.err)}\n`);
      }, 10);
    };
    const setting = { stdin: () => stdin, attended: typing !== undefined, columns: 80, err, ...(signal && { signal }) };
    return desk.assayIn(setting, 'run', SUITES, '--role', 'client', ...SYSTEM, ...argv);
  }

  /** The answers that were kept, of the last run. */
  const answers = async (): Promise<string> => `${await desk.runFolder()}.answers.yaml`;

  const ANSWER = /cannot say: $/;
  const NOTE = /none: $/;
  const NAME = /Your name/;
  const FILE = /no more: $/;
  const DONE = /has done it, .*: $/;
  const NO_MORE = /does no more, .*: $/;

  const NO: Typing = [
    [ANSWER, 'n'],
    [NOTE, ''],
    [FILE, ''],
  ];

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
    assert.equal(await assay(['--filter', 'CD-02'], typing), EXIT.ok, desk.err);
    const result = await desk.result();
    const report = (await desk.sealed('report.html')).toString();
    const [must, mustNot] = result.cases[0]?.steps ?? [];
    assert.deepEqual(
      [must?.attested?.answer, must?.attested?.note, must?.attested?.by, must?.attested?.way],
      ['yes', 'seen <b>today</b>', 'Ada Marsh', 'asked'],
    );
    assert.deepEqual([mustNot?.attested?.answer, mustNot?.attested?.by], ['no', 'Ada Marsh']);
    assert.ok(report.includes('Ada Marsh') && report.includes('seen &lt;b>today') && !report.includes('<b>today'));
    assert.equal(await replayed(), EXIT.ok);
  });

  const replayed = async (): Promise<number> => desk.assay('replay', await desk.bundle());

  it('attaches files to cases and answers: stored by digest, listed, shown, verified', async () => {
    await desk.write('screen.png', PNG);
    await desk.write('log.txt', 'search refused\n');
    await desk.write('program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]));
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
    assert.equal(await assay(argv, typing), EXIT.ok, desk.err);
    assert.match(desk.err, /program is no PNG/);
    const result = await desk.result();
    const report = (await desk.sealed('report.html')).toString();
    const attached = result.cases[0]?.attachments ?? [];
    assert.deepEqual(
      attached.map(({ step, name, mediaType, sizeBytes }) => [step, name, mediaType, sizeBytes]),
      [
        [undefined, 'log.txt', 'text/plain', 15],
        ['must', 'screen.png', 'image/png', PNG.length],
      ],
    );
    for (const { file, sha256: digest } of attached) {
      assert.equal(sha256(await desk.sealed(file)), digest);
      assert.ok(report.includes(file) && report.includes(digest.slice(0, 8)));
    }
    assert.ok(report.includes(`src="data:image/png;base64,${PNG.toString('base64')}"`));
    assert.equal(await replayed(), EXIT.ok);
  });

  for (const [what, argv, code] of [
    ['to no case', ['--attach', 'CD-99=log.txt'], 'UNKNOWN_CASE'],
    ['that is not there', ['--attach', 'CD-02=nowhere.png'], 'FILE_NOT_FOUND'],
    ['that nobody can look at', ['--attach', 'CD-02=program'], 'ATTACHMENT_TYPE'],
    ['that is too large', ['--attach', 'CD-02=large.txt'], 'ATTACHMENT_TOO_LARGE'],
  ] as const) {
    it(`attaches nothing ${what}`, async () => {
      await desk.write('log.txt', 'x');
      await desk.write('program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]));
      await desk.write('large.txt', 'x'.repeat(5 * 1024 * 1024 + 1));
      assert.equal(await assay(['--filter', 'CD-02', ...argv]), EXIT.usage);
      assert.match(desk.err, new RegExp(code));
    });
  }

  it('fails by an answer that shows a fault', async () => {
    assert.equal(await assay(['--filter', 'CD-02', '--attester', 'Ada Marsh'], NO), EXIT.systemUnderTestFailed);
    assert.equal((await desk.result()).cases[0]?.verdict, 'fail');
  });

  for (const [where, argv, typing] of [
    ['without a terminal', [], undefined],
    ['with --json', ['--json'], []],
    ['when nobody can say', [], [[ANSWER, '-']]],
  ] as const) {
    it(`skips what asks a person ${where}, and never passes it`, async () => {
      assert.equal(await assay(['--filter', 'CD-02', ...argv], typing), EXIT.systemUnderTestFailed);
      const [one] = (await desk.result()).cases;
      assert.deepEqual([one?.verdict, one?.skipReason], ['skip', 'unattested']);
      assert.equal(await replayed(), EXIT.ok);
    });
  }

  it('leaves out what asks a person when it is told that nobody answers', async () => {
    assert.equal(await assay(['--filter', 'CD-02', '--unattended']), EXIT.usage);
    assert.match(desk.err, /NOTHING_SELECTED/);
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
    const [one] = (await desk.result()).cases;
    assert.deepEqual([one?.skipReason, one?.steps[0]?.attested?.answer], ['interrupted', 'yes']);
    const kept = await answers();
    assert.equal(
      await assay(['--filter', 'CD-02', '--attester', 'Grace Field', '--answers', kept], NO),
      EXIT.ok,
      desk.err,
    );
    const [must, mustNot] = (await desk.result()).cases[0]?.steps ?? [];
    assert.deepEqual(
      [must?.attested?.way, must?.attested?.by, mustNot?.attested?.way, mustNot?.attested?.by],
      ['beforehand', 'Ada Marsh', 'asked', 'Grace Field'],
    );
    assert.equal(must?.attested?.at, one?.steps[0]?.attested?.at);
    const both = await answers();
    assert.equal(await assay(['--filter', 'CD-02', '--answers', both]), EXIT.ok, desk.err);
  });

  it('takes no answers about another version', async () => {
    assert.equal(await assay(['--filter', 'CD-02', '--attester', 'Ada Marsh'], NO), EXIT.systemUnderTestFailed);
    const kept = await answers();
    assert.equal(await assay(['--filter', 'CD-02', '--sut-version', '8', '--answers', kept]), EXIT.usage);
    assert.match(desk.err, /answers\.yaml:2:\d+: .*WRONG_VALUE/);
  });

  it('says what to do with the client, and waits until it is done', async () => {
    const book = async (text: string): Promise<string> => {
      const [, url = ''] = /provider at\s+(\S+)/.exec(text) ?? [];
      const elsewhere = testContext({ cwd: desk.folder });
      await (await import('./program.ts')).assay(['client', 'book', '--target', url], elsewhere);
      return '';
    };
    assert.equal(await assay(['--filter', 'CB-01'], [[DONE, book]]), EXIT.ok, desk.err);
    const result = await desk.result();
    assert.equal(result.cases[0]?.driven?.way, 'person');
    for (const part of ['book', '1000000001', 'GET /Slot', 'POST /Appointment'])
      assert.ok(desk.err.includes(part), part);
    assert.equal(await replayed(), EXIT.ok);
  });

  it('fails by what did not come when the person says that it is done', async () => {
    const typing: Typing = [
      [DONE, ''],
      [NO_MORE, ''],
    ];
    assert.equal(await assay(['--filter', 'CS-01'], typing), EXIT.systemUnderTestFailed);
    assert.equal((await desk.result()).cases[0]?.steps[0]?.verdict, 'fail');
  });

  it('charges nothing to a client that a person leaves out, at once or after Enter came too early', async () => {
    for (const typing of [
      [[DONE, '-']],
      [
        [DONE, ''],
        [NO_MORE, '-'],
      ],
    ] as const satisfies readonly Typing[]) {
      assert.equal(await assay(['--filter', 'CS-01'], typing), EXIT.systemUnderTestFailed);
      const [one] = (await desk.result()).cases;
      assert.deepEqual([one?.verdict, one?.skipReason, one?.driven?.unasked], ['skip', 'unattested', 'left']);
      assert.equal(await replayed(), EXIT.ok);
    }
  });

  it('charges nothing to a client when nobody types any more', async () => {
    assert.equal(await assay(['--filter', 'CS-01'], [[DONE, END]]), EXIT.systemUnderTestFailed);
    assert.deepEqual(
      (await desk.result()).cases.map(({ verdict, skipReason }) => [verdict, skipReason]),
      [['skip', 'unattested']],
    );
  });

  it('passes over what is typed before it is asked for', async () => {
    const typing: Typing = [
      [ANSWER, 'y\nnote ahead\nname ahead'],
      [NOTE, 'seen\nname ahead again'],
      [NAME, 'Ada Marsh'],
      [FILE, ''],
      [ANSWER, 'n'],
      [NOTE, ''],
      [FILE, ''],
    ];
    assert.equal(await assay(['--filter', 'CD-02'], typing), EXIT.ok, desk.err);
    const attested = (await desk.result()).cases[0]?.steps[0]?.attested;
    assert.deepEqual([attested?.note, attested?.by], ['seen', 'Ada Marsh']);
  });

  it('tells who drives a client over TLS by hand which authority it must trust', async () => {
    await assay(['--filter', 'CS-01', '--tls', 'pki'], [[DONE, '-']]);
    for (const file of ['root.pem', 'own.pem', 'own.key']) assert.ok(desk.err.includes(desk.path('pki', file)), file);
  });
});
