import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_ID, SEALED_AT, smallRun } from '../../../fixtures/bundles/small-run.ts';
import { changed, opened, relisted, repacked, resealed } from '../../../fixtures/bundles/tampering.ts';
import { type Holder, makeHolder } from '../../../fixtures/keys/signers.ts';
import type { FileSet } from '../../model/digest.ts';
import { Redactor } from '../../redact/redactor.ts';
import { seal } from './seal.ts';

const PERSON = '{"resourceType":"Patient","name":[{"family":"Ferncastle"}]}';

/** The steps that a reviewer takes with public tools alone, in the folder of an unpacked bundle. */
const RECIPE = `
set -euo pipefail
B=evidence.sigstore.json; W=$(mktemp -d); trap 'rm -r "$W"' EXIT
sha256sum --strict --quiet -c manifest-sha256.txt
diff <(find data ! -type d | LC_ALL=C sort) <(cut -c67- manifest-sha256.txt)
jq -j .dsseEnvelope.payload $B | base64 -d > $W/st.json
jq -r '.subject[]|.digest.sha256+"  "+.name' $W/st.json | sha256sum --strict --quiet -c
T=$(jq -j .dsseEnvelope.payloadType $B)
test "$T" = application/vnd.in-toto+json
{ printf 'DSSEv1 %d %s %d ' \${#T} "$T" $(wc -c <$W/st.json); cat $W/st.json; } > $W/pae
jq -j '.dsseEnvelope.signatures|if length==1 then .[0].sig else error("sigs") end' $B | base64 -d > $W/sig
jq -j .verificationMaterial.certificate.rawBytes $B | base64 -d | openssl x509 -inform DER -out $W/leaf.pem
openssl x509 -in $W/leaf.pem -noout -pubkey > $W/pub.pem
case $(openssl pkey -pubin -in $W/pub.pem -noout -text | head -1) in
  ED25519*) openssl pkeyutl -verify -rawin -pubin -inkey $W/pub.pem -sigfile $W/sig -in $W/pae ;;
  *3072*) openssl dgst -sha256 -sigopt rsa_padding_mode:pss -verify $W/pub.pem -signature $W/sig $W/pae ;;
  *) openssl dgst -sha256 -verify $W/pub.pem -signature $W/sig $W/pae ;;
esac
openssl verify -x509_strict -no_check_time -CAfile "$TRUST" -untrusted signer-chain.pem $W/leaf.pem
`;

async function sealed(holder: Holder, files: FileSet = smallRun()) {
  return seal({ files, signer: holder.signer, sealedAt: SEALED_AT, scan: () => [] });
}

