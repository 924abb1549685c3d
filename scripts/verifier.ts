// Writes, beside the code that is built, the bill of its materials, the index of the suites that this version publishes, and the verifier
// as one file, which knows that index. Releases sign the index with `assay trust sign`.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { ownSuites, SUITE_INDEX_FILE } from '../src/cli/published-suites.ts';
import { SBOM_FILE, sbomOf } from '../src/cli/sbom.ts';
import type { SuiteIndex } from '../src/evidence/review/suite-index.ts';
import { canonicalJson } from '../src/model/canonical-json.ts';

/** One file for plain Node: everything but Node's own modules is in it. */
export async function buildVerifier(outfile: string, suites: SuiteIndex): Promise<void> {
  await build({
    entryPoints: ['src/cli/verify-alone.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'inline',
    define: { PUBLISHED_SUITES: JSON.stringify(suites) },
    // What comes from npm was written for require().
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
}

if (process.argv[2] === 'dist') {
  const suites = await ownSuites();
  await writeFile(`dist/${SUITE_INDEX_FILE}`, canonicalJson(suites));
  await writeFile(`dist/${SBOM_FILE}`, sbomOf(JSON.parse(await readFile('package-lock.json', 'utf8'))));
  await buildVerifier('dist/assay-verify.mjs', suites);
}
