// Lets plain `npx mocha` run the suites: mocha hosts the cases and reports them, the engine judges. Plain JavaScript, so
// that it can say what is missing before anything is built.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const built = new URL('../../dist/cli/mocha-host.js', import.meta.url);
if (!existsSync(built)) {
  process.stderr.write('The suites run from the built code: run npm run build first.\n');
  process.exit(2);
}

const { hostSuites } = await import(built.href);
const { declareSuite, rootHooks } = await hostSuites(process);

createRequire(import.meta.url).extensions['.yaml'] = (_module, file) => declareSuite(file, globalThis);

export const mochaHooks = rootHooks;
