import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { JournalLine } from '../../model/event.ts';
import type { ExchangeRecord } from '../../model/exchange.ts';
import { committedIn } from '../disclose/redactions.ts';
import { JOURNAL, PAYLOAD, REDACTIONS } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';

/** A redaction that the journal tells of, and the file in which its stand-in is. */
interface Told {
  readonly file: string;
  readonly at: string;
  readonly rule: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Whether the journal and redactions.json tell of the same redactions: EXCHANGE_MISMATCH. Of what was replaced before a run stopped nobody
 * has the values any more, so the commitments to those may be missing.
 */
export function redactionDifferences(payload: FileSet, lines: readonly JournalLine[]): readonly Diagnostic[] {
  const told = toldIn(lines);
  const committed = committedIn(payload.get(REDACTIONS));
  if (committed === undefined) return told.length === 0 ? [] : [mismatch(REDACTIONS, 'It holds no commitments')];

  const resumed = lines.findLastIndex(({ event }) => event.type === 'run-resumed');
  const places = new Set(committed.map(({ file, at }) => `${file}#${at}`));
  const rules = new Set(told.map(({ file, at, rule }) => `${file}#${at} ${rule}`));
  return [
    ...told
      .filter(({ file, at, line }) => line > resumed && !places.has(`${file}#${at}`))
      .map(({ file, at, line }) =>
        mismatch(JOURNAL, `There is no commitment to what was redacted at ${at} of ${file}`, line),
      ),
    ...committed
      .filter(({ file, at, rule }) => !rules.has(`${file}#${at} ${rule}`))
      .map(({ id, file, at }) => mismatch(REDACTIONS, `The journal tells of no redaction ${id}, at ${at} of ${file}`)),
  ];
}

const toldIn = (lines: readonly JournalLine[]): readonly Told[] =>
  lines.flatMap(({ event }, place) =>
    event.type === 'exchange-recorded'
      ? event.exchange.redactions.map(({ message, at, rule }) => ({
          file: fileOf(event.exchange, message),
          at,
          rule,
          line: place + 1,
        }))
      : [],
  );

const fileOf = ({ request, response }: ExchangeRecord, message: 'request' | 'response'): string =>
  message === 'request' ? request.file : (response?.file ?? '');

const mismatch = (file: string, message: string, line = 1): Diagnostic =>
  rejected('EXCHANGE_MISMATCH', message, { file: `${PAYLOAD}${file}`, line });
