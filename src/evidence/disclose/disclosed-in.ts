import { unpackBag } from '../format/bag-archive.ts';
import { PAYLOAD, REDACTIONS } from '../format/bundle-layout.ts';
import type { Read } from '../format/finding.ts';
import { openedBy, type RedactionEntry } from './redactions.ts';

/** The redaction of a bundle, which verification has found intact, that a disclosure opens: DISCLOSURE_INVALID, DISCLOSURE_DIFFERS. */
export function disclosedIn(archive: Uint8Array, disclosure: Uint8Array): Read<RedactionEntry> {
  const bag = unpackBag(archive);
  return 'findings' in bag ? bag : openedBy(disclosure, bag.value.files.get(`${PAYLOAD}${REDACTIONS}`));
}
