import { isUtf8 } from 'node:buffer';
import { encodingOf } from './encoding.ts';

/** Runs of base64 or base64url, also in lines (RFC 4648 sections 4 and 5, RFC 2045 section 6.8). The bounds keep the search off the end of its stack. */
const RUN = /(?:[\w+/-]{60,998}\r?\n){1,65536}[\w+/-]+={0,2}|[\w+/-]{16,5000000}={0,2}/g;
const SHORTEST_RUN = 16;

/** Whether a text is worth a search for coded content. Ids and paths are not; the last two characters of the alphabets are rare where a text is coded. */
export const mayHoldCode = (text: string): boolean => text.length >= SHORTEST_RUN && /[A-Za-z0-9+]{16}/.test(text);

/** Longer runs are withheld without a look into them. */
const LARGEST_RUN = 4 * 1024 * 1024;

/** How files begin whose text nobody can look for here: gzip, zip, PDF, PNG, JPEG, GIF, TIFF, old Office files. */
const FILE = /^(?:H4sI|UEsDB|JVBERi|iVBORw0KGgo|\/9j\/|R0lGOD|SUkqAA|TU0AKg|0M8R4KGx)/;

/** What becomes of coded content. */
export interface Decoded {
  /** A text that was coded, as it may be written. */
  readonly text: (text: string) => string;
  /** What stands for a run that may say anything. */
  readonly withheld: (run: string) => string;
}

/** A text in which coded content was decoded, handed on, and coded again when it changed. */
export function redactCoded(text: string, decoded: Decoded): string {
  return mayHoldCode(text) ? text.replace(RUN, (run) => redactRun(run, decoded) ?? run) : text;
}

const CODED = /^[\w+/\s-]{16,5000000}(?:=\s*){0,2}$/;

/** The same for an element that is base64 by its type: what is no text is withheld. */
export function redactData(data: string, decoded: Decoded): string {
  if (!CODED.test(data)) return redactCoded(data, decoded);
  return redactRun(data.replace(/\s/g, ''), decoded, true) ?? data;
}

/** Undefined when a run may stay as it is. */
function redactRun(run: string, decoded: Decoded, isData = false): string | undefined {
  if (run.length > LARGEST_RUN || FILE.test(run)) return decoded.withheld(run);
  const whole = redactedText(run, decoded);
  if (whole.readable) return whole.changed;
  return isData ? decoded.withheld(run) : redactParts(run, decoded);
}

/** A word may stand in the line after what is coded, a path or a name before it, as in `Binary/eyJ...`. */
function redactParts(run: string, decoded: Decoded): string | undefined {
  const lastLine = run.lastIndexOf('\n');
  if (lastLine > 0) return redactCoded(run.slice(0, lastLine), decoded) + run.slice(lastLine);
  if (!/[/_-]/.test(run)) return undefined;
  const changed = run.replace(/[^/_-]{16,}/g, (part) => redactedText(part, decoded).changed ?? part);
  return changed === run ? undefined : changed;
}

interface Reading {
  readonly readable: boolean;
  /** Absent when nothing had to be replaced. */
  readonly changed?: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: no text has these
const NO_TEXT = /[\0-\x08\x0e-\x1f\x7f]/;

/** Value of each character in both alphabets. */
const SEXTETS = new Uint8Array(128);
for (const [value, characters] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  '+-',
  '/_',
].entries()) {
  for (const character of characters) SEXTETS[character.charCodeAt(0)] = value;
}

/**
 * Whether the first bytes of a run could be those of a text: says no to nearly every id and path at once. Zero bytes, and those of a
 * byte order mark, may be UTF-16.
 */
function mayBeText(run: string): boolean {
  const end = Math.min(run.length, SHORTEST_RUN) - 1;
  let following = 0;
  for (let place = 0, bits = 0, held = 0; place < end; place += 1) {
    held = (held << 6) | (SEXTETS[run.charCodeAt(place)] ?? 0);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    if (byte === 0 || (place === 1 && byte >= 0xfe)) return true;
    const continues = byte >= 0x80 && byte < 0xc0;
    if (
      continues !== following > 0 ||
      byte > 0xf4 ||
      byte === 0x7f ||
      (byte < 0x20 && !/\s/.test(String.fromCharCode(byte)))
    )
      return false;
    following = continues ? following - 1 : byte < 0xc0 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  }
  return true;
}

function redactedText(run: string, decoded: Decoded): Reading {
  if (!mayBeText(run)) return { readable: false };
  const bytes = Buffer.from(run, 'base64');
  const encoding = isUtf8(bytes) || (bytes[0] ?? 0) >= 0xfe ? encodingOf(bytes) : undefined;
  const text = encoding?.decode(bytes);
  if (encoding === undefined || text === undefined || NO_TEXT.test(text)) return { readable: false };
  const changed = decoded.text(text);
  if (changed === text) return { readable: true };
  const coded = encoding.encode(changed).toString(/[-_]/.test(run) ? 'base64url' : 'base64');
  return { readable: true, changed: run.endsWith('=') || run.length % 4 === 0 ? coded : coded.replace(/=+$/, '') };
}
