// Counts what a reviewer must read to believe `verify`: the lines of code of its folders, which import Node's own modules and the model
// alone (see builtins-only-verify in .dependency-cruiser.cjs). Tests, blank lines and comments do not count.
import { readdirSync, readFileSync } from 'node:fs';

const FOLDERS = ['src/evidence/verify', 'src/evidence/format'];
/** About 1,500 for archive, seal, signer, account and what a reviewer expects; CMS, the signed PDF, time-stamps and countersignatures are the rest. */
const MOST = 1720;

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`),
);
const lines = files.flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));
const code = lines.filter((line) => !/^\s*(\/\/|\/\*|\*|$)/.test(line)).length;

console.log(
  `trust base: ${code} lines of code in ${files.length} files (${lines.length} with comments), at most ${MOST}`,
);
process.exit(code > MOST || code === 0 ? 1 : 0);
