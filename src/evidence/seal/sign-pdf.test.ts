import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cmsOf, gapOf, signedPdf, unsignedPdf } from '../../../fixtures/bundles/signed-pdf.ts';
import { SEALED_AT, smallRun } from '../../../fixtures/bundles/small-run.ts';
import { type Holder, makeHolder } from '../../../fixtures/keys/signers.ts';
import { HarnessError } from '../../model/harness-error.ts';
import { readSignedData } from '../format/cms.ts';
import { CMS } from '../format/cms-names.ts';
import { blanked, signedBytes } from '../format/pdf-signature.ts';
import { signPdf } from './sign-pdf.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Readers of PDF ask what is valid now. */
const CURRENT = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };

describe('a signed report in PDF', () => {
  let folder: string;
  let root: Holder;
  let issuer: Holder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-pdf-'));
    root = await makeHolder({ subject: 'CN=Root', authority: true, ...CURRENT });
    issuer = await makeHolder({ subject: 'CN=Issuer', authority: true, issuer: root, ...CURRENT });
    writeFileSync(join(folder, 'root.pem'), root.certPem);
    run('certutil', ['-N', '-d', 'sql:.', '--empty-password']);
    run('certutil', ['-A', '-d', 'sql:.', '-n', 'root', '-t', 'CT,C,C', '-i', 'root.pem']);
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (command: string, given: readonly string[]): string =>
    execFileSync(command, given, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

  /** Lines of pdfsig that say something of one signature, without those that name it. */
  function saidByPdfsig(pdf: Uint8Array): readonly string[] {
    writeFileSync(join(folder, 'report.pdf'), pdf);
    const lines = run('pdfsig', ['-nssdir', 'sql:.', 'report.pdf']).split('\n');
    return lines.flatMap((line) => /Total document signed|Not total|(?<=Validation: ).*/.exec(line)?.[0] ?? []);
  }
  const GOOD = ['Total document signed', 'Signature is Valid.', 'Certificate is Trusted.'];

  for (const algorithm of ['p256', 'rsa3072'] as const) {
    describe(`by ${algorithm}`, () => {
      let pdf: Buffer;
      before(async () => {
        const holder = await makeHolder({ algorithm, issuer, ...CURRENT });
        pdf = await signedPdf(smallRun(), holder.signer, { at: new Date() });
      });

      it('is valid, trusted and signed as a whole to pdfsig', () => {
        assert.deepEqual(saidByPdfsig(pdf), GOOD);
      });

      it('is no longer when a byte changed, and no longer whole when one follows', () => {
        const changed = Buffer.from(pdf.toString('latin1').replace('\n(Assay)', '\n(Other)'), 'latin1');
        assert.deepEqual(saidByPdfsig(changed), [GOOD[0], 'Digest Mismatch.']);
        const longer = saidByPdfsig(Buffer.concat([pdf, Buffer.from('\n')]));
        assert.ok(!longer.includes('Total document signed'));
      });

      it('is a CAdES signature to openssl', () => {
        writeFileSync(join(folder, 'pdf.cms'), cmsOf(pdf));
        writeFileSync(join(folder, 'signed.bin'), signedBytes(pdf, gapOf(pdf)));
        const verify =
          'cms -verify -cades -binary -inform DER -in pdf.cms -content signed.bin -CAfile root.pem -purpose any -out out';
        assert.doesNotThrow(() => run('openssl', verify.split(' ')));
        writeFileSync(join(folder, 'signed.bin'), 'other');
        assert.throws(() => run('openssl', verify.split(' ')));
      });

      it('has the attributes of PAdES baseline and no time of its own', () => {
        const { signed, unsigned } = readSignedData(cmsOf(pdf));
        assert.deepEqual(
          [...signed.keys()].sort(),
          [CMS.contentType, CMS.messageDigest, CMS.signingCertificateV2].sort(),
        );
        assert.equal(unsigned.size, 0);
      });

      it('is a sound PDF', () => {
        writeFileSync(join(folder, 'report.pdf'), pdf);
        assert.doesNotThrow(() => run('qpdf', ['--check', 'report.pdf']));
      });
    });
  }

  it('is what it was before when the signature is taken out', async () => {
    const holder = await makeHolder();
    const pdf = await signedPdf(smallRun(), holder.signer);
    assert.ok(blanked(pdf, gapOf(pdf)).equals(await unsignedPdf(smallRun(), holder.signer, SEALED_AT)));
  });

  it('is not made without room for a signature, or for a key that readers do not know', async () => {
    const isNotSigned = (error: unknown) => error instanceof HarnessError && error.diagnostic.code === 'PDF_NOT_SIGNED';
    const [holder, ed25519] = [await makeHolder(), await makeHolder({ algorithm: 'ed25519' })];
    const pdf = await unsignedPdf(smallRun(), holder.signer, SEALED_AT);
    const none = async () => undefined;
    await assert.rejects(signPdf(Buffer.from('%PDF-1.7'), holder.signer, none), isNotSigned);
    await assert.rejects(signPdf(pdf, ed25519.signer, none), isNotSigned);
    const long = { ...holder.signer, certificateChain: Array(60).fill(holder.certificate) };
    await assert.rejects(signPdf(pdf, long, none), isNotSigned);
  });
});
