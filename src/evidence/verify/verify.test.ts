import assert from 'node:assert/strict';
import { sealedBundle } from '../../../fixtures/bundles/sealed-bundle.ts';
import { chained, journalBytes, MIXED, RUN_ID, SEALED_AT, smallRun } from '../../../fixtures/bundles/small-run.ts';
import { type Holder, makeHolder, VALID_TO } from '../../../fixtures/keys/signers.ts';
import { type FileSet, sha256 } from '../../model/digest.ts';
import type { JournalEvent } from '../../model/event.ts';
import { REPORT_FORMATS } from '../../report/report-formats.ts';
import { ALWAYS, VIEWS } from '../format/bundle-layout.ts';
import type { Trust } from './verification.ts';
import { verify, verifyIntact } from './verify.ts';

const NOW = new Date('2026-03-04T00:00:00Z');
const NOBODY: Trust = { certificates: [], fingerprints: [] };

const sealed = (holder: Holder, files: FileSet = smallRun(), sealedAt = SEALED_AT): Promise<Uint8Array> =>
  sealedBundle({ files, signer: holder.signer, sealedAt });

const trusting = (...holders: readonly Holder[]): Trust => ({
  certificates: holders.map(({ certificate }) => certificate),
  fingerprints: [],
});

function check(bundle: Uint8Array, trust: Trust, now = NOW) {
  const { outcome, findings } = verify(bundle, { trust, now });
  return { outcome, codes: [...new Set(findings.map(({ code }) => code))] };
}

