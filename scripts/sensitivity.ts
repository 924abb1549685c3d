// Runs every case of the UEC provider suites against the reference provider with each of its defects, and prints which case noticed
// which. It fails when a defect goes unnoticed, when the lists of provider.simulator.yaml are not what happened (--write corrects
// them), and when a case that notices nothing does not say there why it is still needed. Defects of connections are named apart.
import { readFile, writeFile } from 'node:fs/promises';
import { casesWith, DEFECTS_OF_REQUESTS, runInMemory, WITH_FEWER_SLOTS } from '../src/simulate/run-in-memory.test.ts';
import { DEFINITION, PROVIDER_FILE } from '../src/simulate/test-provider.test.ts';
import { type Row, tableOfProvider } from './sensitivity/table.ts';
import { withLists } from './sensitivity/write-lists.ts';

const names = DEFECTS_OF_REQUESTS.map(([name]) => name);
const rows: Row[] = [];
for (const defect of names) {
  const outcomes = await runInMemory(WITH_FEWER_SLOTS, [defect]);
  const row = {
    defect,
    fails: casesWith(outcomes, 'fail'),
    errors: casesWith(outcomes, 'error'),
    skips: casesWith(outcomes, 'skip'),
  };
  rows.push(row);
  process.stderr.write(`\r${rows.length} of ${names.length} defects`);
}
process.stderr.write('\n');

const same = (one: readonly string[], other: readonly string[] = []): boolean =>
  one.toSorted().join() === other.toSorted().join();
const wrong = rows.filter(({ defect, fails, errors }) => {
  const declared = DEFINITION.defects[defect];
  return !same(fails, declared?.fails) || !same(errors, declared?.errors);
});
const { text, unnoticed, insensitive } = tableOfProvider(rows);
console.log(text);

if (process.argv.includes('--write')) {
  await writeFile(PROVIDER_FILE, withLists(await readFile(PROVIDER_FILE, 'utf8'), rows));
} else if (wrong.length > 0) {
  console.log(
    `Other cases than stated noticed ${wrong.map(({ defect }) => defect).join(', ')}: npm run sensitivity -- --write states them.`,
  );
  process.exitCode = 1;
}
if (unnoticed.length > 0) process.exitCode = 1;

const explained = Object.keys(DEFINITION.insensitive);
for (const id of insensitive)
  console.log(`${id} notices no defect: ${DEFINITION.insensitive[id] ?? 'nobody says why it is needed'}`);
for (const id of explained.filter((one) => !insensitive.includes(one)))
  console.log(`${id} is said to notice no defect, and does`);
if (!same(insensitive, explained)) process.exitCode = 1;