describe('seal', () => {
  let holder: Holder;
  let folder: string;
  before(async () => {
    holder = await makeHolder();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-seal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function byPublicTools(bundle: Uint8Array, trust: string): boolean {
    writeFileSync(join(folder, 'bundle.zip'), bundle);
    writeFileSync(join(folder, 'trust.pem'), trust);
    execFileSync('unzip', ['-q', 'bundle.zip'], { cwd: folder });
    try {
      const env = { ...process.env, TRUST: join(folder, 'trust.pem') };
      execFileSync('bash', ['-c', RECIPE], { cwd: join(folder, RUN_ID), env, stdio: 'pipe' });
      return true;
    } catch {
      return false;
    }
  }

  it('holds what the design lists, below a folder named by the run', async () => {
    const { bundle } = await sealed(holder);
    const { folder, files } = opened(bundle ?? assert.fail());
    assert.equal(folder, RUN_ID);
    assert.deepEqual(
      [...files.keys()],
      [
        'bag-info.txt',
        'bagit.txt',
        'data/exchanges/preflight-01.req.http',
        'data/exchanges/preflight-01.res.http',
        'data/journal.jsonl',
        'data/plan.json',
        'data/report.html',
        'data/results.json',
        'data/suite/suites/a/a.suite.yaml',
        'evidence.sigstore.json',
        'manifest-sha256.txt',
        'signer-chain.pem',
      ],
    );
  });

  it('gives the same bytes for the same files, signer and time under Ed25519', async () => {
    const steady = await makeHolder({ algorithm: 'ed25519' });
    assert.deepEqual((await sealed(steady)).bundle, (await sealed(steady)).bundle);
  });

  for (const algorithm of ['p256', 'ed25519', 'rsa3072'] as const) {
    it(`can be verified with public tools alone (${algorithm})`, async () => {
      const root = await makeHolder({ subject: 'CN=Root', authority: true });
      const supplier = await makeHolder({ algorithm, issuer: root });
      const { bundle } = await sealed(supplier);
      assert.equal(byPublicTools(bundle ?? assert.fail(), root.certPem), true);
    });
  }

  it('can be verified with public tools when the signer vouches for itself and is enrolled', async () => {
    const { bundle } = await sealed(holder);
    assert.equal(byPublicTools(bundle ?? assert.fail(), holder.certPem), true);
  });

  const forged: Readonly<Record<string, (bundle: Uint8Array) => Uint8Array>> = {
    'a changed file': (bundle) => repacked(bundle, { 'data/report.html': 'x' }),
    'a changed file that the manifest lists': (bundle) => relisted(bundle, { 'data/report.html': 'x' }),
    'an extra file': (bundle) => repacked(bundle, { 'data/extra': 'x' }),
    'a missing file': (bundle) => repacked(bundle, { 'data/report.html': undefined }),
    'another payload': (bundle) => resealed(bundle, () => ({ payload: Buffer.from('{"subject":[]}') })),
    'another signature': (bundle) => resealed(bundle, () => ({ signature: Buffer.from('3006020101020101', 'hex') })),
  };
  for (const [what, forge] of Object.entries(forged)) {
    it(`is refused by public tools for ${what}`, async () => {
      const { bundle } = await sealed(holder);
      assert.equal(byPublicTools(forge(bundle ?? assert.fail()), holder.certPem), false);
    });
  }

  it('is refused by public tools under another root', async () => {
    const [root, impostor] = [
      await makeHolder({ subject: 'CN=Root', authority: true }),
      await makeHolder({ subject: 'CN=Root', authority: true }),
    ];
    const { bundle } = await sealed(await makeHolder({ issuer: root }));
    assert.equal(byPublicTools(bundle ?? assert.fail(), impostor.certPem), false);
  });

  it('is not made when the scan finds a leak, and is when it only warns', async () => {
    const finding = (severity: 'error' | 'warning') =>
      ({ code: 'LEAK', severity, message: 'A value stands in a file' }) as const;
    const request = { files: smallRun(), signer: holder.signer, sealedAt: SEALED_AT };
    const blocked = await seal({ ...request, scan: () => [finding('error')] });
    assert.deepEqual([blocked.bundle, blocked.diagnostics.map(({ code }) => code)], [undefined, ['LEAK']]);
    const warned = await seal({ ...request, scan: () => [finding('warning')] });
    assert.ok(warned.bundle);
    assert.equal(warned.diagnostics.length, 1);
  });

  it('is not made of a file in which somebody stands whom redaction passed by', async () => {
    const redactor = new Redactor({ declared: {}, secret: Buffer.from('one run') });
    const told = { method: 'GET', url: 'http://p.invalid/', headers: [], body: Buffer.from(PERSON) };
    const ref = { id: '0001-01', purpose: 'step', attempt: 1 } as const;
    const sent = { ref, outcome: 'refused', startedAt: '', timings: { totalMs: 1 }, request: told } as const;
    redactor.redactExchange({ ...sent, requestWire: new Uint8Array() });
    const request = { signer: holder.signer, sealedAt: SEALED_AT, scan: (files: FileSet) => redactor.leaks(files) };
    const clean = await seal({ ...request, files: smallRun() });
    assert.ok(clean.bundle);
    const { bundle, diagnostics } = await seal({
      ...request,
      files: changed(smallRun(), { 'report.html': '<p>Mr&#32;Fern&#99;astle</p>' }),
    });
    assert.deepEqual([bundle, diagnostics.map(({ code }) => code)], [undefined, ['LEAK']]);
  });

  const refused = {
    'a plan that is missing': ['FILE_MISSING', { 'plan.json': undefined }],
    'a journal that is missing': ['FILE_MISSING', { 'journal.jsonl': undefined }],
    'a suite that is missing': ['FILE_MISSING', { 'suite/suites/a/a.suite.yaml': undefined }],
    'a name that not every system can hold': ['FILE_NAME_INVALID', { 'reports/my report.html': 'x' }],
    'names that differ by case alone': ['FILE_NAME_INVALID', { 'REPORT.html': 'x' }],
    'a plan that is none': ['PLAN_MISMATCH', { 'plan.json': '{}' }],
    'results that are none': ['RESULT_MISMATCH', { 'results.json': '{}' }],
  } as const;
  for (const [what, [code, changes]] of Object.entries(refused)) {
    it(`is not made for ${what}`, async () => {
      const { bundle, diagnostics } = await sealed(holder, changed(smallRun(), changes));
      assert.equal(bundle, undefined);
      assert.deepEqual(
        diagnostics.map((diagnostic) => diagnostic.code),
        [code],
      );
    });
  }

  it('is not made for a run id that cannot name a folder', async () => {
    const { diagnostics } = await sealed(holder, smallRun(undefined, { runId: '../x' }));
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['FILE_NAME_INVALID'],
    );
  });
});
