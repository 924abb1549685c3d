import { isUtf8 } from 'node:buffer';
import { encodingOf } from './encoding.ts';
import { withoutJsonEscapes, withoutPercents } from './escapes.ts';

/** Ten digits, as an NHS number has them, in base64 without padding. */
const SHORTEST_RUN = 14;

/** Whether a text is worth a search for coded content. Ids and paths are not; the last two characters of the alphabets are rare where a text is coded. */
export const mayHoldCode = (text: string): boolean =>
  (text.length >= SHORTEST_RUN && /[A-Za-z0-9+]{14}/.test(text)) || PERCENTS.test(text) || ESCAPES.test(text);

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
  if (!mayHoldCode(text)) return text;
  return redactRuns(redactPercents(redactEscapes(text, decoded), decoded), decoded);
}

const ESCAPES = /\\(?:["\\/]|u[0-9a-fA-F]{4})/;

const QUOTED = /"([^"\\]*(?:\\[\s\S][^"\\]*)+)"/g;

/** JSON that is quoted, as in a parameter of a challenge, or that lost its quotes. */
function redactEscapes(text: string, decoded: Decoded): string {
  if (!ESCAPES.test(text)) return text;
  const unquoted = text.replace(QUOTED, (quoted, inner: string) => {
    const plain = withoutJsonEscapes(inner);
    const changed = decoded.text(plain);
    return changed === plain ? quoted : JSON.stringify(changed);
  });
  const isReadWhole = !ESCAPES.test(text.replace(QUOTED, ''));
  if (isReadWhole || unquoted !== text) return unquoted;
  const plain = withoutJsonEscapes(text);
  const changed = decoded.text(plain);
  return changed === plain ? text : JSON.stringify(changed).slice(1, -1);
}

const PERCENTS = /%[0-9a-fA-F]{2}/;
/** A value of a parameter, a step of a path, or a word, with percent-encoding (RFC 3986 section 2.1) in it. */
const PERCENT_RUN = /(?<![^\s"'<>&?#=\\/%])[^\s"'<>&?#=\\/%]*%[0-9a-fA-F]{2}[^\s"'<>&?#=\\/]*/g;

function redactPercents(text: string, decoded: Decoded): string {
  if (!PERCENTS.test(text)) return text;
  return text.replace(PERCENT_RUN, (run) => {
    const plain = withoutPercents(run);
    const changed = decoded.text(plain);
    return changed === plain ? run : encodeURIComponent(changed);
  });
}

function redactRuns(text: string, decoded: Decoded): string {
  const search = /[\w+/-]{14}/g;
  const parts: string[] = [];
  let done = 0;
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    const end = endOfRun(text, found.index);
    const run = text.slice(found.index, end);
    parts.push(text.slice(done, found.index), redactRun(run, decoded) ?? run);
    done = end;
    search.lastIndex = end;
  }
  return parts.join('') + text.slice(done);
}

/** Characters of base64 and base64url (RFC 4648 sections 4 and 5). */
const isCode = (character: number): boolean => SEXTETS[character] !== undefined && SEXTETS[character] !== NO_SEXTET;

/**
 * Where a run of coded content ends that begins at a place, padding included; it may go on in further lines (RFC 2045 section 6.8). Runs are
 * as long as what others send: a regular expression that goes through one runs off the end of its stack.
 */
function endOfRun(text: string, start: number): number {
  let line = start;
  let end = endOfLine(text, line);
  for (;;) {
    const next = end + (text.startsWith('\r\n', end) ? 2 : text[end] === '\n' ? 1 : 0);
    const isFull = end - line >= SHORTEST_LINE && end - line <= LONGEST_LINE;
    if (next === end || !isFull || !isCode(text.charCodeAt(next))) break;
    line = next;
    end = endOfLine(text, line);
  }
  return end + paddingAt(text, end);
}

/** A line of coded content that others follow. */
const SHORTEST_LINE = 60;
const LONGEST_LINE = 998;

function endOfLine(text: string, start: number): number {
  let end = start;
  while (end < text.length && isCode(text.charCodeAt(end))) end += 1;
  return end;
}

const paddingAt = (text: string, end: number): number => (text[end] !== '=' ? 0 : text[end + 1] === '=' ? 2 : 1);

/** The same for an element that is base64 by its type: what is no text is withheld. */
export function redactData(data: string, decoded: Decoded): string {
  const bare = data.replace(/\s/g, '');
  const end = endOfLine(bare, 0);
  if (end < SHORTEST_RUN || end + paddingAt(bare, end) < bare.length) return redactCoded(data, decoded);
  return redactRun(bare, decoded, true) ?? data;
}

/** Undefined when a run may stay as it is. */
function redactRun(run: string, decoded: Decoded, isData = false): string | undefined {
  if (run.length > LARGEST_RUN || FILE.test(run)) return decoded.withheld(run);
  const whole = redactedText(run, decoded);
  if (whole.readable) return whole.changed;
  return isData ? decoded.withheld(run) : redactParts(run, decoded);
}

/** A word may stand in the line after what is coded, a path or a name before it, as in `Binary/eyJ...`; or each line is coded by itself. */
function redactParts(run: string, decoded: Decoded): string | undefined {
  const lastLine = run.lastIndexOf('\n');
  const before = lastLine > 0 ? redactedText(run.slice(0, lastLine), decoded) : UNREADABLE;
  if (before.readable) return before.changed && before.changed + run.slice(lastLine);
  if (!/[/_\n-]/.test(run)) return undefined;
  const changed = run
    .split(/([/_-]|\r?\n)/)
    .map((part) => (part.length < SHORTEST_RUN ? part : (redactedText(part, decoded).changed ?? part)))
    .join('');
  return changed === run ? undefined : changed;
}

interface Reading {
  readonly readable: boolean;
  /** Absent when nothing had to be replaced. */
  readonly changed?: string;
}

const UNREADABLE: Reading = { readable: false };

// biome-ignore lint/suspicious/noControlCharactersInRegex: no text has these
const NO_TEXT = /[\0-\x08\x0e-\x1f\x7f]/;

const NO_SEXTET = 64;

/** Value of each character in both alphabets. */
const SEXTETS = new Uint8Array(128).fill(NO_SEXTET);
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

/** Two digits a byte; digests are too, but hold no text. */
const HEX = /^(?:[0-9a-f]{2}){8,}$|^(?:[0-9A-F]{2}){8,}$/;

function redactedText(run: string, decoded: Decoded): Reading {
  if (HEX.test(run)) {
    const inHex = readingOf(Buffer.from(run, 'hex'), decoded, (bytes) => bytes.toString('hex'));
    if (inHex.readable) return inHex;
  }
  if (!mayBeText(run)) return UNREADABLE;
  return readingOf(Buffer.from(run, 'base64'), decoded, (bytes) => {
    const coded = bytes.toString(/[-_]/.test(run) ? 'base64url' : 'base64');
    return run.endsWith('=') || run.length % 4 === 0 ? coded : coded.replace(/=+$/, '');
  });
}

function readingOf(bytes: Buffer, decoded: Decoded, code: (bytes: Buffer) => string): Reading {
  const encoding = isUtf8(bytes) || (bytes[0] ?? 0) >= 0xfe ? encodingOf(bytes) : undefined;
  const text = encoding?.decode(bytes);
  if (encoding === undefined || text === undefined || NO_TEXT.test(text)) return UNREADABLE;
  const changed = decoded.text(text);
  return changed === text ? { readable: true } : { readable: true, changed: code(encoding.encode(changed)) };
}
