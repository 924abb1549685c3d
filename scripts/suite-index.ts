// Writes the index of the suites that this version publishes beside the code that is built; releases sign it with `assay trust sign`.
import { writeFile } from 'node:fs/promises';
import { ownSuites, SUITE_INDEX_FILE } from '../src/cli/published-suites.ts';
import { canonicalJson } from '../src/model/canonical-json.ts';

await writeFile(`dist/${SUITE_INDEX_FILE}`, canonicalJson(await ownSuites()));
