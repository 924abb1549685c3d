import { canonicalJson } from '../../model/canonical-json.ts';
import { sha256 } from '../../model/digest.ts';
import { list, matching, object, oneOf, text } from '../../model/shape.ts';
import { parseCanonical } from '../format/canonical.ts';
import { type Read, refuse } from '../format/finding.ts';

export const REDACTIONS_SCHEMA_ID = 'assay/redactions/1';
const DISCLOSURE_SCHEMA_ID = 'assay/disclosure/1';

/** A value that has a stand-in in a message of the bundle. */
export interface RedactionEntry {
  readonly id: string;
  readonly rule: string;
  /** Kind of value. */
  readonly class: string;
  /** Path below `data/`. */
  readonly file: string;
  /** Header name, token part or JSON pointer within the message. */
  readonly at: string;
  /** SHA-256 of the canonical JSON (RFC 8785) of `[salt, pointer, value]`, lower-case hex. */
  readonly commit: string;
}

export interface Opening {
  readonly id: string;
  /** 128 bits, lower-case hex. */
  readonly salt: string;
  /** File and place: `exchanges/0001-01.res.http#body /birthDate`. */
  readonly pointer: string;
  readonly value: string;
}

export const commitmentOf = ({ salt, pointer, value }: Opening): string =>
  sha256(canonicalJson([salt, pointer, value]));

const redactionsShape = object({
  schema: oneOf([REDACTIONS_SCHEMA_ID]),
  redactions: list(
    object<RedactionEntry>({
      id: text,
      rule: text,
      class: text,
      file: text,
      at: text,
      commit: matching(/^[0-9a-f]{64}$/),
    }),
  ),
});

const openingShape = object<Opening & { readonly schema: string }>({
  schema: oneOf([DISCLOSURE_SCHEMA_ID]),
  id: text,
  salt: matching(/^[0-9a-f]{32}$/),
  pointer: text,
  value: text,
});

/** One opening, as it is handed to a reviewer. */
export const disclosureText = (opening: Opening): string =>
  `${canonicalJson({ schema: DISCLOSURE_SCHEMA_ID, ...opening })}\n`;

/** The entries of redactions.json; undefined when it is not there or is none. */
export function committedIn(redactions: Uint8Array | undefined): readonly RedactionEntry[] | undefined {
  const entries = redactions && parseCanonical(redactions);
  if (entries === undefined || redactionsShape(entries) !== undefined) return undefined;
  // Checked member by member above.
  return (entries as unknown as { readonly redactions: readonly RedactionEntry[] }).redactions;
}

/** The entry of redactions.json that a disclosure opens: DISCLOSURE_INVALID, DISCLOSURE_DIFFERS. */
export function openedBy(disclosure: Uint8Array, redactions: Uint8Array | undefined): Read<RedactionEntry> {
  const opening = parseCanonical(Buffer.from(Buffer.from(disclosure).toString('utf8').trimEnd()));
  const listed = committedIn(redactions);
  if (opening === undefined || openingShape(opening) !== undefined)
    return refuse('DISCLOSURE_INVALID', 'The file is no disclosure of a redacted value');
  if (listed === undefined) return refuse('DISCLOSURE_INVALID', 'The bundle holds no commitments to redacted values');
  // Checked member by member above.
  const given = opening as unknown as Opening;
  const entry = listed.find(({ id }) => id === given.id);
  if (entry === undefined) return refuse('DISCLOSURE_INVALID', 'The bundle holds no redaction of this id');
  return commitmentOf(given) === entry.commit && given.pointer === `${entry.file}#${entry.at}`
    ? { value: entry }
    : refuse('DISCLOSURE_DIFFERS', `What was disclosed is not the value that ${entry.id} stands for`);
}
