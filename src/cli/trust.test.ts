import assert from 'node:assert/strict';
import { sealedBundle } from '../../fixtures/bundles/sealed-bundle.ts';
import { SEALED_AT, SUITE_TEXT, smallRun } from '../../fixtures/bundles/small-run.ts';
import { Desk } from '../../fixtures/cli/desk.ts';
import { type Holder, makeHolder } from '../../fixtures/keys/signers.ts';
import { SUITE_INDEX_V1, suiteDigest } from '../evidence/review/suite-index.ts';
import { sha256 } from '../model/digest.ts';
import { EXIT } from '../model/exit-code.ts';

describe('a reviewer with a trust store', function () {
  this.timeout(60_000);
  const desk = Desk.perSuite({ now: () => new Date('2026-03-04T00:00:00Z') });
  let signer: Holder;
  before(async () => {
    const root = await makeHolder({ subject: 'CN=Keeper of the list' });
    signer = await makeHolder();
    const bundle = await sealedBundle({ files: smallRun(), signer: signer.signer, sealedAt: SEALED_AT });
    await desk.write('root.key', root.keyPem, 0o600);
    await desk.write('root.crt', root.certPem);
    await desk.write('signer.crt', signer.certPem);
    await desk.write('run.evidence.zip', bundle);
    const published = suiteDigest([{ path: 'suites/a/a.suite.yaml', sha256: sha256(SUITE_TEXT) }]);
    const releases = [{ version: '0.1.0', suites: [{ api: 'a', sha256: published }] }];
    await desk.write('other.json', '{}');
    await desk.write('suites.json', JSON.stringify({ schema: SUITE_INDEX_V1, releases }));
    assert.equal(
      await desk.assay('trust', 'sign', 'suites.json', ...KEY, '--out', 'suites.signed.json'),
      EXIT.ok,
      desk.err,
    );
  });

  const KEY = ['--key', 'root.key', '--cert', 'root.crt'];
  const PRODUCT = ['--ods', 'X26', '--product', 'Example Booking'];
  /** Signs the draft; each time it is one version newer. */
  const signed = async (name: string) => {
    assert.equal(await desk.assay('trust', 'sign', 'store.json', ...KEY, '--out', name), EXIT.ok, desk.err);
    assert.match(desk.out, /trust store for --trust-root with SHA-256 [0-9a-f]{64}/);
  };
  async function verified(store: string, ...more: readonly string[]): Promise<readonly [number, ...string[]]> {
    const reviewer = ['--trust-root', 'root.crt', '--trust-store', store, '--suite-index', 'suites.signed.json'];
    const exit = await desk.assay('verify', 'run.evidence.zip', '--json', ...reviewer, ...more);
    const { findings } = JSON.parse(desk.out) as { readonly findings: readonly { readonly code: string }[] };
    return [exit, ...findings.map(({ code }) => code)];
  }

  it('accepts whom the store enrols, and no longer when it revokes them; an older store is found', async () => {
    assert.equal(await desk.assay('trust', 'add', 'store.json', 'signer.crt', ...PRODUCT), EXIT.ok, desk.err);
    const entry = new RegExp(`^active {3}X26  Example Booking  .*  ${sha256(signer.certificate)}\n`);
    assert.match(desk.out, entry);
    await desk.assay('trust', 'show', 'store.json');
    assert.match(desk.out, /never signed/);
    await signed('first.json');
    await desk.assay('trust', 'show', 'first.json');
    assert.match(desk.out, /^version 1/);
    assert.deepEqual(await verified('first.json', '--trust-state', 'seen.json'), [EXIT.ok]);
    assert.equal(await desk.assay('trust', 'revoke', 'store.json', sha256(signer.certificate)), EXIT.ok, desk.err);
    assert.match(desk.out, /^revoked {2}X26/);
    await signed('second.json');
    assert.deepEqual(await verified('second.json', '--trust-state', 'seen.json'), [
      EXIT.evidenceNotTrusted,
      'SIGNER_REVOKED',
    ]);
    assert.deepEqual(await verified('first.json', '--trust-state', 'seen.json'), [
      EXIT.evidenceNotTrusted,
      'TRUST_STORE_ROLLED_BACK',
      'SIGNER_UNKNOWN',
    ]);
    assert.deepEqual(await verified('first.json'), [EXIT.ok], 'nothing is kept unless asked for');
    assert.deepEqual(Object.values(JSON.parse(await desk.read('seen.json'))), [2]);
  });

  it('keeps the releases of suites that were published before, and takes none under the version of another', async () => {
    const release = (version: string, digest: string) => ({
      version,
      suites: [{ api: 'a', sha256: digest.repeat(64) }],
    });
    const index = (...releases: readonly unknown[]) => JSON.stringify({ schema: SUITE_INDEX_V1, releases });
    await desk.write('newer.json', index(release('0.2.0', 'b')));
    await desk.write('forged.json', index(release('0.2.0', 'c')));
    for (const from of ['suites.signed.json', 'newer.json', 'newer.json']) {
      assert.equal(await desk.assay('trust', 'merge', 'all.json', from), EXIT.ok, desk.err);
    }
    const merged = await desk.read('all.json');
    const versions = JSON.parse(merged).releases.map(({ version }: { version: string }) => version);
    assert.deepEqual(versions, ['0.1.0', '0.2.0']);
    assert.equal(await desk.assay('trust', 'merge', 'all.json', 'forged.json'), EXIT.usage);
    assert.match(desk.err, /SUITE_INDEX_INVALID/);
    assert.equal(await desk.read('all.json'), merged);
    assert.equal(await desk.assay('trust', 'sign', 'all.json', ...KEY, '--out', 'all.signed.json'), EXIT.ok);
    const asked = ['--trust', 'signer.crt', '--trust-root', 'root.crt', '--suite-index', 'all.signed.json'];
    assert.equal(await desk.assay('verify', 'run.evidence.zip', ...asked), EXIT.ok, desk.out);
  });

  it('lists the signers of a draft and of a signed store', async () => {
    assert.equal(
      await desk.assay('trust', 'add', 'list.json', 'signer.crt', ...PRODUCT, '--to', '2026-12-31'),
      EXIT.ok,
    );
    assert.equal(await desk.assay('trust', 'show', 'list.json'), EXIT.ok);
    const [head = '', line = ''] = desk.out.split('\n');
    assert.match(head, /^a draft/);
    assert.match(line, /^active {3}X26 {2}Example Booking {2}2026-01-01 to 2026-12-31 {2}[0-9a-f]{64}$/);
    assert.equal(await desk.assay('trust', 'sign', 'list.json', ...KEY, '--out', 'list.signed.json'), EXIT.ok);
    assert.equal(await desk.assay('trust', 'show', 'list.signed.json'), EXIT.ok);
    assert.match(desk.out, /^version 1, to be renewed by 2026-06-02T00:00:00.000Z/);
    assert.ok(desk.out.includes(line));
  });

  it('revives nobody unless told to, and shows every entry of a revoked certificate as verification takes it', async () => {
    const add = (product: string, ...more: readonly string[]) =>
      desk.assay('trust', 'add', 'revived.json', 'signer.crt', '--ods', 'X26', '--product', product, ...more);
    const statuses = async (): Promise<readonly string[]> => {
      await desk.assay('trust', 'show', 'revived.json');
      return desk.out.split('\n').flatMap((line) => line.match(/^(active|revoked) /)?.[1] ?? []);
    };
    await add('One');
    await add('Two');
    await desk.assay('trust', 'revoke', 'revived.json', 'signer.crt');
    const before = await desk.read('revived.json');
    for (const product of ['One', 'Three']) {
      assert.equal(await add(product), EXIT.usage);
      assert.match(desk.err, /^error SIGNER_REVOKED: .*\n {2}hint: .*--again/);
    }
    assert.equal(await desk.read('revived.json'), before);
    const store = JSON.parse(before);
    store.signers[0].status = 'active';
    await desk.write('revived.json', JSON.stringify(store));
    assert.deepEqual(await statuses(), ['revoked', 'revoked']);
    assert.equal(await add('Three', '--again'), EXIT.ok, desk.err);
    assert.deepEqual(await statuses(), ['active', 'active', 'active']);
  });

  it('changes and signs drafts alone, and leaves what was signed as it is', async () => {
    await desk.assay('trust', 'add', 'kept.json', 'signer.crt', ...PRODUCT);
    await desk.assay('trust', 'sign', 'kept.json', ...KEY, '--out', 'kept.signed.json');
    const signed = await desk.read('kept.signed.json');
    for (const argv of [
      ['trust', 'add', 'kept.signed.json', 'signer.crt', ...PRODUCT],
      ['trust', 'revoke', 'kept.signed.json', 'signer.crt'],
      ['trust', 'merge', 'kept.signed.json', 'suites.json'],
      ['trust', 'sign', 'kept.signed.json', ...KEY, '--out', 'again.json'],
    ]) {
      assert.equal(await desk.assay(...argv), EXIT.usage);
      assert.match(desk.err, /^error TRUST_STORE_INVALID: kept\.signed\.json is a signed trust store/);
    }
    assert.equal(await desk.assay('trust', 'merge', 'suites.signed.json', 'suites.json'), EXIT.usage);
    assert.match(desk.err, /^error SUITE_INDEX_INVALID: /);
    assert.equal(await desk.assay('trust', 'sign', 'kept.json', ...KEY, '--out', './kept.json'), EXIT.usage);
    assert.match(desk.err, /^error USAGE: /);
    assert.equal(await desk.read('kept.signed.json'), signed);
  });

  it('lists the suites and packages of an index, be it signed or not', async () => {
    const packages = [{ name: 'uk.profiles', version: '1.2.0', sha256: 'd'.repeat(64) }];
    const releases = [{ version: '0.1.0', suites: [{ api: 'a', sha256: 'c'.repeat(64) }], packages }];
    await desk.write('index.json', JSON.stringify({ schema: SUITE_INDEX_V1, releases }));
    await desk.assay('trust', 'sign', 'index.json', ...KEY, '--out', 'index.signed.json');
    assert.match(desk.out, /the index of suites for --trust-root/);
    for (const file of ['index.json', 'index.signed.json']) {
      assert.equal(await desk.assay('trust', 'show', file), EXIT.ok, desk.err);
      assert.match(
        desk.out,
        /^an index of suites.*\n0\.1\.0 {2}suites a {2}c{64}\n0\.1\.0 {2}package uk\.profiles 1\.2\.0 {2}d{64}\n$/,
      );
    }
  });

  it('enrols through the end of the last day, and nobody whose enrolment would end before it begins', async () => {
    const add = (...more: readonly string[]) =>
      desk.assay('trust', 'add', 'days.json', 'signer.crt', ...PRODUCT, ...more);
    assert.equal(await add('--from', '2026-03-03', '--to', '2026-03-04'), EXIT.ok, desk.err);
    await desk.assay('trust', 'sign', 'days.json', ...KEY, '--out', 'days.signed.json');
    assert.deepEqual(await verified('days.signed.json'), [EXIT.ok], 'its last day has begun');
    assert.equal(await add('--from', '2026-03-04', '--to', '2026-03-04'), EXIT.ok, desk.err);
    for (const days of [
      ['--from', '2026-03-05', '--to', '2026-03-04'],
      ['--to', '2025-12-31'],
    ]) {
      assert.equal(await add(...days), EXIT.usage);
      assert.match(desk.err, /^error USAGE: /);
    }
  });

  it('is refused an ODS code of another form', async () => {
    for (const code of ['', 'X2', 'X26 ', 'X-26', 'ABCDEFGHIJK']) {
      const argv = ['--ods', code, '--product', 'One'];
      assert.equal(await desk.assay('trust', 'add', 'form.json', 'signer.crt', ...argv), EXIT.usage);
      assert.match(desk.err, /--ods/);
    }
  });

  it('enrols a signer once for each product, and one by its fingerprint alone', async () => {
    const fingerprint = '0123456789abcdef'.repeat(4);
    for (const product of ['One', 'Two', 'Two']) {
      assert.equal(
        await desk.assay('trust', 'add', 'several.json', fingerprint, '--ods', 'X26', '--product', product),
        EXIT.ok,
      );
    }
    const { signers } = JSON.parse(await desk.read('several.json'));
    assert.deepEqual(
      signers.map((one: { product: string; sha256: string }) => [one.product, one.sha256]),
      [
        ['One', fingerprint],
        ['Two', fingerprint],
      ],
    );
  });

  it('is told what suites are unknown, also in words', async () => {
    assert.equal(await desk.assay('verify', 'run.evidence.zip', '--trust', 'signer.crt'), EXIT.evidenceNotTrusted);
    assert.match(desk.out, /SUITE_UNKNOWN: No suites for a were published/);
  });

  it('is told that a list which nobody has signed is to be signed', async () => {
    await desk.assay('trust', 'add', 'unsigned.json', 'signer.crt', ...PRODUCT);
    assert.deepEqual(await verified('unsigned.json'), [
      EXIT.evidenceNotTrusted,
      'TRUST_STORE_INVALID',
      'SIGNER_UNKNOWN',
    ]);
    const [{ message, hint }] = JSON.parse(desk.out).findings;
    assert.match(`${message} ${hint}`, /not signed.*assay trust sign/);
  });

  it('is told when the run has not the nonce that was given for it', async () => {
    await desk.assay('trust', 'add', 'nonce.json', 'signer.crt', ...PRODUCT);
    await desk.assay('trust', 'sign', 'nonce.json', ...KEY, '--out', 'nonce.signed.json');
    assert.deepEqual(await verified('nonce.signed.json', '--nonce', 'letter-17'), [
      EXIT.evidenceNotTrusted,
      'NONCE_MISSING',
    ]);
  });

  const refused: Readonly<Record<string, readonly [argv: readonly string[], code: string]>> = {
    'a store without the root that must have signed it': [
      ['verify', 'run.evidence.zip', '--trust-store', 'suites.json'],
      'USAGE',
    ],
    'a state without a store': [['verify', 'run.evidence.zip', '--trust-state', 'seen.json'], 'USAGE'],
    'a root of nothing': [['verify', 'run.evidence.zip', '--trust-root', 'root.crt'], 'USAGE'],
    'a state in a folder that is not there': [
      [
        'verify',
        'run.evidence.zip',
        ...['--trust-root', 'root.crt', '--trust-store', 'suites.json', '--trust-state', 'none/seen.json'],
      ],
      'USAGE',
    ],
    'a state that is none': [
      [
        'verify',
        'run.evidence.zip',
        ...['--trust-root', 'root.crt', '--trust-store', 'suites.json', '--trust-state', 'root.crt'],
      ],
      'USAGE',
    ],
    'a store that is not there': [
      ['verify', 'run.evidence.zip', '--trust-root', 'root.crt', '--trust-store', 'nowhere.json'],
      'FILE_NOT_FOUND',
    ],
    'a root that is no certificate': [
      ['verify', 'run.evidence.zip', '--trust-root', 'root.key', '--trust-store', 'suites.json'],
      'CERTIFICATE_UNREADABLE',
    ],
    'the draft of something else': [['trust', 'show', 'root.crt'], 'TRUST_STORE_INVALID'],
    'the revocation of a stranger': [['trust', 'revoke', 'suites.json', 'signer.crt'], 'TRUST_STORE_INVALID'],
    'a signature over something else': [
      ['trust', 'sign', 'other.json', ...KEY, '--out', 'x.json'],
      'TRUST_STORE_INVALID',
    ],
    'a signature by nobody': [['trust', 'sign', 'suites.json', '--out', 'x.json'], 'USAGE'],
    'a signature to nowhere': [['trust', 'sign', 'suites.json', ...KEY, '--out', 'none/x.json'], 'TRUST_STORE_INVALID'],
  };
  for (const [what, [argv, code]] of Object.entries(refused)) {
    it(`is refused ${what}`, async () => {
      assert.equal(await desk.assay(...argv), EXIT.usage);
      assert.ok(desk.err.startsWith(`error ${code}: `), desk.err);
      assert.ok(!(await desk.list('.')).includes('home'), 'no key is made');
    });
  }

  it('is refused a date that is none, and a nonce that nobody could read', async () => {
    assert.equal(
      await desk.assay('trust', 'add', 'x.json', 'signer.crt', ...PRODUCT, '--to', '2026-13-01'),
      EXIT.usage,
    );
    assert.equal(await desk.assay('run', '--nonce', 'a\u0000b'), EXIT.usage);
    assert.match(desk.err, /--nonce/);
  });
});
