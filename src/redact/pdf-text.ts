import { inflateSync } from 'node:zlib';
import { asBuffer } from '../model/bytes.ts';
import { remembered } from './remembered.ts';

/** An object of a PDF file: its dictionary as written, and its stream without coding. */
interface PdfObject {
  readonly dictionary: string;
  readonly stream?: Buffer;
}

/**
 * What a PDF file of ours says where a search of its bytes would not see it: every stream inflated, attachments among them, and the text
 * of its pages, which stands in them as numbers of glyphs. Text that goes on over lines goes on here, but not over cells and pages. Empty
 * for what is no such file.
 */
export function pdfTexts(bytes: Uint8Array): readonly Uint8Array[] {
  const file = asBuffer(bytes);
  if (!file.subarray(0, 5).equals(Buffer.from('%PDF-'))) return [];
  const objects = objectsIn(file);
  const streams = [...objects.values()].flatMap(({ stream }) => stream ?? []);
  const characters = charactersByFont(objects);
  const pages = streams.filter((stream) => stream.includes(FONT_CHOSEN));
  const shown = pages.map((page) => shownIn(page.toString('latin1'), characters));
  return [...streams, Buffer.from(shown.join('\n'))];
}

/** What the streams of one file come to in all; whoever packs more into so little means no good. */
const MOST_BYTES = 128 * 1024 * 1024;

const BEGINS = /(?<!\d)(\d{1,10}) 0 obj\n(?=<<)/g;
const ENDS = />>\n(stream\n|endobj)/g;

/** Each part of the file is gone through once: where no dictionary ends, no other does. */
function objectsIn(file: Buffer): ReadonlyMap<string, PdfObject> {
  const text = file.toString('latin1');
  const objects = new Map<string, PdfObject>();
  const [begins, ends] = [new RegExp(BEGINS), new RegExp(ENDS)];
  let left = MOST_BYTES;
  for (let head = begins.exec(text); head !== null; head = begins.exec(text)) {
    ends.lastIndex = begins.lastIndex;
    const end = ends.exec(text);
    if (end === null) break;
    const dictionary = text.slice(begins.lastIndex, end.index + '>>'.length);
    const length = end[1] === 'endobj' ? 0 : Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const start = ends.lastIndex;
    const stream = end[1] === 'endobj' ? undefined : decoded(dictionary, file.subarray(start, start + length), left);
    left -= stream?.length ?? 0;
    objects.set(head[1] ?? '', { dictionary, ...(stream && { stream }) });
    begins.lastIndex = start + length;
  }
  return objects;
}

function decoded(dictionary: string, stream: Buffer, mostBytes: number): Buffer {
  if (!dictionary.includes('/FlateDecode')) return stream;
  try {
    return inflateSync(stream, { maxOutputLength: Math.max(1, mostBytes) });
  } catch {
    return stream;
  }
}

type Characters = ReadonlyMap<string, string>;

/** For each font by its name on the pages, its characters by glyph number in hex (ISO 32000-1, 9.10.3). */
function charactersByFont(objects: ReadonlyMap<string, PdfObject>): ReadonlyMap<string, Characters> {
  const fonts = new Map<string, Characters>();
  const read = remembered((map) => {
    const stream = objects.get(map)?.stream;
    return stream && charactersIn(stream.toString('latin1'));
  });
  for (const { dictionary } of objects.values()) {
    for (const [, name = '', id = ''] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.dictionary ?? '')?.[1];
      const characters = read(map ?? '');
      if (characters !== undefined) fonts.set(name, characters);
    }
  }
  return fonts;
}

/** Whole units of UTF-16. No glyph shows more than a ligature; otherwise few could make a text of any length. */
const UNITS = /^(?:.{4}){0,8}/;

function charactersIn(map: string): Characters {
  const characters = new Map<string, string>();
  for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^[\]]*)\]/g)) {
    let glyph = Number.parseInt(first, 16);
    for (const [, units = ''] of list.matchAll(/<([0-9a-f ]*)>/g)) {
      characters.set(
        glyph.toString(16).padStart(4, '0'),
        Buffer.from(UNITS.exec(units.replaceAll(' ', ''))?.[0] ?? '', 'hex')
          .swap16()
          .toString('utf16le'),
      );
      glyph += 1;
    }
  }
  return characters;
}

/** A font is chosen, glyphs are shown, marked content begins. */
const OPERATION = /\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>|(BMC|BDC)\n/g;
/** Without it no font is chosen, and no glyph has a character. */
const FONT_CHOSEN = ' Tf';

function shownIn(page: string, fonts: ReadonlyMap<string, Characters>): string {
  let shown = '';
  let font: Characters = new Map();
  for (const [, name, glyphs, mark] of page.matchAll(OPERATION)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    if (mark !== undefined) shown += '\n';
    for (const glyph of glyphs?.match(/.{4}/g) ?? []) shown += font.get(glyph) ?? '';
  }
  return shown;
}
