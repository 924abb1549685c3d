// Lets the reference client go through every case for clients with each of its defects, and prints which case noticed which. It fails when
// a defect goes unnoticed, when a case that a defect names does not notice it, and when nothing moves a case.
import { CLIENT_DEFECTS } from '../src/client/defects.ts';
import { CLIENT_CASES, runClientSuites } from '../src/client/run-client-suites.test.ts';
import type { Verdict } from '../src/model/verdict.ts';
import { type Row, tableOf } from './sensitivity/table.ts';

const names = Object.keys(CLIENT_DEFECTS);
const rows: Row[] = [];
for (const defect of names) {
  const { verdicts } = await runClientSuites([defect]);
  const casesWith = (wanted: Verdict) => CLIENT_CASES.map(({ id }) => id).filter((id) => verdicts.get(id) === wanted);
  rows.push({ defect, fails: casesWith('fail'), errors: casesWith('error'), skips: casesWith('skip') });
  process.stderr.write(`\r${rows.length} of ${names.length} defects`);
}
process.stderr.write('\n');

const { text, insensitive } = tableOf(CLIENT_CASES, rows);
console.log(text);

const wrong = rows.filter(({ defect, fails, errors }) => {
  const named = CLIENT_DEFECTS[defect]?.fails ?? [];
  return errors.length > 0 || (named.length === 0) !== (fails.length === 0) || named.some((id) => !fails.includes(id));
});
for (const { defect } of wrong) console.log(`Not noticed as src/client/defects.ts says: ${defect}`);
for (const id of insensitive) console.log(`${id} notices no defect`);
process.exitCode = wrong.length + insensitive.length > 0 ? 1 : 0;
