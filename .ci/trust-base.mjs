// Counts what a reviewer must read to believe that a bundle is intact, and sealed by a signer whom they name: the lines of code of the
// folders of `verify`, which import Node's own modules and the model alone (see builtins-only-verify in .dependency-cruiser.cjs). Imports
// count; tests, blank lines and comments do not. Nor does the model, and what a reviewer asks further (a trust store, a nonce, published
// suites) or signs, in src/evidence/review: that stands under the same rule, adds signers whom a signed store enrols, and findings, and is
// counted beside.
import { readdirSync, readFileSync } from 'node:fs';

const FOLDERS = ['src/evidence/verify', 'src/evidence/format'];
const BESIDE = ['src/evidence/review'];
const MOST = 1500;

const filesIn = (folders) =>
  folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`),
  );
const linesIn = (files) => files.flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));
const codeIn = (lines) => lines.filter((line) => !/^\s*(\/\/|\/\*|\*|$)/.test(line)).length;

const files = filesIn(FOLDERS);
const lines = linesIn(files);
const code = codeIn(lines);
const beside = codeIn(linesIn(filesIn(BESIDE)));

console.log(
  `trust base: ${code} lines of code in ${files.length} files (${lines.length} with comments), at most ${MOST}; ${beside} more in ${BESIDE}`,
);
process.exit(code > MOST || code === 0 ? 1 : 0);
