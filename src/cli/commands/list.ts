import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import type { TestSuite } from '../../model/suite.ts';
import type { Role } from '../../model/system-under-test.ts';
import { colour } from '../colour.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { openSuites } from '../open-suites.ts';
import { printable } from '../terminal.ts';

export interface ListOptions {
  /** Only the suites that test this; all without it. */
  readonly role?: Role;
  readonly json?: boolean;
}

/** Lists the cases of interfaces, suite by suite. */
export async function list(paths: readonly string[], options: ListOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd } = context;
  for (const path of paths) {
    const { loaded, diagnostics } = await openSuites(path, cwd);
    if (loaded === undefined) return refuse(diagnostics, terminal);
    for (const { id, title, role, cases } of loaded.suites.filter((suite) => isWanted(suite, options))) {
      if (options.json) {
        for (const one of cases) {
          const { polarity, verifies, twin, tags } = one;
          terminal.out(
            `${JSON.stringify({ suite: id, role, id: one.id, title: one.title, polarity, verifies, twin, tags })}\n`,
          );
        }
        continue;
      }
      terminal.out(`${colour.bold(title)} ${colour.dim(id)}\n`);
      for (const one of cases) {
        const sign = one.polarity === 'positive' ? '+' : '-';
        terminal.out(`  ${sign} ${one.id.padEnd(6)} ${printable(one.title)} ${colour.dim(one.verifies.join(' '))}\n`);
      }
    }
  }
  return EXIT.ok;
}

const isWanted = (suite: TestSuite, { role = suite.role }: ListOptions): boolean => suite.role === role;
