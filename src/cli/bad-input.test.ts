import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { createKey } from '../evidence/seal/new-key.ts';
import { listen } from '../http/listen.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import { EXIT } from '../model/exit-code.ts';

/** `999999999:a`: each alias stands nine times in the next. */
const ALIAS_BOMB = `a: &a [x]\n${[...'bcdefg']
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join(', ')}]\n`)
  .join('')}`;

describe('what a user may get wrong', function () {
  this.timeout(30_000);
  const desk = Desk.perTest();
  let when: (text: string) => Promise<void> | void;
  let interrupted: AbortController;
  beforeEach(async () => {
    interrupted = new AbortController();
    when = () => {};
  });

  const called = (argv: readonly string[]): Promise<number> =>
    desk.assayIn({ signal: interrupted.signal, err: (text) => void when(text) }, ...argv);
  const nothing = async (): Promise<void> => {};

  /** The code, what to do about it, and nothing that only a programmer can read. */
  function assertSaid(code: DiagnosticCode, place = ''): void {
    assert.match(desk.err, new RegExp(`${place.replaceAll('.', '\\.')}.*\\b${code}\\b`));
    assert.match(desk.err, new RegExp(`\\b${code}\\b[\\s\\S]*\\n +hint: \\S`));
    assert.doesNotMatch(desk.err, /\n\s+at |ENOENT|EISDIR|ENOTDIR|node:/);
  }

  interface Row {
    readonly given?: () => Promise<unknown>;
    readonly argv: readonly string[];
    readonly code: DiagnosticCode;
    /** `file:line:column` */
    readonly place?: string;
  }
  const config = (text: string | Uint8Array, code: DiagnosticCode, place: string): Row => ({
    given: () => desk.configure(text),
    argv: ['run', SUITES],
    code,
    place: `assay.config.yaml:${place}`,
  });
  const key = (given: () => Promise<unknown>, code: DiagnosticCode): Row => ({
    given: async () => {
      await createKey({ folder: desk.path('own'), subject: 'CN=Own', now: new Date() });
      await given();
    },
    argv: ['run', SUITES, '--key', 'own/signer.key', '--cert', 'own/signer.crt'],
    code,
  });

  const refused: Readonly<Record<string, Row>> = {
    'a configuration that does not exist': {
      argv: ['run', SUITES, '--config', 'none.yaml'],
      code: 'CONFIG_INVALID',
      place: '',
    },
    'a configuration that is a folder': {
      given: () => mkdir(desk.path('assay.config.yaml')),
      argv: ['run', SUITES],
      code: 'CONFIG_INVALID',
    },
    'a configuration that leads nowhere': {
      given: () => symlink('nowhere', desk.path('own.yaml')),
      argv: ['run', SUITES, '--config', 'own.yaml'],
      code: 'CONFIG_INVALID',
    },
    'a configuration that is no YAML': config('target: [1\n', 'YAML_SYNTAX', '2:1'),
    'a configuration that is no text': config(Uint8Array.of(0xff, 0xfe, 0), 'YAML_SYNTAX', '1:1'),
    'a configuration with a misspelt key': config('system: { nam: x }\n', 'UNKNOWN_KEY', '1:11'),
    'a configuration whose aliases explode': config(ALIAS_BOMB, 'YAML_ALIAS_BOMB', '4:'),
    'a client key that stands in the configuration': config(
      'tls:\n  certificate: file:client.pem\n  key: MIIEvQ\n',
      'INLINE_SECRET',
      '3:8',
    ),
    'a client certificate without its key': config('tls: { certificate: file:client.pem }\n', 'MISSING_KEY', '1:6'),
    'a client certificate that does not exist': config(
      'tls: { certificate: file:client.pem, key: file:client.key }\n',
      'CERTIFICATE_UNREADABLE',
      '1:21',
    ),
    'authorities of a flag that do not exist': {
      argv: ['run', SUITES, '--ca', 'authorities.pem'],
      code: 'CERTIFICATE_UNREADABLE',
    },
    'a key that does not exist': key(() => rm(desk.path('own/signer.key')), 'KEY_UNREADABLE'),
    'a key that others can read': key(() => chmod(desk.path('own/signer.key'), 0o644), 'KEY_PERMISSIONS'),
    'a key that is a folder': key(async () => {
      await rm(desk.path('own/signer.key'));
      await mkdir(desk.path('own/signer.key'));
    }, 'KEY_UNREADABLE'),
    'a key that is none': key(() => desk.write('own/signer.key', 'no key'), 'KEY_TYPE'),
    'a certificate that is none': key(() => desk.write('own/signer.crt', 'no certificate'), 'CERTIFICATE_UNREADABLE'),
    'a certificate of another key': key(async () => {
      const { certFile } = await createKey({ folder: desk.path('x'), subject: 'CN=X', now: new Date() });
      await desk.write('own/signer.crt', await readFile(certFile));
    }, 'KEY_MISMATCH'),
    'an own key whose certificate was lost': {
      given: async () => {
        const { certFile } = await createKey({
          folder: desk.path('home/assay'),
          subject: 'CN=Own',
          now: new Date(),
        });
        await rm(certFile);
      },
      argv: ['run', SUITES],
      code: 'CERTIFICATE_UNREADABLE',
    },
    'a filter that selects nothing, beside one that does, and a configuration that says nothing': {
      given: () => desk.configure('# target: http://127.0.0.1\n'),
      argv: ['run', SUITES, '--filter', 'CP-02', '--filter', 'no such case'],
      code: 'NOTHING_SELECTED',
    },
    'a tag that no case has': { argv: ['run', SUITES, '--tag', 'smok'], code: 'NOTHING_SELECTED' },
    'a tag and a filter that no case has both of': {
      argv: ['run', SUITES, '--tag', 'smoke', '--filter', 'BK-14'],
      code: 'NOTHING_SELECTED',
    },
    'a value that the interface does not know': { argv: ['run', SUITES, '--set', 'servise=1'], code: 'UNKNOWN_VALUE' },
    'a defect that the provider does not know': {
      argv: ['run', SUITES, '--defect', 'no-lokation'],
      code: 'CONFIG_INVALID',
    },
    'a defect for a provider that is not ours': {
      argv: ['run', SUITES, '--defect', 'no-location', '--target', 'http://127.0.0.1:8000'],
      code: 'USAGE',
    },
    'a port that fetch keeps closed': { argv: ['run', SUITES, '--target', 'http://127.0.0.1:6000/'], code: 'USAGE' },
    'a secret that stands in the suites': {
      given: async () => {
        await desk.write('asid', '200000000115\n');
        await desk.configure('values:\n  asid: { from: file:asid }\n');
      },
      argv: ['run', SUITES],
      code: 'INLINE_SECRET',
      place: 'assay.config.yaml:2:17',
    },
    'suites that are not there': { argv: ['run', 'nowhere'], code: 'FILE_NOT_FOUND' },
    'a simulator that is not there': { argv: ['serve', SUITES, '--simulator', 'nobody'], code: 'FILE_NOT_FOUND' },
    'a bundle that is not there': { argv: ['verify', 'nowhere'], code: 'FILE_NOT_FOUND' },
    'a bundle that is a folder': { argv: ['replay', '.'], code: 'FILE_NOT_FOUND' },
    'a folder to verify': { argv: ['verify', '.'], code: 'FILE_NOT_FOUND' },
    'a bundle to replay that is not there': { argv: ['replay', 'nowhere'], code: 'FILE_NOT_FOUND' },
    'an empty bundle to verify': {
      given: () => desk.write('bundle', ''),
      argv: ['verify', 'bundle'],
      code: 'NOT_A_BUNDLE',
    },
    'an empty bundle to replay': {
      given: () => desk.write('bundle', ''),
      argv: ['replay', 'bundle'],
      code: 'NOT_A_BUNDLE',
    },
    'a text to verify': { given: () => desk.write('bundle', 'text'), argv: ['verify', 'bundle'], code: 'NOT_A_BUNDLE' },
    'a text to replay': { given: () => desk.write('bundle', 'text'), argv: ['replay', 'bundle'], code: 'NOT_A_BUNDLE' },
    'a trusted certificate that is not there': {
      given: () => desk.write('bundle', Buffer.from('PK\u0003\u0004')),
      argv: ['verify', 'bundle', '--trust', 'nowhere'],
      code: 'FILE_NOT_FOUND',
    },
  };
  for (const [what, { given = nothing, argv, code, place }] of Object.entries(refused)) {
    it(`${what}: ${code}, exit 2, and nothing is written`, async () => {
      await given();
      assert.equal(await called(argv), EXIT.usage);
      assertSaid(code, place);
      await assert.rejects(desk.list('evidence'));
    });
  }

  const misused: Readonly<Record<string, readonly string[]>> = {
    'a flag that does not exist': ['run', '--taget', 'http://127.0.0.1'],
    'a flag without its value': ['run', '--workers'],
    'a number that is none': ['run', '--workers', 'many'],
    'a time without its unit': ['run', '--deadline', '5'],
    'a port beyond the last': ['serve', '--port', '65536'],
    'a command that does not exist': ['rnu'],
    'no command': [],
    'a version of FHIR that we do not know': ['validate', '-', '--fhir', 'r5'],
  };
  for (const [what, argv] of Object.entries(misused)) {
    it(`${what}: exit 2, and how to use it`, async () => {
      assert.equal(await called(argv), EXIT.usage);
      assert.match(desk.err, /--help/);
      assert.equal(desk.out, '');
    });
  }

  it('help and version are no mistakes', async () => {
    for (const [flag, said] of [
      ['--help', /Usage: assay/],
      ['--version', /^\d+\.\d+\.\d+$/m],
    ] as const) {
      assert.equal(await called([flag]), EXIT.ok);
      assert.match(desk.out, said);
      assert.equal(desk.err, '');
    }
  });

  it('a version of FHIR in capitals is no mistake', async () => {
    await desk.write('basic.json', '{"resourceType":"Basic","code":{"text":"x"}}');
    for (const version of ['R4', 'STU3']) {
      assert.equal(await called(['validate', 'basic.json', '--fhir', version]), EXIT.ok);
      assert.match(desk.out, new RegExp(`${version} \\(--fhir\\)`));
    }
  });

  it('a bundle that lost its first or its last bytes is rejected, exit 4: it was one', async () => {
    const bundle = await readFile('evidence/sample/sample.evidence.zip');
    await desk.write('begins', bundle.subarray(0, 100));
    await desk.write('ends', bundle.subarray(1));
    for (const file of ['begins', 'ends']) assert.equal(await called(['verify', file]), EXIT.evidenceInvalid);
  });

  it('the sample is intact and of a trusted signer by the command that its page gives; only its suites may be others by now', async () => {
    const [, command = ''] = /^npx assay (.+)$/m.exec(await readFile('evidence/README.md', 'utf8')) ?? [];
    const argv = command
      .split(' ')
      .map((word) => word.replace('*', 'sample').replace(/^evidence/, resolve('evidence')));
    await called([...argv, '--json']);
    const { findings } = JSON.parse(desk.out) as { findings: readonly Diagnostic[] };
    assert.deepEqual(
      findings.filter(({ code }) => code !== 'SUITE_UNKNOWN'),
      [],
    );
  });

  const evidenceIs = (where: string): readonly string[] => ['run', SUITES, '--filter', 'CP-02', '--evidence', where];

  it('evidence in the place of a file: EVIDENCE_NOT_WRITABLE, exit 3', async () => {
    await desk.write('file', '');
    assert.equal(await called(evidenceIs('file')), EXIT.harness);
    assertSaid('EVIDENCE_NOT_WRITABLE');
  });

  it('evidence where the system keeps no files: EVIDENCE_NOT_WRITABLE, exit 3 (needs the /proc of Linux)', async function () {
    if (process.platform !== 'linux') this.skip();
    assert.equal(await called(evidenceIs('/proc/assay')), EXIT.harness);
    assertSaid('EVIDENCE_NOT_WRITABLE');
  });

  it('evidence that vanishes during the run: EVIDENCE_NOT_WRITABLE, exit 3', async () => {
    let gone: Promise<void> | undefined;
    when = () => {
      gone ??= rename(desk.path('evidence'), desk.path('elsewhere'));
    };
    assert.equal(await called(['run', SUITES, '--workers', '1']), EXIT.harness);
    assertSaid('EVIDENCE_NOT_WRITABLE');
    await gone;
  });

  it('a bundle that cannot be written: EVIDENCE_NOT_WRITABLE, exit 3; journal and reports are kept and named', async () => {
    when = async () => {
      const [run = ''] = await desk.list('evidence');
      await mkdir(desk.path('evidence', `${run}.evidence.zip`));
    };
    assert.equal(await called(evidenceIs('evidence')), EXIT.harness);
    assertSaid('EVIDENCE_NOT_WRITABLE');
    const [run = '', ...bundles] = await desk.list('evidence');
    assert.equal(bundles.length, 1);
    assert.ok((await desk.list('evidence', run)).includes('journal.jsonl'));
    assert.ok(desk.err.includes(join('evidence', run)));
  });

  it('an interruption: what was not run is told once, exit 3, and the journal is kept', async () => {
    when = () => interrupted.abort();
    assert.equal(await called(['run', SUITES, '--workers', '1', '--filter', 'BK-']), EXIT.harness);
    assert.match(desk.out, /the run stopped before its end/);
    assert.ok((desk.err.match(/skip/g) ?? []).length < 4, desk.err);
    const [run = ''] = await desk.list('evidence');
    assert.ok((await readFile(desk.path('evidence', run, 'journal.jsonl'))).length > 0);
  });

  it('a port that is taken: PORT_IN_USE, exit 3', async () => {
    const taken = await listen(() => assert.fail(), { port: 0 });
    try {
      assert.equal(await called(['serve', SUITES, '--port', String(taken.port)]), EXIT.harness);
      assertSaid('PORT_IN_USE');
    } finally {
      await taken.close();
    }
  });

  const capability = { resourceType: 'CapabilityStatement', fhirVersion: '3.0.1', format: ['application/fhir+json'] };
  const answer = (body: string, type = 'application/fhir+json', status = '200 OK', more = ''): string =>
    `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n${more}Connection: close\r\n\r\n${body}`;
  const redirect = answer('', 'text/plain', '302 Found', 'Location: http://127.0.0.1:9/\r\n');

  /** A provider that gives these bytes to every request but, `after` the preflight, to that one; `null` gives nothing. */
  async function provider<T>(bytes: string | null, after: boolean, use: (url: string) => Promise<T>): Promise<T> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (request) => {
        const isPreflight = request.includes('GET /metadata');
        if (after && isPreflight) socket.end(answer(JSON.stringify(capability)));
        else if (bytes !== null) socket.end(bytes);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    try {
      return await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    } finally {
      server.close();
    }
  }

  const unfit: Readonly<Record<string, readonly [string | null, DiagnosticCode, RegExp?]>> = {
    silent: [null, 'DEADLINE'],
    'no HTTP': ['SSH-2.0-Example\r\n', 'MALFORMED_HTTP'],
    'cut off': [answer('{}').replace('Content-Length: 2', 'Content-Length: 9'), 'TRUNCATED'],
    endless: [answer(' '.repeat(11 * 1024 * 1024)), 'BODY_TOO_LARGE'],
    'a page': [answer('<html></html>', 'text/html'), 'PREFLIGHT_FAILED', /text\/html/],
    'broken JSON': [answer('{"resourceType": "Cap'), 'PREFLIGHT_FAILED', /not JSON(?! but)/],
    empty: [answer(''), 'PREFLIGHT_FAILED', /empty/],
    'a redirect': [redirect, 'PREFLIGHT_FAILED', /http:\/\/127\.0\.0\.1:9\//],
    'another resource': [answer('{"resourceType": "Bundle"}'), 'PREFLIGHT_FAILED', /Bundle/],
  };
  for (const [what, [bytes, code, says = /./]] of Object.entries(unfit)) {
    it(`a provider whose preflight is ${what}: ${code}, exit 3, evidence kept`, async () => {
      await provider(bytes, false, async (target) => {
        assert.equal(await called(['run', SUITES, '--target', target, '--deadline', '400ms']), EXIT.harness);
      });
      assertSaid(code);
      assert.match(desk.err.split('\n')[0] ?? '', says);
      assert.equal((await desk.list('evidence')).length, 2);
    });
  }

  it('a provider that speaks no TLS: TLS_FAILURE and what to look at', async () => {
    const plain = await listen(() => assert.fail(), { port: 0 });
    try {
      const argv = ['run', SUITES, '--target', plain.url.replace('http:', 'https:')];
      assert.equal(await called(argv), EXIT.harness);
      assertSaid('TLS_FAILURE');
    } finally {
      await plain.close();
    }
  });

  it('a case that broke tells its code and what to do', async () => {
    await provider(null, true, async (target) => {
      const argv = ['run', SUITES, '--target', target, '--deadline', '400ms', '--filter', 'SS-02'];
      assert.equal(await called(argv), EXIT.harness);
    });
    assert.match(desk.err, /SS-02.*\n +search DEADLINE: /);
    assert.match(desk.out, /SS-02[\s\S]*\n +search DEADLINE: [\s\S]*\n +hint: /);
  });

  it('a case that failed tells the code of its first finding', async () => {
    await provider(answer('{"resourceType": "Bun'), true, async (target) => {
      assert.equal(await called(['run', SUITES, '--target', target, '--filter', 'SS-02']), EXIT.systemUnderTestFailed);
    });
    assert.match(desk.err, /SS-02.*\n +search JSON_SYNTAX: /);
  });
});
