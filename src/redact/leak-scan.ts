import { parseResponse } from '../message/wire.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { withoutJsonEscapes, withoutPercents, withoutReferences } from './escapes.ts';
import { pdfTexts } from './pdf-text.ts';
import { searcher } from './search.ts';
import type { Kind } from './shapes.ts';
import { isTelling } from './whole-words.ts';
import { zipTexts } from './zip-text.ts';

/** Shorter values are found everywhere by chance. */
const SHORTEST_LEAK = 6;

/**
 * Files in which a redacted original still stands, plain or encoded. The finding names the file and the kind of value,
 * never the value. Telling values are errors: such evidence must not be sealed. The others are warnings.
 */
export function findLeaks(
  files: FileSet,
  originals: ReadonlyMap<string, { readonly kind: Kind }>,
): readonly Diagnostic[] {
  const search = leakSearch(new Map([...originals].filter(([original]) => original.length >= SHORTEST_LEAK)));
  return [...files].flatMap(([path, bytes]) => [...search(bytes)].map((kind) => leak(path, kind)));
}

/** Tells the kinds of the originals that stand in bytes, plain or encoded. Those shorter than four bytes are not found. */
export function leakSearch(
  originals: ReadonlyMap<string, { readonly kind: Kind }>,
): (bytes: Uint8Array) => ReadonlySet<Kind> {
  if (originals.size === 0) return () => new Set();
  const search = searcher(
    [...originals].flatMap(([original, { kind }]) => encodingsOf(original).map((bytes) => ({ bytes, meaning: kind }))),
  );
  return (bytes) =>
    new Set(
      [bytes, ...bodyIn(bytes), ...pdfTexts(bytes), ...zipTexts(bytes)]
        .flatMap(viewsOf)
        .flatMap((view) => [...search(view)]),
    );
}

/** The body of a message as it was before its codings. */
function bodyIn(bytes: Uint8Array): readonly Uint8Array[] {
  if (!Buffer.from(bytes.subarray(0, 5)).equals(Buffer.from('HTTP/'))) return [];
  const parsed = parseResponse(bytes, 'GET');
  return 'value' in parsed ? [parsed.value.body] : [];
}

/** The bytes, and their text as a reader of JSON, of JSON quoted in JSON, of XML, of JSON in XML, and of a form would have it. */
function viewsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(bytes).toString('utf8');
  const inMarkup = withoutReferences(text);
  const inJson = withoutJsonEscapes(text);
  const views = [inJson, withoutJsonEscapes(inJson), inMarkup, withoutJsonEscapes(inMarkup), withoutPercents(text)];
  return [bytes, ...new Set(views.filter((view) => view !== text))].map((view) =>
    typeof view === 'string' ? Buffer.from(view) : view,
  );
}

function encodingsOf(original: string): readonly Buffer[] {
  const utf8 = Buffer.from(original, 'utf8');
  return [
    utf8,
    Buffer.from(original, 'utf16le'),
    Buffer.from(original, 'utf16le').swap16(),
    Buffer.from(utf8.toString('hex')),
    ...base64Cores(utf8, 'base64'),
    ...base64Cores(utf8, 'base64url'),
  ];
}

/** What every base64 text that holds the bytes contains, whichever of the three alignments they have in it. */
function base64Cores(bytes: Buffer, encoding: 'base64' | 'base64url'): readonly Buffer[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replace(/=+$/, '');
    const settled = Math.floor(((shift + bytes.length) * 8) / 6);
    return Buffer.from(text.slice(Math.ceil((shift * 8) / 6), settled));
  });
}

const leak = (path: string, kind: Kind): Diagnostic => ({
  code: 'LEAK',
  severity: isTelling(kind) ? 'error' : 'warning',
  message: `${path} holds a ${kind} that was to be redacted`,
  hint: 'Is this an invented test patient? Then declare it among the values. If not, delete the folder: it must not be passed on.',
});
