// The full campaigns and benchmarks, one after another; ends with the first that fails.
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

for (const campaign of CAMPAIGNS) {
  console.log(`\n## npm run ${campaign}`);
  const { status } = spawnSync('npm', ['run', '-s', campaign], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
