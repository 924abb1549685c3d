// Makes the sample that evidence/README.md speaks of: one short run, sealed with a key that is made for it and thrown away.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const home = mkdtempSync(join(tmpdir(), 'assay-sample-'));
const argv = [
  'dist/cli/main.js',
  'run',
  '--filter',
  'CP-02',
  '--filter',
  'CP-10',
  '--evidence',
  join(home, 'evidence'),
];
execFileSync(process.execPath, argv, { env: { ...process.env, XDG_CONFIG_HOME: home }, stdio: 'inherit' });
const bundle = readdirSync(join(home, 'evidence')).find((name) => name.endsWith('.evidence.zip'));
copyFileSync(join(home, 'evidence', bundle), 'evidence/sample/sample.evidence.zip');
copyFileSync(join(home, 'assay/signer.crt'), 'evidence/sample/signer.crt');
rmSync(home, { recursive: true });
