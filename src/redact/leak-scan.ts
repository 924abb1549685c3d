import { unzipSync } from 'node:zlib';
import { parseRequest, parseResponse } from '../message/wire.ts';
import { asBuffer } from '../model/bytes.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { IN_OCTETS, withoutJsonEscapes, withoutPercents, withoutReferences } from './escapes.ts';
import { encodingsOf, isLongEnough } from './needles.ts';
import { pdfTexts } from './pdf-text.ts';
import { searcher } from './search.ts';
import { isTelling, type Kind } from './shapes.ts';
import { zipTexts } from './zip-text.ts';

/** Tells what stands in bytes, as they are. */
type Search = (bytes: Uint8Array) => ReadonlySet<Kind>;

const FINDS_NOTHING: Search = () => new Set();

/**
 * Files in which a redacted original still stands, plain or encoded. The finding names the file and the kind of value,
 * never the value. Telling values are errors: such evidence must not be sealed. The others are warnings. `earlier` looks for originals of
 * before the run stopped, of which nobody knows more than their HMACs.
 */
export function findLeaks(
  files: FileSet,
  originals: ReadonlyMap<string, { readonly kind: Kind }>,
  earlier: Search = FINDS_NOTHING,
): readonly Diagnostic[] {
  const search = leakSearch(new Map([...originals].filter(([original]) => isLongEnough(original))), earlier);
  const isSearched = among(files);
  return [...files].flatMap(([path, bytes]) => [...search(bytes, isSearched)].map((kind) => leak(path, kind)));
}

/**
 * Tells the kinds of the originals that stand in the bytes of a file, plain or encoded. Those shorter than four bytes are not found. What
 * is searched as a file of its own, as results.json in the PDF is, need not be searched again within it.
 */
export function leakSearch(
  originals: ReadonlyMap<string, { readonly kind: Kind }>,
  earlier: Search = FINDS_NOTHING,
): (bytes: Uint8Array, isSearched?: (part: Uint8Array) => boolean) => ReadonlySet<Kind> {
  if (originals.size === 0 && earlier === FINDS_NOTHING) return FINDS_NOTHING;
  const search = searcher(
    [...originals].flatMap(([original, { kind }]) => encodingsOf(original).map((bytes) => ({ bytes, meaning: kind }))),
  );
  return (bytes, isSearched = () => false) => {
    const within = [...bodyIn(bytes), ...inflated(bytes), ...pdfTexts(bytes), ...zipTexts(bytes)];
    const views = [bytes, ...within.filter((part) => !isSearched(part))].flatMap(viewsOf);
    return new Set(views.flatMap((view) => [...search(view), ...earlier(view)]));
  };
}

/** Tells whether bytes are those of a file. By their length, for there may be as many parts as files. */
function among(files: FileSet): (part: Uint8Array) => boolean {
  const byLength = new Map<number, Uint8Array[]>();
  for (const file of files.values()) {
    const alike = byLength.get(file.length);
    if (alike === undefined) byLength.set(file.length, [file]);
    else alike.push(file);
  }
  return (part) => byLength.get(part.length)?.some((file) => asBuffer(file).equals(part)) ?? false;
}

const LARGEST_INFLATED = 256 * 1024 * 1024;

/** A file that is compressed as a whole (RFC 1952, RFC 1950). */
function inflated(bytes: Uint8Array): readonly Uint8Array[] {
  const [first = 0, second = 0] = bytes;
  const isGzip = first === 0x1f && second === 0x8b;
  const isZlib = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
  if (!isGzip && !isZlib) return [];
  try {
    return [unzipSync(bytes, { maxOutputLength: LARGEST_INFLATED })];
  } catch {
    return [];
  }
}

/** As messages begin (RFC 9112 sections 3 and 4). */
const MESSAGE = /^(?:(HTTP\/)|[A-Z]{3,16} \S+ HTTP\/)/;
const CODED = /^(?:content|transfer)-encoding\s*:/im;
const LONGEST_START = 16 * 1024;

/** The body of a message as it was before its codings; without any it stands in the bytes already. */
function bodyIn(bytes: Uint8Array): readonly Uint8Array[] {
  const start = asBuffer(bytes).toString('latin1', 0, LONGEST_START);
  const begins = MESSAGE.exec(start);
  if (begins === null || !(CODED.test(start) || start.length === LONGEST_START)) return [];
  const parsed = begins[1] === undefined ? parseRequest(bytes, 'https') : parseResponse(bytes, 'GET');
  return 'value' in parsed && !isPartOf(parsed.value.body, bytes) ? [parsed.value.body] : [];
}

/** Whether the bytes are a piece of the memory of the whole. */
const isPartOf = (bytes: Uint8Array, whole: Uint8Array): boolean =>
  bytes.buffer === whole.buffer &&
  bytes.byteOffset >= whole.byteOffset &&
  bytes.byteOffset + bytes.length <= whole.byteOffset + whole.length;

/** The bytes, and their text as a reader of JSON, of JSON quoted in JSON, of XML, of JSON in XML, and of a form would have it. */
function viewsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const raw = asBuffer(bytes);
  if (!ESCAPING.some((sign) => raw.includes(sign))) return [bytes];
  const text = raw.toString('latin1');
  const inMarkup = withoutReferences(text, IN_OCTETS);
  const inJson = asRead(text);
  const views = [inJson, asRead(inJson), inMarkup, asRead(inMarkup), withoutPercents(text, IN_OCTETS)];
  const other = views.filter((view, place) => view !== text && views.indexOf(view) === place);
  return [bytes, ...other.map((view) => Buffer.from(view, 'latin1'))];
}

/**
 * Escapes that JSON could do without, and those that only laxer readers know. Where there are none, an original stands as
 * `encodingsOf` writes it.
 */
const NEEDLESS_ESCAPE = /\\[^"\\bfnrt]/;

const asRead = (text: string): string =>
  text.includes('\\') && NEEDLESS_ESCAPE.test(text) ? withoutJsonEscapes(text, IN_OCTETS) : text;

/** What escapes of JSON, references of XML and percent-encoding begin with. */
const ESCAPING = ['\\', '&', '%'].map((sign) => sign.charCodeAt(0));

const leak = (path: string, kind: Kind): Diagnostic => ({
  code: 'LEAK',
  severity: isTelling(kind) ? 'error' : 'warning',
  message: `${path} holds a ${kind} that was to be redacted`,
  hint: 'Is this an invented test patient? Then declare it among the values. If not, delete the folder: it must not be passed on.',
});
