import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { countersign } from '../evidence/seal/countersign.ts';
import { loadSigner } from '../evidence/seal/load-signer.ts';
import { createKey, keyFilesIn } from '../evidence/seal/new-key.ts';
import { verifyIntact } from '../evidence/verify/verify.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { EXIT } from '../model/exit-code.ts';

const DECISIONS = `
reviewer: Jo Example
decisions:
  - { requirement: P9, decision: accept, reason: "Seen in exchange 0001-01" }
  - { requirement: P10, decision: reject, reason: "The window was not the one agreed" }
  - { requirement: P11, decision: ask, reason: "Which release was this?" }
`;

describe('assay countersign', function () {
  this.timeout(120_000);
  const desk = Desk.perSuite();
  let bundle: string;

  before(async () => {
    bundle = await sealed('one');
    await createKey({ folder: desk.path('reviewer'), subject: 'CN=Reviewer', now: new Date() });
    await createKey({ folder: desk.path('stranger'), subject: 'CN=Stranger', now: new Date() });
  });

  async function sealed(name: string): Promise<string> {
    assert.equal(await desk.assay('run', SUITES, '--filter', 'SS-01', '--evidence', name, '--json'), EXIT.ok, desk.err);
    return desk.bundle(name);
  }

  const key = (of: string) => ['--key', desk.path(of, 'signer.key'), '--cert', desk.path(of, 'signer.crt')];
  const trusting = (supplier: string, ...reviewers: readonly string[]) => [
    ...['--trust', desk.path(supplier, 'signer.crt')],
    ...reviewers.flatMap((of) => ['--trust-reviewer', desk.path(of, 'signer.crt')]),
  ];
  const SUPPLIER = 'home/assay';

  async function countersigned(of = 'reviewer', decisions = DECISIONS): Promise<string> {
    await desk.write('decisions.yaml', decisions);
    await rm(desk.path('review.json'), { force: true });
    const exit = await desk.assay(
      'countersign',
      bundle,
      '--decisions',
      'decisions.yaml',
      '--out',
      'review.json',
      ...key(of),
    );
    assert.equal(exit, EXIT.ok, desk.err);
    return 'review.json';
  }

  /** As whoever has the key can, though the command refuses it. */
  async function signedBySupplier(): Promise<string> {
    const { signer } = await loadSigner(keyFilesIn(desk.path(SUPPLIER)), new Date());
    const { manifestDigest = assert.fail() } = verifyIntact(await readFile(bundle)).facts;
    const review = { reviewer: 'Jo Example', decisions: [], manifestDigest, at: new Date() };
    return desk.write('review.json', await countersign(review, signer ?? assert.fail()));
  }

  const verified = (review: string, of = bundle, ...trust: readonly string[]) =>
    desk.assay('verify', of, '--countersignature', review, ...trust);

  it('is shown beside the seal of the supplier, which it leaves as it is', async () => {
    const before = await readFile(bundle);
    const review = await countersigned();
    assert.ok(before.equals(await readFile(bundle)));
    assert.equal(await verified(review, bundle, ...trusting(SUPPLIER, 'reviewer')), EXIT.ok, desk.out);
    assert.match(desk.out, /signer +CN=Self-signed supplier key/);
    assert.match(
      desk.out,
      /^ACCEPTED .*\n.*\nreview +signature holds: 1 accepted, 1 rejected, 1 asked about\n +review\.json, by Jo Example, /s,
    );
    assert.match(desk.out, /rejected P10: The window was not the one agreed/);
    assert.match(desk.out, /asked about P11: Which release was this\?/);
  });

  it('is undecided by a reviewer whom nobody knows', async () => {
    const review = await countersigned('stranger');
    assert.equal(await verified(review, bundle, ...trusting(SUPPLIER, 'reviewer')), EXIT.evidenceNotTrusted);
    assert.match(desk.out, /COUNTERSIGNER_UNKNOWN/);
  });

  it('is rejected when the supplier signed it, and undecided when a store of suppliers is all that knows the reviewer', async () => {
    const own = await signedBySupplier();
    assert.equal(await verified(own, bundle, ...trusting(SUPPLIER, SUPPLIER)), EXIT.evidenceInvalid);
    assert.match(desk.out, /^ACCEPTED .*\n.*\nreview +REJECTED .*\n.*COUNTERSIGNER_IS_SIGNER/s);
    const review = await countersigned();
    const asSupplier = ['--trust', desk.path('reviewer', 'signer.crt')];
    assert.equal(await verified(review, bundle, ...trusting(SUPPLIER), ...asSupplier), EXIT.evidenceNotTrusted);
    assert.match(desk.out, /COUNTERSIGNER_UNKNOWN/);
  });

  it('is refused with the key that sealed the bundle, and without a key', async () => {
    await desk.write('decisions.yaml', DECISIONS);
    const given = ['countersign', bundle, '--decisions', 'decisions.yaml', '--out', 'none.json'];
    assert.equal(await desk.assay(...given, ...key(SUPPLIER)), EXIT.usage);
    assert.match(desk.err, /^error COUNTERSIGNER_IS_SIGNER: /);
    assert.equal(await desk.assay(...given), EXIT.usage);
    assert.match(desk.err, /^error USAGE: .*\n {2}hint: .*--key and --cert/);
    assert.ok(!(await desk.list('.')).includes('none.json'));
  });

  it('is never written in the place of another, nor where nothing can be written', async () => {
    const before = await desk.read(await countersigned());
    const given = ['countersign', bundle, '--decisions', 'decisions.yaml', ...key('stranger'), '--out'];
    assert.equal(await desk.assay(...given, 'review.json'), EXIT.usage);
    assert.match(desk.err, /^error EVIDENCE_EXISTS: review\.json .*\n {2}hint: .*--out/);
    assert.equal(await desk.read('review.json'), before);
    assert.equal(await desk.assay(...given, 'nowhere/review.json'), EXIT.harness);
    assert.match(desk.err, /^error EVIDENCE_NOT_WRITABLE: /);
  });

  it('is rejected for another bundle', async () => {
    const review = await countersigned();
    const other = await sealed('two');
    assert.equal(await verified(review, other, ...trusting(SUPPLIER, 'reviewer')), EXIT.evidenceInvalid);
    assert.match(desk.out, /COUNTERSIGNATURE_OF_ANOTHER/);
  });

  it('is rejected when a decision was changed, a key exchanged, or it is none', async () => {
    const review = JSON.parse(await readFile(desk.path(await countersigned()), 'utf8'));
    const payload = Buffer.from(review.dsseEnvelope.payload, 'base64').toString();
    const changed = payload.replace('"decision":"reject"', '"decision":"accept"');
    assert.notEqual(changed, payload);
    const stranger = JSON.parse(await readFile(desk.path(await countersigned('stranger')), 'utf8'));
    const forgeries = [
      canonicalJson({
        ...review,
        dsseEnvelope: { ...review.dsseEnvelope, payload: Buffer.from(changed).toString('base64') },
      }),
      canonicalJson({ ...review, verificationMaterial: stranger.verificationMaterial }),
      canonicalJson({
        ...review,
        verificationMaterial: {
          ...review.verificationMaterial,
          timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: 'AAAA' }] },
        },
      }),
      JSON.stringify(review, null, 2),
      '{}',
    ];
    for (const [index, forgery] of forgeries.entries()) {
      await desk.write('forged.json', forgery);
      const exit = await verified('forged.json', bundle, ...trusting(SUPPLIER, 'reviewer', 'stranger'));
      assert.equal(exit, EXIT.evidenceInvalid, `forgery ${index}`);
      assert.match(desk.out, /COUNTERSIGNATURE_INVALID/);
    }
  });

  it('refuses decisions about what the run does not know, twice about one, without a reason, and about a forged bundle', async () => {
    const refused = async (decisions: string, code: string) => {
      await desk.write('decisions.yaml', decisions);
      const exit = await desk.assay('countersign', bundle, '--decisions', 'decisions.yaml', ...key('reviewer'));
      assert.equal(exit, EXIT.usage);
      assert.match(desk.err, new RegExp(`decisions.yaml:\\d+:\\d+.*${code}`));
    };
    await refused(DECISIONS.replace('P10', 'P999'), 'UNKNOWN_REQUIREMENT');
    await refused(DECISIONS.replace('P10', 'P9'), 'DUPLICATE_ID');
    await refused(DECISIONS.replace('"The window was not the one agreed"', '""'), 'WRONG_VALUE');
    await refused(DECISIONS.replace('decision: ask', 'decision: perhaps'), 'WRONG_VALUE');

    await desk.write('decisions.yaml', DECISIONS);
    const bytes = await readFile(bundle);
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    await desk.write('forged.evidence.zip', bytes);
    const exit = await desk.assay(
      'countersign',
      'forged.evidence.zip',
      '--decisions',
      'decisions.yaml',
      ...key('reviewer'),
    );
    assert.equal(exit, EXIT.evidenceInvalid);
  });
});
