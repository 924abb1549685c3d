// How long verification takes: the verifier in one file, from start to end of its process, and the public recipe, on bundles of 100 and of
// 1,000 exchanges. Ten times the exchanges must take no more than a dozen times as long.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusedByRecipe } from '../fixtures/bundles/public-tools.ts';
import { sealedBundle } from '../fixtures/bundles/sealed-bundle.ts';
import { SEALED_AT, SUITE_TEXT, smallRun } from '../fixtures/bundles/small-run.ts';
import { makeHolder } from '../fixtures/keys/signers.ts';
import { SUITE_INDEX_V1, suiteDigest } from '../src/evidence/review/suite-index.ts';
import { verifyFor } from '../src/evidence/review/verify-for.ts';
import { sha256 } from '../src/model/digest.ts';
import { buildVerifier } from './verifier.ts';

const ROUNDS = 5;
const TARGETS_MS = { 100: 1000, 1000: 5000 } as const;
const MOST_GROWTH = 12;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function timed(work: () => void | Promise<void>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    rounds.push(performance.now() - start);
  }
  return median(rounds);
}

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-verify-'));
try {
  const sealed = suiteDigest([{ path: 'suites/a/a.suite.yaml', sha256: sha256(SUITE_TEXT) }]);
  const releases = [{ version: '0.1.0', suites: [{ api: 'a', sha256: sealed }] }];
  const verifier = join(folder, 'assay-verify.mjs');
  await buildVerifier(verifier, { schema: SUITE_INDEX_V1, releases });
  const holder = await makeHolder();
  const trust = join(folder, 'trust.pem');
  writeFileSync(trust, holder.certPem);

  const within: number[] = [];
  const rows = [];
  for (const [exchanges, target] of Object.entries(TARGETS_MS)) {
    const files = smallRun({ 'A-01': 'pass' }, { exchanges: Number(exchanges) });
    const bundle = await sealedBundle({ files, signer: holder.signer, sealedAt: SEALED_AT });
    const path = join(folder, `${exchanges}.evidence.zip`);
    writeFileSync(path, bundle);
    const processMs = await timed(() => {
      const { status, stdout } = spawnSync(process.execPath, [verifier, path, '--trust', trust], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`The verifier ended with ${status}: ${stdout}`);
    });
    const asked = { trust: { certificates: [holder.certificate], fingerprints: [] }, now: SEALED_AT };
    const insideMs = await timed(() => {
      if (verifyFor(bundle, asked).outcome !== 'accepted') throw new Error('The bundle is not accepted');
    });
    const recipeMs = await timed(async () => {
      const refused = await refusedByRecipe(bundle, [holder.certificate]);
      if (refused !== undefined) throw new Error(refused);
    });
    within.push(insideMs);
    rows.push({
      exchanges,
      MB: (bundle.length / 1e6).toFixed(1),
      'verifier, ms': processMs.toFixed(0),
      'of which verifying': insideMs.toFixed(0),
      'unzip, sha256sum, openssl, jq': recipeMs.toFixed(0),
      target: `< ${target}`,
      met: processMs < target ? 'yes' : 'NO',
    });
  }
  console.table(rows);
  const [few = 1, many = Number.NaN] = within;
  console.log(`ten times the exchanges take ${(many / few).toFixed(1)} times as long (at most ${MOST_GROWTH})`);
  if (!(many / few <= MOST_GROWTH) || rows.some(({ met }) => met === 'NO')) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
