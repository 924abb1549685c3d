// Kills a run of six cases at many writes, and fills the disk at every write, and lets it go on each time: what it comes to must be what an
// unbroken run comes to, case by case and assertion by assertion, and its bundle accepted with its verdicts recomputed.
//
//   npm run crashes [kills] [full disks]        (200, and as many as there are writes, unless told)
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { testContext } from '../fixtures/cli/test-context.ts';
import { serveWithCookies } from '../fixtures/crashes/cookie-provider.ts';
import {
  type Breaking,
  breakAndGoOn,
  type CrashSite,
  folderOf,
  outcomeIn,
  runSix,
  writesOf,
} from '../fixtures/crashes/crashed-run.ts';
import { openSuites } from '../src/cli/open-suites.ts';
import { assay } from '../src/cli/program.ts';
import { requireProvider } from '../src/cli/reference-provider.ts';
import { createValidator } from '../src/fhir/validator.ts';
import { EXIT } from '../src/model/exit-code.ts';

const kills = Number(process.argv[2] ?? 200);
const SUITES = 'suites/uec-booking';
const PROGRAM = [join(import.meta.dirname, '../dist/cli/main.js')];

const { loaded, files } = await openSuites(SUITES, process.cwd());
if (loaded === undefined) throw new Error('The suites do not load');
const validator = createValidator(loaded.api.fhirVersion, loaded.definitions);
const provider = await serveWithCookies(requireProvider(files, SUITES), validator);
const folder = await mkdtemp(join(tmpdir(), 'assay-crashes-'));
const site: CrashSite = { target: provider.url, folder, program: PROGRAM };
const anew = async (): Promise<void> => {
  await rm(join(folder, 'evidence'), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
};

const clean = await runSix(site);
const expected = await outcomeIn((await folderOf(site)) ?? '');
const writes = writesOf(clean);
console.log(`an unbroken run: ${Object.keys(expected).length} verdicts, ${writes} writes`);

const full = Number(process.argv[3] ?? writes);
/** Spread evenly over the writes; when there are more than writes some are done again. */
const spread = (times: number): readonly number[] =>
  Array.from({ length: times }, (_, index) => 1 + Math.floor((index * writes) / times));
const breaks: readonly Breaking[] = [
  ...spread(kills).map((at) => ({ at, by: 'kill' as const })),
  ...spread(full).map((at) => ({ at, by: 'full' as const })),
];

/** As whoever trusts the signer verifies it, with its verdicts recomputed. */
async function verifiedBundle(): Promise<number> {
  const argv = ['--trust', join(folder, 'home/assay/signer.crt'), '--replay'];
  return assay(['verify', `${await folderOf(site)}.evidence.zip`, ...argv], testContext({ cwd: folder }));
}

const tally = { same: 0, anew: 0, sealed: 0, other: 0 };
for (const breaking of breaks) {
  await anew();
  const { began, resumed, broken, outcome } = await breakAndGoOn(site, breaking);
  const verified = await verifiedBundle();
  if (!isDeepStrictEqual(outcome, expected) || verified !== EXIT.ok) {
    tally.other += 1;
    console.log(`${breaking.by} at write ${breaking.at}: ${broken.exit}, resumed ${resumed?.exit}\n${resumed?.err}`);
  } else if (resumed?.err.includes('NOTHING_TO_RESUME')) tally.sealed += 1;
  else if (began) tally.same += 1;
  else tally.anew += 1;
  process.stderr.write(`\r${Object.values(tally).reduce((sum, times) => sum + times)} of ${breaks.length}`);
}
process.stderr.write('\n');
await provider.close();
await rm(folder, { recursive: true });
console.log(
  `${kills} kills and ${full} full disks: ${tally.same} resumed to the same verdicts and assertions and a bundle that replays, ${tally.anew} broke before the run began and were begun anew, ` +
    `${tally.sealed} broke after the bundle was sealed, ${tally.other} came to something else`,
);
process.exitCode = tally.other > 0 ? 1 : 0;