describe('verify', () => {
  let holder: Holder;
  let bundle: Uint8Array;
  before(async () => {
    holder = await makeHolder();
    bundle = await sealed(holder);
  });

  it('accepts a bundle of a trusted signer, says what it found and that verdicts were not recomputed', () => {
    const { outcome, findings, facts, says } = verify(bundle, { trust: trusting(holder), now: NOW });
    assert.deepEqual(findings, []);
    assert.equal(outcome, 'accepted');
    assert.equal(facts.runId, RUN_ID);
    assert.equal(facts.sealedAt, SEALED_AT.toISOString());
    assert.equal(facts.verdict, 'fail');
    assert.deepEqual(facts.counts, { error: 1, fail: 1, skip: 1, pass: 1 });
    assert.equal(facts.signer?.selfSigned, true);
    assert.equal(facts.signer?.subject, 'CN=Example Supplier, O=Example Health Systems Ltd');
    assert.equal(facts.files, 11);
    assert.equal(says, 'verdicts not recomputed');
  });

  it('accepts by fingerprint as well as by certificate', () => {
    const { facts } = verify(bundle, { trust: NOBODY, now: NOW });
    const fingerprints = [facts.signer?.fingerprint ?? ''];
    assert.equal(check(bundle, { certificates: [], fingerprints }).outcome, 'accepted');
  });

  it('leaves an unknown signer undecided, also one of the same name', async () => {
    const namesake = await makeHolder();
    assert.deepEqual(check(bundle, NOBODY), { outcome: 'indeterminate', codes: ['SIGNER_UNKNOWN'] });
    assert.deepEqual(check(bundle, trusting(namesake)), { outcome: 'indeterminate', codes: ['SIGNER_UNKNOWN'] });
  });

  it('leaves an expired signer undecided, since nobody but the signer says when it sealed', () => {
    const later = new Date(VALID_TO.getTime() + 1000);
    assert.deepEqual(check(bundle, trusting(holder), later), {
      outcome: 'indeterminate',
      codes: ['CERTIFICATE_EXPIRED'],
    });
  });

  it('accepts every run whatever its verdicts: evidence of failure is evidence', async () => {
    for (const files of [smallRun(), smallRun({ 'A-01': 'pass' }), smallRun({ 'A-01': 'fail' })]) {
      assert.deepEqual(check(await sealed(holder, files), trusting(holder)), { outcome: 'accepted', codes: [] });
    }
  });

  for (const algorithm of ['ed25519', 'rsa3072'] as const) {
    it(`accepts a seal by ${algorithm}`, async () => {
      const other = await makeHolder({ algorithm });
      assert.equal(check(await sealed(other), trusting(other)).outcome, 'accepted');
    });
  }

  it('knows every report that is made', () => {
    const known = new Set([...ALWAYS, ...VIEWS]);
    assert.deepEqual(
      REPORT_FORMATS.map(({ fileName }) => fileName).filter((file) => !known.has(file)),
      [],
    );
  });

  it('gets through a journal that names one large file in every line', async () => {
    const large = Buffer.alloc(16 * 1024 * 1024);
    const file = `attachments/${sha256(large)}.txt`;
    const attached = { type: 'attached', case: 'A-01', file, name: 'x', mediaType: 'text/plain' } as const;
    const event = { ...attached, sizeBytes: large.length, sha256: sha256(large) };
    const files = new Map([...smallRun(), [file, large]]);
    const events = Buffer.from(files.get('journal.jsonl') ?? [])
      .toString()
      .trimEnd()
      .split('\n')
      .map((line): JournalEvent => JSON.parse(line).event);
    const many = [...events.slice(0, -1), ...Array<JournalEvent>(20_000).fill(event), ...events.slice(-1)];
    files.set('journal.jsonl', Buffer.from(journalBytes(chained(many))));
    assert.deepEqual(check(await sealed(holder, files), trusting(holder)), { outcome: 'accepted', codes: [] });
  }).timeout(30_000);

  it('rejects a run that stopped before its end', async () => {
    const unfinished = await sealed(holder, smallRun(MIXED, { finished: false }));
    assert.deepEqual(check(unfinished, trusting(holder)), { outcome: 'rejected', codes: ['RUN_INCOMPLETE'] });
    const { outcome, findings } = verifyIntact(unfinished);
    assert.deepEqual([outcome, findings.map(({ code }) => code)], ['rejected', ['RUN_INCOMPLETE']]);
  });

  it('finds nothing in an intact bundle where neither trust nor time is asked for', () => {
    const { outcome, findings, facts } = verifyIntact(bundle);
    assert.deepEqual([outcome, findings, facts.runId], ['accepted', [], RUN_ID]);
  });

  it('rejects when verification itself breaks', () => {
    const trust: Trust = {
      fingerprints: [],
      get certificates(): readonly Uint8Array[] {
        throw new Error('out of order');
      },
    };
    assert.deepEqual(check(bundle, trust), { outcome: 'rejected', codes: ['VERIFICATION_CRASHED'] });
  });

  it('rejects what is no archive at all', () => {
    for (const junk of [new Uint8Array(), Buffer.from('PK'), Buffer.alloc(100, 'a')]) {
      assert.deepEqual(check(junk, NOBODY), { outcome: 'rejected', codes: ['ARCHIVE_NOT_CANONICAL'] });
    }
  });

  describe('below authorities', () => {
    let root: Holder;
    let intermediate: Holder;
    let supplier: Holder;
    before(async () => {
      root = await makeHolder({ subject: 'CN=Root', authority: true, pathLength: 1 });
      intermediate = await makeHolder({ subject: 'CN=Intermediate', authority: true, pathLength: 0, issuer: root });
      supplier = await makeHolder({ issuer: intermediate });
    });

    it('accepts when the root, the intermediate or the signer itself is trusted', async () => {
      const chained = await sealed(supplier);
      for (const anchor of [root, intermediate, supplier]) {
        assert.deepEqual(check(chained, trusting(anchor)), { outcome: 'accepted', codes: [] });
      }
      assert.equal(verify(chained, { trust: trusting(root), now: NOW }).facts.signer?.selfSigned, false);
    });

    it('names the authority that may not issue certificates, though the reviewer trusts it', async () => {
      const unfit = await makeHolder({ subject: 'CN=Unfit', usage: 'none' });
      const below = await sealed(await makeHolder({ issuer: unfit }));
      const { findings } = verify(below, { trust: trusting(root, unfit), now: NOW });
      assert.deepEqual(
        findings.map(({ code, message }) => [code, message.includes('CN=Unfit')]),
        [['SIGNER_UNKNOWN', true]],
      );
    });

    it('needs one authority that the reviewer trusts and that is still valid', async () => {
      const over = await makeHolder({ subject: 'CN=Over', authority: true, notAfter: new Date(NOW.getTime() - 1000) });
      const below = await makeHolder({ subject: 'CN=Below', authority: true, issuer: over });
      const chained = await sealed(await makeHolder({ issuer: below }));
      assert.deepEqual(check(chained, trusting(over)), { outcome: 'indeterminate', codes: ['CERTIFICATE_EXPIRED'] });
      assert.deepEqual(check(chained, trusting(over, below)), { outcome: 'accepted', codes: [] });
    });

    it('leaves it undecided under another root of the same name', async () => {
      const impostor = await makeHolder({ subject: 'CN=Root', authority: true });
      assert.deepEqual(check(await sealed(supplier), trusting(impostor)), {
        outcome: 'indeterminate',
        codes: ['SIGNER_UNKNOWN'],
      });
    });
  });
});
