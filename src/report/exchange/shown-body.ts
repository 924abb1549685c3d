import { isUtf8 } from 'node:buffer';
import { counted, grouped } from '../../model/counted.ts';
import { indentJson, isJson } from './indent-json.ts';

const SHOWN_OCTETS = 256;

/** A body for reading. */
export interface ShownBody {
  readonly text: string;
  /** What was done to the body to show it, in plain words. */
  readonly note?: string;
}

/** The first bytes of a body, at most `limit`: JSON indented, other text as it is, anything else as octets. */
export function shownBody(body: Uint8Array, limit: number): ShownBody {
  if (body.length === 0) return { text: '', note: 'The body is empty.' };
  if (!isUtf8(body)) return octets(body);
  const start = Buffer.from(body.subarray(0, wholeCharacters(body, limit))).toString('utf8');
  const json = isJson(Buffer.from(body).toString('utf8'));
  const notes = [
    ...(json ? ['Indented for reading.'] : []),
    ...(body.length > limit ? [`The first ${grouped(limit)} of ${counted(body.length, 'byte')}.`] : []),
  ];
  return { text: json ? indentJson(start) : start, ...(notes.length > 0 && { note: notes.join(' ') }) };
}

function octets(body: Uint8Array): ShownBody {
  const shown = body.subarray(0, SHOWN_OCTETS);
  const text = Buffer.from(shown)
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
  return { text, note: `Not UTF-8: the first ${shown.length} of ${counted(body.length, 'byte')} in hexadecimal.` };
}

/** How many of the first bytes to show so that no character of UTF-8 is cut in two. */
function wholeCharacters(body: Uint8Array, limit: number): number {
  let end = Math.min(body.length, limit);
  while (end < body.length && ((body[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
