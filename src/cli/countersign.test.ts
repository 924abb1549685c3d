import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { createSelfSigned } from '../evidence/seal/self-signed.ts';
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
  let folder: string;
  let bundle: string;
  let out: string;
  let err: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-countersign-'));
    bundle = await sealed('one');
    await createSelfSigned({ folder: join(folder, 'reviewer'), subject: 'CN=Reviewer', now: new Date() });
    await createSelfSigned({ folder: join(folder, 'stranger'), subject: 'CN=Stranger', now: new Date() });
  });
  after(() => rm(folder, { recursive: true }));

  async function assay(...argv: readonly string[]): Promise<number> {
    out = '';
    err = '';
    const context = testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'home') },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
    return (await import('./program.ts')).assay(argv, context);
  }

  async function sealed(name: string): Promise<string> {
    const suites = join(process.cwd(), 'suites/uec-booking');
    assert.equal(await assay('run', suites, '--filter', 'SS-01', '--evidence', name, '--json'), EXIT.ok, err);
    const { bundle: path } = JSON.parse(out) as { bundle: string };
    return path;
  }

  const key = (of: string) => ['--key', join(folder, of, 'signer.key'), '--cert', join(folder, of, 'signer.crt')];
  const trusting = (...who: readonly string[]) => who.flatMap((of) => ['--trust', join(folder, of, 'signer.crt')]);
  const SUPPLIER = 'home/assay';

  async function countersigned(of = 'reviewer', decisions = DECISIONS): Promise<string> {
    await writeFile(join(folder, 'decisions.yaml'), decisions);
    const exit = await assay(
      'countersign',
      bundle,
      '--decisions',
      'decisions.yaml',
      '--out',
      'review.json',
      ...key(of),
    );
    assert.equal(exit, EXIT.ok, err);
    return 'review.json';
  }

  const verified = (review: string, of = bundle, ...trust: readonly string[]) =>
    assay('verify', of, '--countersignature', review, ...trust);

  it('is shown beside the seal of the supplier, which it leaves as it is', async () => {
    const before = await readFile(bundle);
    const review = await countersigned();
    assert.ok(before.equals(await readFile(bundle)));
    assert.equal(await verified(review, bundle, ...trusting(SUPPLIER, 'reviewer')), EXIT.ok, out);
    assert.match(out, /signer +CN=Self-signed supplier key/);
    assert.match(out, /review +by Jo Example, .*: 1 accepted, 1 rejected, 1 asked about/);
    assert.match(out, /rejected P10: The window was not the one agreed/);
    assert.match(out, /asked about P11: Which release was this\?/);
  });

  it('is undecided by a reviewer whom nobody knows', async () => {
    const review = await countersigned('stranger');
    assert.equal(await verified(review, bundle, ...trusting(SUPPLIER, 'reviewer')), EXIT.evidenceNotTrusted);
    assert.match(out, /COUNTERSIGNER_UNKNOWN/);
  });

  it('is rejected for another bundle', async () => {
    const review = await countersigned();
    const other = await sealed('two');
    assert.equal(await verified(review, other, ...trusting(SUPPLIER, 'reviewer')), EXIT.evidenceInvalid);
    assert.match(out, /COUNTERSIGNATURE_OF_ANOTHER/);
  });

  it('is rejected when a decision was changed, a key exchanged, or it is none', async () => {
    const review = JSON.parse(await readFile(join(folder, await countersigned()), 'utf8'));
    const payload = Buffer.from(review.dsseEnvelope.payload, 'base64').toString();
    const changed = payload.replace('"decision":"reject"', '"decision":"accept"');
    assert.notEqual(changed, payload);
    const stranger = JSON.parse(await readFile(join(folder, await countersigned('stranger')), 'utf8'));
    const forgeries = [
      canonicalJson({
        ...review,
        dsseEnvelope: { ...review.dsseEnvelope, payload: Buffer.from(changed).toString('base64') },
      }),
      canonicalJson({ ...review, verificationMaterial: stranger.verificationMaterial }),
      JSON.stringify(review, null, 2),
      '{}',
    ];
    for (const [index, forgery] of forgeries.entries()) {
      await writeFile(join(folder, 'forged.json'), forgery);
      const exit = await verified('forged.json', bundle, ...trusting(SUPPLIER, 'reviewer', 'stranger'));
      assert.equal(exit, EXIT.evidenceInvalid, `forgery ${index}`);
      assert.match(out, /COUNTERSIGNATURE_INVALID/);
    }
  });

  it('refuses decisions about what the run does not know, twice about one, without a reason, and about a forged bundle', async () => {
    const refused = async (decisions: string, code: string) => {
      await writeFile(join(folder, 'decisions.yaml'), decisions);
      const exit = await assay('countersign', bundle, '--decisions', 'decisions.yaml', ...key('reviewer'));
      assert.equal(exit, EXIT.usage);
      assert.match(err, new RegExp(`decisions.yaml:\\d+:\\d+.*${code}`));
    };
    await refused(DECISIONS.replace('P10', 'P999'), 'UNKNOWN_REQUIREMENT');
    await refused(DECISIONS.replace('P10', 'P9'), 'DUPLICATE_ID');
    await refused(DECISIONS.replace('"The window was not the one agreed"', '""'), 'WRONG_VALUE');
    await refused(DECISIONS.replace('decision: ask', 'decision: perhaps'), 'WRONG_VALUE');

    await writeFile(join(folder, 'decisions.yaml'), DECISIONS);
    const bytes = await readFile(bundle);
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    await writeFile(join(folder, 'forged.evidence.zip'), bytes);
    const exit = await assay('countersign', 'forged.evidence.zip', '--decisions', 'decisions.yaml', ...key('reviewer'));
    assert.equal(exit, EXIT.evidenceInvalid);
  });
});
