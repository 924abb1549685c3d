import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { HarnessError } from '../../model/harness-error.ts';
import { systemFault } from '../../model/system-fault.ts';
import type { Role } from '../../model/system-under-test.ts';
import { refuse } from '../command.ts';
import { CONFIG_FILE } from '../config.ts';
import { clientConfigFile, configFile } from '../config-file.ts';
import type { Context } from '../context.ts';
import { openSuites } from '../open-suites.ts';

export interface InitOptions {
  /** Where the configuration is written. */
  readonly config?: string;
  /** Replace the file that is there. */
  readonly force?: boolean;
  readonly role?: Role;
}

/** Writes a configuration to be filled in for a provider or a client of one's own. */
export async function init(suites: string, options: InitOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const { loaded, diagnostics } = await openSuites(suites, cwd);
  if (loaded === undefined) return refuse(diagnostics, terminal);
  const { config: file = CONFIG_FILE, force = false, role = 'provider' } = options;
  const [text, next] = role === 'client' ? [clientConfigFile(loaded), ' --role client'] : [configFile(loaded), ''];
  await write(file, text, { cwd, force });
  terminal.err(
    `${file} is written. Fill in its blanks, then: npx assay plan${next}, npx assay run${next} --tag smoke\n`,
  );
  return EXIT.ok;
}

/** What somebody has filled in is never lost by mistake. Throws CONFIG_EXISTS, CONFIG_INVALID. */
async function write(file: string, text: string, { cwd, force }: { readonly cwd: string; readonly force: boolean }) {
  try {
    await writeFile(resolve(cwd, file), text, { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new HarnessError({
      code: exists ? 'CONFIG_EXISTS' : 'CONFIG_INVALID',
      severity: 'error',
      message: exists ? `${file} is there already` : `${file} cannot be written: ${systemFault(cause)}`,
      hint: exists
        ? 'Give another name with --config, or replace it with --force.'
        : 'Give another name with --config.',
    });
  }
}
