import { canonicalJson } from '../../model/canonical-json.ts';
import type { ReplacedInExchange } from '../../redact/redactor.ts';
import { EXCHANGES } from '../format/bundle-layout.ts';
import { commitmentOf, type Opening, REDACTIONS_SCHEMA_ID, type RedactionEntry } from './redactions.ts';

/** Bytes of a salt: with 128 bits nobody can try values until one fits. */
const SALT_BYTES = 16;

export interface Committed {
  /** Text of redactions.json. */
  readonly document: string;
  /** What opens each commitment. Never part of a bundle. */
  readonly openings: readonly Opening[];
}

/**
 * A commitment to every value that was replaced, each with a salt of its own; a value at one place counts once. They follow those that were
 * made `before` a run stopped.
 */
export function commitTo(
  replaced: readonly ReplacedInExchange[],
  random: (bytes: number) => Uint8Array,
  before: readonly RedactionEntry[] = [],
): Committed {
  const entries = new Map<string, RedactionEntry>();
  const openings: Opening[] = [];
  for (const { exchange, message, rule, kind, at, original } of replaced) {
    const file = `${EXCHANGES}${exchange}.${message === 'request' ? 'req' : 'res'}.http`;
    const key = JSON.stringify([file, at, kind, original]);
    if (entries.has(key)) continue;
    const id = `r-${before.length + entries.size + 1}`;
    const opening = {
      id,
      salt: Buffer.from(random(SALT_BYTES)).toString('hex'),
      pointer: `${file}#${at}`,
      value: original,
    };
    openings.push(opening);
    entries.set(key, { id, rule, class: kind, file, at, commit: commitmentOf(opening) });
  }
  return {
    document: canonicalJson({
      schema: REDACTIONS_SCHEMA_ID,
      redactions: [...before, ...entries.values()].map((one) => ({ ...one })),
    }),
    openings,
  };
}
