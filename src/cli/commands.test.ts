import assert from 'node:assert/strict';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { type Handler, listen } from '../http/listen.ts';
import type { JournalEvent } from '../model/event.ts';
import { EXIT } from '../model/exit-code.ts';

describe('the command line', function () {
  this.timeout(60_000);
  const desk = Desk.perTest();

  const run = (...argv: readonly string[]): Promise<number> => desk.assay('run', SUITES, '--deadline=2s', ...argv);
  const verify = async (...argv: readonly string[]): Promise<number> =>
    desk.assay('verify', await desk.bundle(), ...argv);
  const replay = async (): Promise<number> => desk.assay('replay', await desk.bundle());

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
      assert.equal(await run('--filter=BK-14', '--nonce=letter-17'), EXIT.ok);
      const events = await desk.events();
      assert.deepEqual(finished(events), { 'BK-01': 'pass', 'BK-14': 'pass' });

      assert.equal(await verify(), EXIT.evidenceNotTrusted);
      assert.match(desk.out, /SIGNER_UNKNOWN/);
      assert.equal(await verify('--trust', desk.signer, '--replay', '--nonce=letter-17'), EXIT.ok);
      assert.match(desk.out, /nonce {4}letter-17\nsuites {3}as published with /);
      const older = await verify('--trust', desk.signer, '--nonce=letter-18');
      assert.equal(older, EXIT.evidenceNotTrusted);
      const [, fingerprint = ''] = /signer[^\n]*\n +SHA-256 ([0-9a-f]{64})/.exec(desk.out) ?? [];
      assert.equal(await verify('--trust', fingerprint), EXIT.ok);
      assert.equal(await replay(), EXIT.ok);

      const bundle = await desk.bundle();
      const bytes = await readFile(bundle);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await writeFile(bundle, bytes);
      assert.equal(await verify('--trust', desk.signer), EXIT.evidenceInvalid);
      assert.equal(await replay(), EXIT.evidenceInvalid);
    });

    it('say what failed, skip what rested on it, and exit with 1', async () => {
      assert.equal(await run('--filter=BK-14', '--defect=no-location'), EXIT.systemUnderTestFailed);
      assert.deepEqual(finished(await desk.events()), { 'BK-01': 'fail', 'BK-14': 'twin' });
      assert.match(desk.err, /Header Location is absent/);
    });

    it('give the outcome on standard output and the progress on the error stream; failures stand before the verdict, skips for a twin in one line', async () => {
      await run('--filter=BK-14', '--filter=BK-11', '--defect=no-location');
      assert.doesNotMatch(desk.err, /passed, |skip/);
      const [, failures = '', conclusion = ''] = desk.out.split('\n\n');
      const [head, required, ...more] = failures.split('\n');
      const [skips, place, ...why] = more.reverse();
      assert.match(head ?? '', /fail BK-01 Books a free slot$/);
      assert.match(required ?? '', /^ +Required by P24 \(MUST\): /);
      assert.match(why.reverse().join(' '), / book: Header Location is absent, expected\s+matching /);
      assert.match(place ?? '', /^ +suites\/uec-booking\/provider\/book\.suite\.yaml:\d+$/);
      assert.match(skips ?? '', /skip 2 negatives skipped: their twin BK-01 did not pass$/);
      assert.match(
        conclusion,
        /^✘ fail[\s\S]*\nbundle +evidence\/[^\n]+\.zip\nsigner +\S[^\n]+\nverify +npx assay verify /,
      );
    });

    it('give only JSON on standard output when asked for it', async () => {
      await run('--filter=CP-02', '--json');
      assert.equal(JSON.parse(desk.out).verdict, 'pass');
    });

    it('call a dropped connection an error, and exit with 3', async () => {
      assert.equal(await run('--filter=BK-01', '--defect=drops-connection'), EXIT.harness);
      assert.deepEqual(finished(await desk.events()), { 'BK-01': 'error' });
    });

    it('tell on the face of it that the system under test is not identified', async () => {
      await run('--filter=CP-02');
      assert.match(desk.out, /not for submission +system under test not identified/);
    });

    it('stop in order when interrupted: what was not run is skipped, and nothing verifies as complete', async () => {
      const interrupted = new AbortController();
      const err = (text: string): void => {
        if (/^✔ pass /m.test(text)) interrupted.abort();
      };
      const argv = ['run', SUITES, '--tag=smoke', '--workers=1'];
      assert.equal(await desk.assayIn({ signal: interrupted.signal, err }, ...argv), EXIT.harness);
      const events = await desk.events();
      assert.ok(Object.values(finished(events)).includes('interrupted'));
      assert.ok(!events.some(({ type }) => type === 'run-finished'));
      if ((await desk.list('evidence')).length > 1) assert.notEqual(await verify('--trust', desk.signer), EXIT.ok);
    });
  });

  describe('clean-up', () => {
    const cleaned = (events: readonly JournalEvent[]): readonly string[] =>
      events.flatMap((event) => (event.type === 'cleaned-up' ? [`${event.case} ${event.state}`] : []));

    it('cancels what was booked, says so, and is replayed to the same bytes', async () => {
      const target = await desk.serve(SUITES);
      assert.equal(await run('--target', target, '--filter=BK-14', '--filter=CN-01'), EXIT.ok, desk.err);
      const events = await desk.events();
      assert.deepEqual([...cleaned(events)].sort(), ['BK-01 undone', 'CN-01 gone']);
      assert.match(desk.out, /clean-up .*2 things: 1 undone, 1 gone already/);
      assert.equal(await verify('--trust', desk.signer, '--replay'), EXIT.ok, desk.out);
      assert.match((await desk.sealed('report.html')).toString(), /Cleaned up: the cases made 2 things/);
    });

    it('leaves it when told to', async () => {
      const target = await desk.serve(SUITES);
      assert.equal(await run('--target', target, '--filter=BK-01', '--keep', '--json'), EXIT.ok, desk.err);
      assert.deepEqual(cleaned(await desk.events()), ['BK-01 kept']);
      assert.equal(JSON.parse(desk.out).cleanedUp[0].state, 'kept');
    });

    it('is for no provider that ends with the run', async () => {
      assert.equal(await run('--filter=BK-01'), EXIT.ok);
      assert.deepEqual(cleaned(await desk.events()), []);
    });
  });

  describe('bad input', () => {
    it('unreachable target: one clear line, cases skipped for the preflight, exit 3, evidence kept', async () => {
      const closed = await listen(() => assert.fail(), { port: 0 });
      await closed.close();
      assert.equal(await run('--target', closed.url, '--filter=BK-14'), EXIT.harness);
      const events = await desk.events();
      assert.deepEqual(finished(events), { 'BK-01': 'preflight', 'BK-14': 'preflight' });
      assert.equal(desk.err.match(/UNREACHABLE/g)?.length, 1);
      assert.equal(await verify('--trust', desk.signer, '--replay'), EXIT.ok);
    });

    it('nothing selected, unknown values, half a key: exit 2 before anything is sent', async () => {
      for (const [option, code] of [
        ['--filter=no such case', 'NOTHING_SELECTED'],
        ['--set=servise=1', 'UNKNOWN_VALUE'],
        ['--set=service', 'USAGE'],
        ['--key=only.key', 'USAGE'],
      ] as const) {
        assert.equal(await run(option), EXIT.usage);
        assert.match(desk.err, new RegExp(code));
      }
      await assert.rejects(desk.list('evidence'));
    });

    it('a key that others can read, and one that is not there: exit 2 before anything is sent', async () => {
      await run('--filter=CP-02');
      await rm(desk.path('evidence'), { recursive: true });
      const key = desk.path('home/assay/signer.key');
      assert.equal(await run('--key=missing.key', '--cert', desk.signer), EXIT.usage);
      assert.match(desk.err, /KEY_UNREADABLE/);
      await chmod(key, 0o644);
      assert.equal(await run('--key', key, '--cert', desk.signer), EXIT.usage);
      assert.match(desk.err, /KEY_PERMISSIONS/);
      await assert.rejects(desk.list('evidence'));
    });

    it('an evidence folder that cannot be written: its own code', async () => {
      await desk.write('evidence', 'a file, not a folder');
      assert.equal(await run('--filter=CP-02'), EXIT.harness);
      assert.match(desk.err, /EVIDENCE_NOT_WRITABLE/);
    });

    it('a configuration with a misspelt key: exit 2 and the place', async () => {
      await desk.configure('target: http://127.0.0.1:9\nsistem: {}\n');
      assert.equal(await run(), EXIT.usage);
      assert.match(desk.err, /assay\.config\.yaml:2:1: error UNKNOWN_KEY/);
    });

    it('a suite with a typo: lint and run name its place, exit 2', async () => {
      await desk.write('suites/small/api.yaml', 'api: small\ntitel: Small\n');
      assert.equal(await desk.assay('lint', 'suites/small'), EXIT.usage);
      assert.match(desk.err, /suites\/small\/api\.yaml:2:1: error UNKNOWN_KEY/);
      assert.equal(await desk.assay('lint', 'nowhere'), EXIT.usage);
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
          const exit = await run('--target', provider.url, '--filter=SS-02', '--filter=CP-02', '--deadline=500ms');
          const events = await desk.events();
          assert.deepEqual(finished(events), { 'CP-02': 'pass', 'SS-02': verdict });
          assert.equal(exit, verdict === 'error' ? EXIT.harness : EXIT.systemUnderTestFailed);
          if (code !== undefined)
            assert.ok(findings(events).includes(code), `${code} is not among ${findings(events)}`);
        } finally {
          await provider.close();
        }
      });
    }

    const nothingWritten = (): Promise<void> => assert.rejects(desk.list('evidence'));

    /** It does not repeat the secret that it finds, and writes nothing. */
    async function refusedQuietly(...argv: readonly string[]): Promise<void> {
      assert.equal(await run(...argv), EXIT.usage);
      assert.doesNotMatch(desk.err + desk.out, /hunter2/);
      await nothingWritten();
    }

    it('a configured value that would end a header field: exit 2, its place, and nothing is sent', async () => {
      assert.equal(await run('--filter=CP-02', '--set', 'asid.from=1\r\nX-Own: 2'), EXIT.usage);
      assert.match(desk.err, /HEADER_INJECTION/);
      await nothingWritten();
    });

    it('the same in the configuration: its line and column', async () => {
      await desk.configure('values:\n  asid: { from: "1\\r\\nX-Own: 2" }\n');
      assert.equal(await run('--filter=CP-02'), EXIT.usage);
      assert.match(desk.err, /^assay\.config\.yaml:2:17: error HEADER_INJECTION/);
    });

    it('a configured value that the interface does not know: its line and column', async () => {
      await desk.configure('values:\n  servise: "1"\n');
      assert.equal(await run('--filter=CP-02'), EXIT.usage);
      assert.match(desk.err, /^assay\.config\.yaml:2:12: error UNKNOWN_VALUE[\s\S]*"service"/);
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
        await refusedQuietly('--target', target);
        assert.match(desk.err, /^error USAGE: /);
        await desk.configure(`target: "${target}"\n`);
        await refusedQuietly();
        assert.match(desk.err, /assay\.config\.yaml:1:9: error USAGE/);
      });
    }

    it('a secret in the values themselves: exit 2, never repeated', async () => {
      for (const set of ['consumer.device=Bearer hunter2hunter2hunter2hunter2hunter2', 'client.clientSecret=hunter2']) {
        await refusedQuietly('--set', set);
      }
      await desk.configure('values:\n  consumer: { password: hunter2 }\n');
      await refusedQuietly();
      assert.match(desk.err, /assay\.config\.yaml:2:25: error INLINE_SECRET/);
    });

    it('a reference to a secret that is not there: exit 2 and its place', async () => {
      await desk.write('empty', '\n');
      for (const reference of ['env:ASSAY_NOT_SET', 'file:nowhere', 'file:empty', 'file:.']) {
        await desk.configure(`values:\n  service: ${reference}\n`);
        assert.equal(await run(), EXIT.usage);
        assert.match(desk.err, /assay\.config\.yaml:2:12: error SECRET_NOT_READ/);
      }
      await nothingWritten();
    });
  });

  it('secrets are sent, and only their references are written', async () => {
    await desk.write('secret', 's3cret-asid\n');
    await desk.configure('values: { asid: { from: file:secret, to: env:ASSAY_TO } }\n');
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
      await desk.assayIn({ env: { ASSAY_TO: 'hunter2-to' } }, 'run', SUITES, '--target', provider.url);
    } finally {
      await provider.close();
    }
    assert.ok(seen.includes('s3cret-asid') && seen.includes('hunter2-to'));
    const texts = desk.texts('evidence');
    assert.ok(texts.some((text) => text.includes('file:secret')));
    assert.ok(texts.some((text) => text.includes('Ssp-To: env:ASSAY_TO')));
    for (const text of [...texts, desk.err, desk.out]) assert.doesNotMatch(text, /s3cret-asid|hunter2-to/);
    const { mode } = await stat(await desk.runFolder());
    assert.equal(mode & 0o777, 0o700, 'for whoever ran it alone');
    assert.equal(await replay(), EXIT.ok);
  });

  it('list names the cases of one role when that is asked for', async () => {
    for (const role of ['provider', 'client']) {
      assert.equal(await desk.assay('list', SUITES, '--role', role, '--json'), EXIT.ok);
      const roles = desk.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).role);
      assert.deepEqual([...new Set(roles)], [role]);
    }
    assert.equal(await desk.assay('list', SUITES, '--role', 'both'), EXIT.usage);
  });

  it('list names every case, and as JSON one a line', async () => {
    assert.equal(await desk.assay('list', SUITES), EXIT.ok);
    assert.match(desk.out, /BK-01/);
    await desk.assay('list', SUITES, '--json');
    assert.ok(
      desk.out
        .trim()
        .split('\n')
        .every((line) => typeof JSON.parse(line).id === 'string'),
    );
  });
});
