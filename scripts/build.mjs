// Builds dist: code by tsc, the checks of the base FHIR types and of our YAML files as modules, and the data that modules read from beside themselves.
import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

const ended = (command, ...args) =>
  new Promise((resolve, reject) => {
    spawn(command, args, { stdio: 'inherit' }).on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${code}`)),
    );
  });
const script = (...args) => ended(process.execPath, '--import=tsx', ...args);

rmSync('dist', { recursive: true, force: true });
cpSync('src/fhir/definitions/data', 'dist/fhir/definitions/data', { recursive: true });
await Promise.all([
  ended(process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'),
  script('scripts/standalone.ts', 'stu3'),
  script('scripts/standalone.ts', 'r4'),
  script('scripts/standalone-schemas.ts'),
  script('scripts/verifier.ts', 'dist'),
]);
