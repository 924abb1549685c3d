// Writes fixtures/golden anew: a journal, its plan, and every report of it; what the validator says of each fault. Look at the difference before you commit it.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fold } from '../src/journal/fold.ts';
import { createJournal } from '../src/journal/journal.ts';
import { readJournal } from '../src/journal/read-journal.ts';
import { canonicalJson } from '../src/model/canonical-json.ts';
import { FHIR_VERSIONS } from '../src/model/suite.ts';
import { REPORT_FORMATS } from '../src/report/report-formats.ts';
import { diagnosticsText } from './golden/fhir-diagnostics.ts';
import { START, sampleRun } from './golden/sample-run.ts';

const FOLDER = 'fixtures/golden';

const { plan, events, messages } = sampleRun();
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
await writeFile(`${FOLDER}/plan.json`, canonicalJson(plan));

let tick = START;
const journal = createJournal(`${FOLDER}/journal.jsonl`, () => {
  tick += 17;
  return new Date(tick);
});
for (const event of events) journal.append(event);
await journal.close();

const { lines, diagnostics } = readJournal(await readFile(`${FOLDER}/journal.jsonl`));
if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
const result = fold(plan, lines);
for (const { fileName, render } of REPORT_FORMATS) {
  await writeFile(`${FOLDER}/${fileName}`, await render({ result, plan, files: messages }));
}
for (const version of FHIR_VERSIONS) await writeFile(`${FOLDER}/fhir-${version}.md`, diagnosticsText(version));
console.log(`${FOLDER}: ${result.cases.length} cases, ${lines.length} journal lines`);
