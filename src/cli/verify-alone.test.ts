import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHAPTERS, makeScene, verifiedIn } from '../../fixtures/bundles/forgeries/every.ts';
import type { Scene } from '../../fixtures/bundles/forgeries/forgery.ts';
import { SUITE_TEXT } from '../../fixtures/bundles/small-run.ts';
import { relisted } from '../../fixtures/bundles/tampering.ts';
import { enrolled, signedDocument, storeOf } from '../../fixtures/bundles/trust-stores.ts';
import { makeHolder } from '../../fixtures/keys/signers.ts';
import { buildVerifier } from '../../scripts/verifier.ts';
import { SUITE_INDEX_V1, suiteDigest } from '../evidence/review/suite-index.ts';
import { TRUST_STORE } from '../evidence/review/trust-store.ts';
import { countersign } from '../evidence/seal/countersign.ts';
import { sha256 } from '../model/digest.ts';
import { EXIT } from '../model/exit-code.ts';

describe('the verifier in one file', function () {
  this.timeout(60_000);
  let parent: string;
  /** Holds what a reviewer has, and nothing else. */
  let folder: string;
  let scene: Scene;
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), 'assay-alone-'));
    folder = join(parent, 'empty');
    await mkdir(folder);
    scene = await makeScene();
    const published = suiteDigest([{ path: 'suites/a/a.suite.yaml', sha256: sha256(SUITE_TEXT) }]);
    const releases = [{ version: '0.1.0', suites: [{ api: 'a', sha256: published }] }];
    await buildVerifier(join(folder, 'assay-verify.mjs'), { schema: SUITE_INDEX_V1, releases });
    const { holder, other, root, passed } = scene;
    await writeFile(join(folder, 'trust.pem'), [holder, other, root].map(({ certPem }) => certPem).join(''));
    await writeFile(join(folder, 'root.pem'), root.certPem);
    await writeFile(join(folder, 'bundle.zip'), passed);
  });
  after(() => rm(parent, { recursive: true }));

  interface Ended {
    readonly exit: number;
    readonly out: string;
    readonly err: string;
  }
  const ran = (...argv: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const env = { PATH: process.env['PATH'] };
      const child = execFile(process.execPath, ['assay-verify.mjs', ...argv], { cwd: folder, env }, (_, out, err) =>
        resolve({ exit: child.exitCode ?? -1, out, err }),
      );
    });
  const codesIn = (out: string): readonly string[] =>
    (JSON.parse(out) as { readonly findings: readonly { readonly code: string }[] }).findings.map(({ code }) => code);

  it('asks for nothing but what Node brings', async () => {
    const text = await readFile(join(folder, 'assay-verify.mjs'), 'utf8');
    const imported = [...text.matchAll(/^import .* from ["']([^"']+)["']/gm)].map(([, name]) => name);
    const required = [...text.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name);
    assert.ok(imported.length > 0);
    assert.deepEqual(
      [...imported, ...required].filter((name) => !/^node:|^(process|tty)$/.test(name ?? '')),
      [],
    );
  });

  it('accepts a bundle of a trusted signer, and says by which suites it was judged', async () => {
    const { exit, out, err } = await ran('bundle.zip', '--trust', 'trust.pem');
    assert.deepEqual([exit, err], [EXIT.ok, '']);
    assert.match(
      out,
      /^ACCEPTED {2}evidence of a run that passed; not for submission: system under test not identified \(no version, supplier or environment given\); verdicts not recomputed\n/,
    );
    assert.match(out, /\nsuites {3}as published with 0\.1\.0\n/);
  });

  it('says of no file that it is as it was sealed when the seal is about another', async () => {
    await writeFile(
      join(folder, 'changed.zip'),
      relisted(scene.passed, { 'data/report.html': (bytes) => bytes.reverse() }),
    );
    const { exit, out } = await ran('changed.zip', '--trust', 'trust.pem');
    assert.equal(exit, EXIT.evidenceInvalid);
    assert.match(out, /SUBJECT_MISMATCH/);
    assert.doesNotMatch(out, /as it was sealed/);
    assert.match((await ran('bundle.zip', '--trust', 'trust.pem')).out, /\nfiles .*, each as it was sealed\n/);
  });

  it('says of an archive that was changed which entry it is', async () => {
    const bytes = Buffer.from(scene.passed);
    bytes.write('!', bytes.indexOf('<title>'));
    await writeFile(join(folder, 'touched.zip'), bytes);
    const { exit, out } = await ran('touched.zip', '--trust', 'trust.pem');
    assert.equal(exit, EXIT.evidenceInvalid);
    assert.match(out, /ARCHIVE_NOT_CANONICAL: .*\n +hint: [^\n]*\/data\/report\.html has other bytes/);
  });

  it('leaves a stranger undecided', async () => {
    const { exit, out } = await ran('bundle.zip', '--json');
    assert.deepEqual([exit, codesIn(out)], [EXIT.evidenceNotTrusted, ['SIGNER_UNKNOWN']]);
  });

  it('takes a trust store', async () => {
    const store = await signedDocument(
      TRUST_STORE,
      storeOf([enrolled(scene.holder, { status: 'revoked' })], { expires: '2099-01-01T00:00:00.000Z' }),
      scene.root,
    );
    await writeFile(join(folder, 'store.json'), store);
    const { exit, out } = await ran('bundle.zip', '--trust-store', 'store.json', '--trust-root', 'root.pem', '--json');
    assert.equal(exit, EXIT.evidenceNotTrusted);
    assert.ok(codesIn(out).includes('SIGNER_REVOKED'));
  });

  it('shows what a reviewer signed, and finds what is signed about another bundle', async () => {
    const reviewer = await makeHolder({ subject: 'CN=Reviewer' });
    const about = async (manifestDigest = '') => {
      const decisions = [{ requirement: 'P9', decision: 'accept', reason: 'Seen' }] as const;
      const review = { reviewer: 'Jo Example', decisions, manifestDigest, at: new Date() };
      await writeFile(join(folder, 'review.json'), await countersign(review, reviewer.signer));
      await writeFile(join(folder, 'reviewer.pem'), reviewer.certPem);
      const trusted = ['--trust', 'trust.pem', '--trust-reviewer', 'reviewer.pem'];
      return ran('bundle.zip', ...trusted, '--countersignature', 'review.json');
    };
    const shown = await about(verifiedIn(scene, scene.passed).facts.manifestDigest);
    assert.equal(shown.exit, EXIT.ok);
    assert.match(
      shown.out,
      /\nreview {3}signature holds: 1 accepted, 0 rejected, 0 asked about\n +review\.json, by Jo Example, /,
    );
    const forged = await about('0'.repeat(64));
    assert.equal(forged.exit, EXIT.evidenceInvalid);
    assert.match(forged.out, /COUNTERSIGNATURE_OF_ANOTHER/);
  });

  it('finds a disclosure for which the bundle holds no commitment', async () => {
    const opening = { id: 'r-1', pointer: 'x', salt: '0'.repeat(32), schema: 'assay/disclosure/1', value: 'y' };
    await writeFile(join(folder, 'opened.json'), JSON.stringify(opening));
    const { exit, out } = await ran('bundle.zip', '--trust', 'trust.pem', '--disclosed', 'opened.json', '--json');
    assert.deepEqual([exit, codesIn(out)], [EXIT.evidenceInvalid, ['DISCLOSURE_INVALID']]);
  });

  // The others are found only by whoever asks for something: whom to trust, what to expect, whose time-stamps.
  for (const [chapter, forgeries] of Object.entries(CHAPTERS).filter(
    ([name]) => !['signer', 'expectation', 'time'].includes(name),
  )) {
    const names = Object.keys(forgeries);
    const tried = [names[0], names[names.length >> 1], names.at(-1)].filter((name) => name !== undefined);
    it(`finds what the library finds in a forged ${chapter} (${tried.join(', ')})`, async () => {
      for (const name of tried) {
        const bundle = await forgeries[name]?.[2](scene);
        assert.ok(bundle instanceof Uint8Array);
        await writeFile(join(folder, 'forged.zip'), bundle);
        const { exit, out } = await ran('forged.zip', '--trust', 'trust.pem', '--json');
        assert.equal(exit, EXIT.evidenceInvalid, name);
        assert.deepEqual(
          codesIn(out),
          verifiedIn(scene, bundle).findings.map(({ code }) => code),
        );
      }
    });
  }

  for (const [what, argv] of Object.entries({
    'no bundle': [],
    'two bundles': ['bundle.zip', 'bundle.zip'],
    'a bundle that is not there': ['none.zip'],
    'what is no archive': ['trust.pem'],
    'an option that nobody knows': ['bundle.zip', '--replays'],
    'what only Assay itself does': ['bundle.zip', '--replay'],
    'a stage named twice': ['bundle.zip', '--stage', 'int', '--stage', 'live'],
    'a stage that the suites do not have': ['bundle.zip', '--stage', 'live'],
    'a root of nothing': ['bundle.zip', '--trust-root', 'root.pem'],
    'a state in a folder that is not there': [
      ...['bundle.zip', '--trust-root', 'root.pem', '--trust-store', 'trust.pem', '--trust-state', 'none/seen.json'],
    ],
    'a store without its root': ['bundle.zip', '--trust-store', 'trust.pem'],
  })) {
    it(`ends with 2 for ${what}, and accepts nothing`, async () => {
      const { exit, out, err } = await ran(...argv);
      assert.deepEqual([exit, out], [EXIT.usage, '']);
      assert.ok(err !== '' && err.split('\n').length <= 4, err);
    });
  }

  it('has help', async () => {
    const { exit, out } = await ran('--help');
    assert.equal(exit, EXIT.ok);
    assert.match(out, /--trust-store/);
  });
});
