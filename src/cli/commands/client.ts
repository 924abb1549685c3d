import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome } from '../../client/client.ts';
import { correctDecisions } from '../../client/correct.ts';
import { CLIENT_DEFECTS, withClientDefects } from '../../client/defects.ts';
import { valuesWith } from '../../client/values.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import type { JsonValue } from '../../model/json.ts';
import { hintFor } from '../../schema/suggestion.ts';
import { clientSettings, type GivenToClient } from '../client-settings.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { PACKAGE_ROOT } from '../engine.ts';
import { printable } from '../terminal.ts';

export interface ClientOptions extends GivenToClient {
  readonly defect: readonly string[];
  /** Milliseconds for one exchange. */
  readonly deadline: number;
}

const BOOKING = 'fixtures/uec-booking/booking-request.json';

const EXITS: Readonly<Record<Outcome['ended'], ExitCode>> = {
  done: EXIT.ok,
  refused: EXIT.systemUnderTestFailed,
  unanswered: EXIT.usage,
};

/**
 * Lets the reference client do one thing: `asked`, or what ASSAY_DO says. Standard output has what its user is shown, the error
 * stream its log.
 */
export async function client(asked: string | undefined, options: ClientOptions, context: Context): Promise<ExitCode> {
  const { terminal, now, signal } = context;
  const read = await clientSettings(asked, options, context);
  if ('problems' in read) return refuse(read.problems, terminal);
  const { action, baseUrl, audience, given, tls } = read;
  const unknown = options.defect.find((name) => !Object.hasOwn(CLIENT_DEFECTS, name));
  if (unknown !== undefined) return refuse([noDefect(unknown)], terminal);

  const booking = JSON.parse(await readFile(join(PACKAGE_ROOT, BOOKING), 'utf8')) as JsonValue;
  const { ended, tells } = await action.carryOut({
    decisions: withClientDefects(correctDecisions(booking), options.defect),
    baseUrl,
    ...(audience !== undefined && { audience }),
    values: valuesWith(given),
    world: {
      now,
      ids: randomUUID,
      // Interrupted, it wakes up, and its next request is not sent.
      sleep: (ms) => pause(ms, undefined, { signal }).catch(() => undefined),
      log: (line) => terminal.err(`${printable(line)}\n`),
      deadlineMs: options.deadline,
      tls,
      signal,
    },
  });
  terminal.out(`${printable(tells)}\n`);
  return EXITS[ended];
}

const noDefect = (name: string): Diagnostic => ({
  code: 'CONFIG_INVALID',
  severity: 'error',
  message: `The reference client has no defect "${name}"`,
  hint: hintFor(name, Object.keys(CLIENT_DEFECTS)),
});
