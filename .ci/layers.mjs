// Runs dependency-cruiser over src, and over a fixture that breaks a rule, so that a guard that sees nothing cannot pass.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const CONFIG = resolve('.dependency-cruiser.cjs');
const DEPCRUISE = resolve('node_modules/.bin/depcruise');

function cruise(cwd) {
  const run = spawnSync(DEPCRUISE, ['--config', CONFIG, '--output-type', 'json', 'src'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!run.stdout) throw new Error(`dependency-cruiser printed nothing: ${run.stderr}`);
  return JSON.parse(run.stdout).summary;
}

const source = cruise('.');
for (const { rule, from, to } of source.violations) console.error(`${rule.name}: ${from} -> ${to}`);

const sawNothing = source.totalCruised === 0 || source.totalDependenciesCruised === 0;
if (sawNothing) console.error('layers: dependency-cruiser examined nothing');

const bites = cruise('fixtures/layers-probe').violations.some(({ rule }) => rule.name === 'layer-model');
if (!bites) console.error('layers: the fixture that breaks the table was not reported');

console.log(
  `layers: ${source.totalCruised} modules, ${source.totalDependenciesCruised} dependencies, ${source.violations.length} violations`,
);
process.exit(source.violations.length > 0 || sawNothing || !bites ? 1 : 0);
