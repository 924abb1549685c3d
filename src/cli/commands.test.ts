import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { createValidator } from '../fhir/validator.ts';
import { type Handler, listen } from '../http/listen.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { JournalEvent } from '../model/event.ts';
import { EXIT } from '../model/exit-code.ts';
import { HarnessError } from '../model/harness-error.ts';
import { lint } from './commands/lint.ts';
import { list } from './commands/list.ts';
import { replay } from './commands/replay.ts';
import { type RunOptions, run } from './commands/run.ts';
import { verify } from './commands/verify.ts';
import type { Context } from './context.ts';
import { openSuites } from './open-suites.ts';
import { requireProvider, serveProvider } from './reference-provider.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');

describe('the command line', function () {
  this.timeout(60_000);
  let folder: string;
  let out: string;
  let err: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-cli-'));
    out = '';
    err = '';
  });
  afterEach(() => rm(folder, { recursive: true }));

  const context = (signal: AbortSignal = new AbortController().signal): Context =>
    testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'config') },
      signal,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });

  const runWith = (options: Partial<RunOptions>, where = context()): Promise<number> =>
    run(
      SUITES,
      {
        filter: [],
        tag: [],
        set: [],
        defect: [],
        package: [],
        workers: 2,
        deadline: 2_000,
        evidence: 'evidence',
        ...options,
      },
      where,
    );

  async function evidence(): Promise<{ readonly bundle?: string; readonly events: readonly JournalEvent[] }> {
    const names = await readdir(join(folder, 'evidence'));
    const run = names.find((name) => !name.endsWith('.zip')) ?? '';
    const bundle = names.find((name) => name.endsWith('.zip'));
    const { lines } = readJournal(await readFile(join(folder, 'evidence', run, 'journal.jsonl')));
    const events = lines.map(({ event }) => event);
    return bundle === undefined ? { events } : { bundle: join(folder, 'evidence', bundle), events };
  }

  const finished = (events: readonly JournalEvent[]): Readonly<Record<string, string>> =>
    Object.fromEntries(
      events.flatMap((event) =>
        event.type === 'case-finished' ? [[event.case, event.skipReason ?? event.verdict]] : [],
      ),
    );

  const findings = (events: readonly JournalEvent[]): readonly string[] =>
    events.flatMap((event) =>
      event.type === 'step-judged'
        ? event.assertions.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))
        : [],
    );

  describe('run, verify and replay', () => {
    it('seal evidence that is accepted with trust, unknown without, and rejected after a change', async () => {
      assert.equal(await runWith({ filter: ['BK-14'], nonce: 'letter-17' }), EXIT.ok);
      const { bundle = '', events } = await evidence();
      assert.deepEqual(finished(events), { 'BK-01': 'pass', 'BK-14': 'pass' });

      assert.equal(await verify(bundle, { trust: [] }, context()), EXIT.evidenceNotTrusted);
      assert.match(out, /SIGNER_UNKNOWN/);
      const certificate = join(folder, 'config/assay/signer.crt');
      assert.equal(
        await verify(bundle, { trust: [certificate], replay: true, nonce: 'letter-17' }, context()),
        EXIT.ok,
      );
      assert.match(out, /nonce {4}letter-17\nsuites {3}as published with /);
      const older = await verify(bundle, { trust: [certificate], nonce: 'letter-18' }, context());
      assert.equal(older, EXIT.evidenceNotTrusted);
      const [fingerprint = ''] = /[0-9a-f]{64}/.exec(out) ?? [];
      assert.equal(await verify(bundle, { trust: [fingerprint] }, context()), EXIT.ok);
      assert.equal(await replay(bundle, {}, context()), EXIT.ok);

      const bytes = await readFile(bundle);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await writeFile(bundle, bytes);
      assert.equal(await verify(bundle, { trust: [certificate] }, context()), EXIT.evidenceInvalid);
      assert.equal(await replay(bundle, {}, context()), EXIT.evidenceInvalid);
    });

    it('say what failed, skip what rested on it, and exit with 1', async () => {
      assert.equal(await runWith({ filter: ['BK-14'], defect: ['no-location'] }), EXIT.systemUnderTestFailed);
      assert.deepEqual(finished((await evidence()).events), { 'BK-01': 'fail', 'BK-14': 'twin' });
      assert.match(err, /Header Location is absent/);
    });

    it('give the outcome on standard output and the progress on the error stream; failures come last, skips for a twin in one line', async () => {
      await runWith({ filter: ['BK-14', 'BK-11'], defect: ['no-location'] });
      assert.doesNotMatch(err, /passed, |skip/);
      const [skips, place, why, head] = out.trim().split('\n').reverse();
      assert.match(head ?? '', /fail BK-01 Books a free slot$/);
      assert.match(why ?? '', /^ +book: Header Location is absent, expected matching /);
      assert.match(place ?? '', /^ +suites\/uec-booking\/provider\/book\.suite\.yaml:\d+$/);
      assert.match(skips ?? '', /skip 2 negatives skipped: their twin BK-01 did not pass$/);
    });

    it('give only JSON on standard output when asked for it', async () => {
      await runWith({ filter: ['CP-02'], json: true });
      assert.equal(JSON.parse(out).verdict, 'pass');
    });

    it('call a dropped connection an error, and exit with 3', async () => {
      assert.equal(await runWith({ filter: ['BK-01'], defect: ['drops-connection'] }), EXIT.harness);
      assert.deepEqual(finished((await evidence()).events), { 'BK-01': 'error' });
    });

    it('tell on the face of it that the system under test is not identified', async () => {
      await runWith({ filter: ['CP-02'] });
      assert.match(out, /not for submission: system under test not identified/);
    });

    it('stop in order when interrupted: what was not run is skipped, and nothing verifies as complete', async () => {
      const interrupted = new AbortController();
      const where = context(interrupted.signal);
      const { err: write } = where.terminal;
      const terminal = {
        ...where.terminal,
        err: (text: string) => {
          write(text);
          if (/ \d+ ms$/m.test(text)) interrupted.abort();
        },
      };
      assert.equal(await runWith({ tag: ['smoke'], workers: 1 }, { ...where, terminal }), EXIT.harness);
      const { bundle, events } = await evidence();
      assert.ok(Object.values(finished(events)).includes('interrupted'));
      assert.ok(!events.some(({ type }) => type === 'run-finished'));
      if (bundle !== undefined) {
        assert.notEqual(await verify(bundle, { trust: [join(folder, 'config/assay/signer.crt')] }, context()), EXIT.ok);
      }
    });
  });

  describe('clean-up', () => {
    const cleaned = (events: readonly JournalEvent[]): readonly string[] =>
      events.flatMap((event) => (event.type === 'cleaned-up' ? [`${event.case} ${event.state}`] : []));

    async function withProvider(use: (target: string) => Promise<void>): Promise<void> {
      const { loaded, files } = await openSuites(SUITES, folder);
      assert.ok(loaded);
      const validator = createValidator(loaded.api.fhirVersion, loaded.definitions);
      const provider = requireProvider(files, 'suites/uec-booking');
      const listener = await serveProvider(provider, { port: 0, defects: [], validator, now: () => new Date() });
      try {
        await use(listener.url);
      } finally {
        await listener.close();
      }
    }

    it('cancels what was booked, says so, and is replayed to the same bytes', () =>
      withProvider(async (target) => {
        assert.equal(await runWith({ target, filter: ['BK-14', 'CN-01'] }), EXIT.ok, err);
        const { bundle = '', events } = await evidence();
        assert.deepEqual([...cleaned(events)].sort(), ['BK-01 undone', 'CN-01 gone']);
        assert.match(out, /clean-up .*2 things: 1 undone, 1 gone already/);
        const certificate = join(folder, 'config/assay/signer.crt');
        assert.equal(await verify(bundle, { trust: [certificate], replay: true }, context()), EXIT.ok, out);
        const report = await readFile(bundle.replace('.evidence.zip', '/report.html'), 'utf8');
        assert.match(report, /Cleaned up: the cases made 2 things/);
      }));

    it('leaves it when told to', () =>
      withProvider(async (target) => {
        assert.equal(await runWith({ target, filter: ['BK-01'], keep: true, json: true }), EXIT.ok, err);
        assert.deepEqual(cleaned((await evidence()).events), ['BK-01 kept']);
        assert.equal(JSON.parse(out).cleanedUp[0].state, 'kept');
      }));

    it('is for no provider that ends with the run', async () => {
      assert.equal(await runWith({ filter: ['BK-01'] }), EXIT.ok);
      assert.deepEqual(cleaned((await evidence()).events), []);
    });
  });

  describe('bad input', () => {
    it('unreachable target: one clear line, cases skipped for the preflight, exit 3, evidence kept', async () => {
      const closed = await listen(() => assert.fail(), { port: 0 });
      await closed.close();
      assert.equal(await runWith({ target: closed.url, filter: ['BK-14'] }), EXIT.harness);
      const { bundle = '', events } = await evidence();
      assert.deepEqual(finished(events), { 'BK-01': 'preflight', 'BK-14': 'preflight' });
      assert.equal(err.match(/UNREACHABLE/g)?.length, 1);
      const certificate = join(folder, 'config/assay/signer.crt');
      assert.equal(await verify(bundle, { trust: [certificate], replay: true }, context()), EXIT.ok);
    });

    it('nothing selected, unknown values, half a key: exit 2 before anything is sent', async () => {
      assert.equal(await runWith({ filter: ['no such case'] }), EXIT.usage);
      assert.equal(await runWith({ set: ['servise=1'] }), EXIT.usage);
      assert.equal(await runWith({ set: ['service'] }), EXIT.usage);
      assert.equal(await runWith({ key: 'only.key' }), EXIT.usage);
      for (const code of ['NOTHING_SELECTED', 'UNKNOWN_VALUE', 'USAGE']) assert.match(err, new RegExp(code));
      await assert.rejects(readdir(join(folder, 'evidence')));
    });

    it('a key that others can read, and one that is not there: exit 2 before anything is sent', async () => {
      await runWith({ filter: ['CP-02'] });
      await rm(join(folder, 'evidence'), { recursive: true });
      const [key, cert] = ['signer.key', 'signer.crt'].map((name) => join(folder, 'config/assay', name));
      assert.ok(key && cert);
      assert.equal(await runWith({ key: join(folder, 'missing.key'), cert }), EXIT.usage);
      await chmod(key, 0o644);
      assert.equal(await runWith({ key, cert }), EXIT.usage);
      assert.match(err, /KEY_UNREADABLE[\s\S]*KEY_PERMISSIONS/);
      await assert.rejects(readdir(join(folder, 'evidence')));
    });

    it('an evidence folder that cannot be written: its own code', async () => {
      await writeFile(join(folder, 'evidence'), 'a file, not a folder');
      await assert.rejects(
        runWith({ filter: ['CP-02'] }),
        (cause) => cause instanceof HarnessError && cause.diagnostic.code === 'EVIDENCE_NOT_WRITABLE',
      );
    });

    it('a configuration with a misspelt key: exit 2 and the place', async () => {
      await writeFile(join(folder, 'assay.config.yaml'), 'target: http://127.0.0.1:9\nsistem: {}\n');
      assert.equal(await runWith({}), EXIT.usage);
      assert.match(err, /assay\.config\.yaml:2:1: error UNKNOWN_KEY/);
    });

    it('a suite with a typo: lint and run name its place, exit 2', async () => {
      await mkdir(join(folder, 'suites/small'), { recursive: true });
      await writeFile(join(folder, 'suites/small/api.yaml'), 'api: small\ntitel: Small\n');
      const where = context();
      assert.equal(await lint(['suites/small'], { package: [] }, where), EXIT.usage);
      assert.match(err, /suites\/small\/api\.yaml:2:1: error UNKNOWN_KEY/);
      assert.equal(await lint(['nowhere'], { package: [] }, where), EXIT.usage);
    });

    const capability = {
      resourceType: 'CapabilityStatement',
      status: 'active',
      date: '2026-01-01',
      kind: 'capability',
      software: { name: 'Hostile' },
      fhirVersion: '3.0.1',
      acceptUnknown: 'both',
      format: ['application/fhir+json'],
      rest: [{ mode: 'server' }],
    };
    const json = (body: Buffer | string, type = 'application/fhir+json', status = 200): ReturnType<Handler> => ({
      response: { status, reason: 'OK', headers: [['Content-Type', type]], body: Buffer.from(body) },
    });
    const hostile: Readonly<
      Record<string, readonly [answer: () => ReturnType<Handler>, verdict: string, code?: string]>
    > = {
      'HTML in place of FHIR': [() => json('<html></html>', 'text/html'), 'fail', 'NOT_A_RESOURCE'],
      'invalid JSON': [() => json('{"resourceType": "Bundle",'), 'fail', 'JSON_SYNTAX'],
      'an empty body': [() => json(''), 'fail', 'EMPTY_BODY'],
      'duplicate keys': [() => json('{"resourceType":"Bundle","type":"a","type":"b"}'), 'fail', 'JSON_DUPLICATE_KEY'],
      'invalid UTF-8': [() => json(Buffer.from([0x7b, 0xff, 0x7d])), 'fail', 'INVALID_UTF8'],
      'deep nesting': [() => json(`{"resourceType":"Bundle","entry":${'['.repeat(5_000)}`), 'fail', 'JSON_TOO_DEEP'],
      'a redirect': [
        () => ({
          response: {
            status: 302,
            reason: 'Found',
            headers: [['Location', 'http://127.0.0.1:9/']],
            body: Buffer.alloc(0),
          },
        }),
        'fail',
      ],
      'a body over 10 MiB': [() => json(Buffer.alloc(11 * 1024 * 1024, 0x20)), 'error'],
      'a reset connection': [
        () =>
          ({
            ...(json('{}') as object),
            fault: { ending: { at: 'before-headers', by: 'close' } },
          }) as ReturnType<Handler>,
        'error',
      ],
      'no answer before the deadline': [
        () => ({ ...(json('{}') as object), fault: { delayMs: 20_000 } }) as ReturnType<Handler>,
        'error',
      ],
    };
    for (const [name, [answer, verdict, code]] of Object.entries(hostile)) {
      it(`a provider that answers with ${name}: ${verdict}${code === undefined ? '' : ` ${code}`}, and the run goes on`, async () => {
        const provider = await listen(
          ({ url }) => (url.includes('/metadata') ? json(JSON.stringify(capability)) : answer()),
          { port: 0 },
        );
        try {
          const exit = await runWith({ target: provider.url, filter: ['SS-02', 'CP-02'], deadline: 500 });
          const { events } = await evidence();
          assert.deepEqual(finished(events), { 'CP-02': 'pass', 'SS-02': verdict });
          assert.equal(exit, verdict === 'error' ? EXIT.harness : EXIT.systemUnderTestFailed);
          if (code !== undefined)
            assert.ok(findings(events).includes(code), `${code} is not among ${findings(events)}`);
        } finally {
          await provider.close();
        }
      });
    }

    const nothingWritten = async (): Promise<void> => {
      await assert.rejects(readdir(join(folder, 'evidence')));
    };

    it('a configured value that would end a header field: exit 2, its place, and nothing is sent', async () => {
      assert.equal(await runWith({ filter: ['CP-02'], set: ['asid.from=1\r\nX-Own: 2'] }), EXIT.usage);
      assert.match(err, /HEADER_INJECTION/);
      await nothingWritten();
    });

    it('the same in the configuration: its line and column', async () => {
      await writeFile(join(folder, 'assay.config.yaml'), 'values:\n  asid: { from: "1\\r\\nX-Own: 2" }\n');
      assert.equal(await runWith({ filter: ['CP-02'] }), EXIT.usage);
      assert.match(err, /^assay\.config\.yaml:2:17: error HEADER_INJECTION/);
    });

    it('a configured value that the interface does not know: its line and column', async () => {
      await writeFile(join(folder, 'assay.config.yaml'), 'values:\n  servise: "1"\n');
      assert.equal(await runWith({ filter: ['CP-02'] }), EXIT.usage);
      assert.match(err, /^assay\.config\.yaml:2:12: error UNKNOWN_VALUE[\s\S]*"service"/);
    });

    const targets: Readonly<Record<string, string>> = {
      'a password': 'http://someone:hunter2@127.0.0.1:9/fhir',
      'a user name': 'http://hunter2@127.0.0.1:9/fhir',
      'an empty user name': 'http://@127.0.0.1:9/hunter2',
      'a query': 'http://127.0.0.1:9/fhir?key=hunter2',
      'a fragment': 'http://127.0.0.1:9/fhir#hunter2',
      'another scheme': 'ftp://someone:hunter2@127.0.0.1/',
      'an impossible port': 'http://127.0.0.1:99999/hunter2',
      'no scheme': 'hunter2',
    };
    for (const [what, target] of Object.entries(targets)) {
      it(`a target with ${what}: exit 2, never repeated, nothing written`, async () => {
        assert.equal(await runWith({ target }), EXIT.usage);
        assert.match(err, /^error USAGE: /);
        await writeFile(join(folder, 'assay.config.yaml'), `target: "${target}"\n`);
        assert.equal(await runWith({}), EXIT.usage);
        assert.match(err, /assay\.config\.yaml:1:9: error USAGE/);
        assert.doesNotMatch(err + out, /hunter2/);
        await nothingWritten();
      });
    }

    it('a secret in the values themselves: exit 2, never repeated', async () => {
      for (const set of ['consumer.device=Bearer hunter2hunter2hunter2hunter2hunter2', 'client.clientSecret=hunter2']) {
        assert.equal(await runWith({ set: [set] }), EXIT.usage);
      }
      await writeFile(join(folder, 'assay.config.yaml'), 'values:\n  consumer: { password: hunter2 }\n');
      assert.equal(await runWith({}), EXIT.usage);
      assert.match(err, /assay\.config\.yaml:2:25: error INLINE_SECRET/);
      assert.doesNotMatch(err + out, /hunter2/);
      await nothingWritten();
    });

    it('a reference to a secret that is not there: exit 2 and its place', async () => {
      await writeFile(join(folder, 'empty'), '\n');
      for (const reference of ['env:ASSAY_NOT_SET', 'file:nowhere', 'file:empty', 'file:.']) {
        await writeFile(join(folder, 'assay.config.yaml'), `values:\n  service: ${reference}\n`);
        err = '';
        assert.equal(await runWith({}), EXIT.usage);
        assert.match(err, /assay\.config\.yaml:2:12: error SECRET_NOT_READ/);
      }
      await nothingWritten();
    });
  });

  it('secrets are sent, and only their references are written', async () => {
    await writeFile(join(folder, 'secret'), 's3cret-asid\n');
    await writeFile(join(folder, 'assay.config.yaml'), 'values: { asid: { from: file:secret, to: env:ASSAY_TO } }\n');
    const seen: string[] = [];
    const provider = await listen(
      (request) => {
        seen.push(...request.headers.filter(([name]) => /^ssp-(from|to)$/i.test(name)).map(([, value]) => value));
        const body = JSON.stringify({
          resourceType: 'OperationOutcome',
          issue: [{ diagnostics: `Who is ${seen[0]}?` }],
        });
        return {
          response: {
            status: 403,
            reason: 'Forbidden',
            headers: [['Content-Type', 'application/fhir+json']],
            body: Buffer.from(body),
          },
        };
      },
      { port: 0 },
    );
    try {
      const where = context();
      await runWith({ target: provider.url }, { ...where, env: { ...where.env, ASSAY_TO: 'hunter2-to' } });
    } finally {
      await provider.close();
    }
    assert.ok(seen.includes('s3cret-asid') && seen.includes('hunter2-to'));
    const { bundle } = await evidence();
    assert.ok(bundle);
    const names = await readdir(join(folder, 'evidence'), { recursive: true, withFileTypes: true });
    const run = names.find((name) => name.isDirectory() && name.parentPath === join(folder, 'evidence'));
    const { mode } = await stat(join(folder, 'evidence', run?.name ?? ''));
    assert.equal(mode & 0o777, 0o700, 'for whoever ran it alone');
    const texts = await Promise.all(
      names.filter((name) => name.isFile()).map((name) => readFile(join(name.parentPath, name.name), 'latin1')),
    );
    assert.ok(
      texts.some((text) => text.includes('file:secret')) && texts.some((text) => text.includes('Ssp-To: env:ASSAY_TO')),
    );
    for (const text of [...texts, err, out]) assert.doesNotMatch(text, /s3cret-asid|hunter2-to/);
    assert.equal(await replay(bundle, {}, context()), EXIT.ok);
  });

  it('list names every case, and as JSON one a line', async () => {
    assert.equal(await list([SUITES], {}, context()), EXIT.ok);
    assert.match(out, /BK-01/);
    out = '';
    await list([SUITES], { json: true }, context());
    assert.ok(
      out
        .trim()
        .split('\n')
        .every((line) => typeof JSON.parse(line).id === 'string'),
    );
  });
});
