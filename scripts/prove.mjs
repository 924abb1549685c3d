// The full campaigns and benchmarks, one after another, whatever becomes of each: hours of them are not lost to one target that was missed.
import { spawnSync } from 'node:child_process';

const CAMPAIGNS = [
  'bench',
  'bench:suites',
  'bench:validator',
  'bench:proxy',
  'bench:report',
  'bench:seal',
  'bench:verify',
  'bench:flood',
  'sensitivity',
  'crashes',
  'tampers',
  'canaries',
  'agreement',
  'second-opinions',
  'mutation:fhir',
];

const failed = CAMPAIGNS.filter((campaign) => {
  console.log(`\n## npm run ${campaign}`);
  return spawnSync('npm', ['run', '-s', campaign], { stdio: 'inherit' }).status !== 0;
});
console.log(`\n${CAMPAIGNS.length - failed.length} of ${CAMPAIGNS.length} came out as they should`);
for (const campaign of failed) console.log(`failed: npm run ${campaign}`);
process.exitCode = failed.length > 0 ? 1 : 0;
