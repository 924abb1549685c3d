import assert from 'node:assert/strict';
import { RUN_ID, SEALED_AT, smallRun } from '../../../fixtures/bundles/small-run.ts';
import { changed, opened } from '../../../fixtures/bundles/tampering.ts';
import { type Holder, makeHolder } from '../../../fixtures/keys/signers.ts';
import type { FileSet } from '../../model/digest.ts';
import { Redactor } from '../../redact/redactor.ts';
import { packBag } from '../format/bag-archive.ts';
import { seal } from './seal.ts';

const PERSON = '{"resourceType":"Patient","name":[{"family":"Ferncastle"}]}';

async function sealed(holder: Holder, files: FileSet = smallRun()) {
  return seal({ files, signer: holder.signer, sealedAt: SEALED_AT, scan: () => [] });
}

describe('seal', () => {
  let holder: Holder;
  before(async () => {
    holder = await makeHolder();
  });

  it('holds what the design lists, below a folder named by the run', async () => {
    const { bag } = await sealed(holder);
    const { folder, files } = opened(packBag(bag ?? assert.fail()));
    assert.equal(folder, RUN_ID);
    assert.deepEqual(
      [...files.keys()],
      [
        'bag-info.txt',
        'bagit.txt',
        'data/exchanges/preflight-01.req.http',
        'data/exchanges/preflight-01.res.http',
        'data/journal.jsonl',
        'data/packages.lock.json',
        'data/plan.json',
        'data/redactions.json',
        'data/report.html',
        'data/results.json',
        'data/run.json',
        'data/sbom.cdx.json',
        'data/suite/suites/a/a.suite.yaml',
        'evidence.sigstore.json',
        'manifest-sha256.txt',
        'signer-chain.pem',
      ],
    );
  });

  it('gives the same bytes for the same files, signer and time under Ed25519', async () => {
    const steady = await makeHolder({ algorithm: 'ed25519' });
    const packed = async () => packBag((await sealed(steady)).bag ?? assert.fail());
    assert.deepEqual(await packed(), await packed());
  });

  it('is not made when the scan finds a leak, and is when it only warns', async () => {
    const finding = (severity: 'error' | 'warning') =>
      ({ code: 'LEAK', severity, message: 'A value stands in a file' }) as const;
    const request = { files: smallRun(), signer: holder.signer, sealedAt: SEALED_AT };
    const blocked = await seal({ ...request, scan: () => [finding('error')] });
    assert.deepEqual([blocked.bag, blocked.diagnostics.map(({ code }) => code)], [undefined, ['LEAK']]);
    const warned = await seal({ ...request, scan: () => [finding('warning')] });
    assert.ok(warned.bag);
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
    assert.ok(clean.bag);
    const { bag, diagnostics } = await seal({
      ...request,
      files: changed(smallRun(), { 'report.html': '<p>Mr&#32;Fern&#99;astle</p>' }),
    });
    assert.deepEqual([bag, diagnostics.map(({ code }) => code)], [undefined, ['LEAK']]);
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
      const { bag, diagnostics } = await sealed(holder, changed(smallRun(), changes));
      assert.equal(bag, undefined);
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
