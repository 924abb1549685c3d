import { describePredicate, matches, PREDICATE_PROPERTIES, type Predicate } from '../message/match.ts';
import type { JsonObject } from '../model/json.ts';
import { broken, type Finding, failed, passed } from './kind.ts';
import type { StatementKind, Word } from './statement.ts';

/** One of the three. */
interface Looks {
  readonly exit?: number;
  readonly shown?: Predicate;
  readonly logged?: Predicate;
}

const PREDICATE: JsonObject = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: { ...PREDICATE_PROPERTIES },
};

/** How the command ended that drove the client, or what it printed: what its user was shown, or what it logged. */
export const driven: StatementKind = {
  kind: 'driven',
  speaker: 'client',
  argsSchema: {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    properties: {
      exit: {
        type: 'integer',
        minimum: 0,
        description:
          'Exit code: 0 when it did what it was asked, 1 when the provider refused and its user was told so.',
      },
      shown: { ...PREDICATE, description: 'What its user was shown: standard output.' },
      logged: { ...PREDICATE, description: 'What it logged: the error stream.' },
    },
  },
  hears: (args) => wordOf(args as unknown as Looks),
  check: (args, said) => {
    const looks = args as unknown as Looks;
    if (looks.exit !== undefined) return exited(looks.exit, said.driven?.exitCode, said.driven?.problem);
    const [what, stream, predicate] =
      looks.shown === undefined
        ? (['The client logged', 'log', looks.logged ?? {}] as const)
        : (['The user was shown', 'output', looks.shown] as const);
    const text = (said.driven?.[stream] ?? '').trim();
    const isCut = said.driven?.cut?.includes(stream) ?? false;
    return isCut && !showsInPart(predicate, text) ? untold(what, predicate) : spoken(what, text, predicate);
  },
};

const wordOf = ({ shown, logged }: Looks): Word | undefined => {
  if (shown !== undefined) return 'output';
  return logged === undefined ? undefined : 'log';
};

function exited(expected: number, actual: number | undefined, problem: string | undefined): Finding {
  if (actual === undefined) return failed(`It has no exit code: ${problem ?? 'it did not end'}`, expected, null);
  const message = `It ended with ${actual}`;
  return actual === expected
    ? passed(message, expected, actual)
    : failed(`${message}, expected ${expected}`, expected, actual);
}

/** What stands in the part that was kept stands in the whole. */
const showsInPart = (predicate: Predicate, text: string): boolean => {
  const found = matches(predicate, text);
  return ('contains' in predicate || 'matches' in predicate) && 'holds' in found && found.holds;
};

/** What was cut off might decide it. */
const untold = (what: string, predicate: Predicate): Finding => {
  const message = `${what} more than is kept, so this cannot be told`;
  return broken({ code: 'OUTPUT_CUT', severity: 'error', message }, describePredicate(predicate));
};

function spoken(what: string, text: string, predicate: Predicate): Finding {
  const expected = describePredicate(predicate);
  const found = matches(predicate, text);
  if ('problem' in found) return broken(found.problem, expected);
  const message = text === '' ? `${what} nothing` : `${what} ${JSON.stringify(text)}`;
  return found.holds ? passed(message, expected, text) : failed(`${message}, expected ${expected}`, expected, text);
}
