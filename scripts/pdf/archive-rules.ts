// What PDF/A-3a (ISO 19005-3, clause 6) asks, as far as the objects of a file tell it; in our own words, and no proof of conformance.
import { contentOf } from './content.ts';
import type { PdfDictionary, PdfFile } from './pdf-file.ts';
import { asked, type PdfRule } from './rule.ts';

const ACTIONS: ReadonlySet<unknown> = new Set(['/GoTo', '/URI']);
const FORBIDDEN = [
  '/JS',
  '/JavaScript',
  '/AA',
  '/OpenAction',
  '/Launch',
  '/AcroForm',
  '/XFA',
  '/RichMedia',
  '/FFilter',
];
const INSTANT = /^u:D:\d{14}Z$/;

/** The colour space by its name, and the operators that imply it (ISO 32000-1 table 74). */
const IN_RGB: ReadonlySet<string> = new Set(['/DeviceRGB', 'rg', 'RG']);

export const ARCHIVE_RULES: readonly PdfRule[] = [
  {
    name: 'declares part 3, level A, with the title that it shows',
    problems: (file) => {
      const metadata = file.streams.get(String(file.catalog['/Metadata']));
      const xml = metadata?.bytes.toString('utf8') ?? '';
      const title = String(file.resolved(file.dictionary(file.trailer['/Info'])['/Title'])).replace(/^u:/, '');
      const declared = unescaped(/<rdf:li xml:lang="x-default">([^<]*)</.exec(xml)?.[1] ?? '');
      return [
        ...asked(xml.includes('<pdfaid:part>3</pdfaid:part>'), 'no part'),
        ...asked(xml.includes('<pdfaid:conformance>A</pdfaid:conformance>'), 'no level'),
        ...asked(metadata?.dictionary['/Filter'] === undefined, 'metadata that search engines cannot read'),
        ...asked(declared === title, `title ${declared}`),
      ];
    },
  },
  {
    name: 'has an identifier and is not encrypted',
    problems: ({ trailer }) => [
      ...asked(Array.isArray(trailer['/ID']) && trailer['/ID'].length === 2, 'no identifier'),
      ...asked(trailer['/Encrypt'] === undefined, 'encrypted'),
    ],
  },
  {
    name: 'uses only the colours for which it has a profile',
    problems: (file) => {
      const [intent] = file.items(file.catalog['/OutputIntents']).map((one) => file.dictionary(one));
      const profile = file.streams.get(String(intent?.['/DestOutputProfile']));
      return [
        ...asked(intent?.['/S'] === '/GTS_PDFA1', 'no output intent'),
        ...asked(
          profile?.dictionary['/N'] === 3 && profile.bytes.subarray(36, 40).toString() === 'acsp',
          'no RGB profile',
        ),
        ...file.pages.flatMap((page) =>
          [...contentOf(file, page).colours].flatMap((space) => asked(IN_RGB.has(space), `${page}: ${space}`)),
        ),
      ];
    },
  },
  {
    name: 'does nothing: no script, no action but going to a place or a page of the web',
    problems: (file) =>
      [...file.dictionaries()].flatMap(([id, dictionary]) => [
        ...FORBIDDEN.flatMap((name) => asked(dictionary[name] === undefined, `${id}: ${name}`)),
        ...asked(!isAction(dictionary) || ACTIONS.has(dictionary['/S']), `${id}: ${dictionary['/S']}`),
        ...asked(
          dictionary['/URI'] === undefined || /^u:https:\/\/[!-~]+$/.test(String(dictionary['/URI'])),
          `${id}: address`,
        ),
      ]),
  },
  {
    name: 'leads to places that exist, named in order',
    problems: (file) => {
      const names = file.items(file.dictionary(file.dictionary(file.catalog['/Names'])['/Dests'])['/Names']);
      const known = names.filter((_, place) => place % 2 === 0).map(String);
      return [
        ...asked(
          known.every((name, place) => place === 0 || String(known[place - 1]) < name),
          'names out of order',
        ),
        ...[...file.dictionaries()].flatMap(([id, dictionary]) =>
          asked(dictionary['/S'] !== '/GoTo' || known.includes(String(dictionary['/D'])), `${id}: ${dictionary['/D']}`),
        ),
      ];
    },
  },
  {
    name: 'refers to nothing outside of itself',
    problems: (file) => [
      ...[...file.streams].flatMap(([id, { dictionary }]) => asked(dictionary['/F'] === undefined, `${id}: outside`)),
      ...[...file.dictionaries()].flatMap(([id, dictionary]) =>
        asked(dictionary['/Type'] !== '/Filespec' || dictionary['/EF'] !== undefined, `${id}: outside`),
      ),
    ],
  },
  {
    name: 'embeds its fonts, with the character of every glyph that is shown',
    problems: (file) => file.pages.flatMap((page) => fontProblems(file, page)),
  },
  {
    name: 'has results.json as the source it was made from',
    problems: (file) => {
      const [spec] = file.items(file.catalog['/AF']).map((one) => file.dictionary(one));
      const stream = file.streams.get(String(file.dictionary(spec?.['/EF'])['/F']));
      const embedded = stream?.dictionary ?? {};
      const parameters = file.dictionary(embedded['/Params']);
      const named = file.items(file.dictionary(file.dictionary(file.catalog['/Names'])['/EmbeddedFiles'])['/Names']);
      return [
        ...asked(spec?.['/F'] === 'u:results.json' && spec['/UF'] === 'u:results.json', 'no name'),
        ...asked(spec?.['/AFRelationship'] === '/Source', 'no relationship'),
        ...asked(embedded['/Subtype'] === '/application/json', 'no media type'),
        ...asked(INSTANT.test(String(parameters['/ModDate'])), 'no date'),
        ...asked(parameters['/Size'] === stream?.bytes.length, 'another size'),
        ...asked(named.includes('u:results.json'), 'not among the attachments'),
      ];
    },
  },
];

/** Structure elements and output intents have an S of their own. */
const isAction = (dictionary: PdfDictionary): boolean =>
  dictionary['/S'] !== undefined && ['/D', '/URI', '/JS', '/F'].some((name) => dictionary[name] !== undefined);

function fontProblems(file: PdfFile, page: string): readonly string[] {
  const fonts = file.dictionary(file.dictionary(file.dictionary(page)['/Resources'])['/Font']);
  return [...contentOf(file, page).glyphs].flatMap(([name, glyphs]) => {
    const font = file.dictionary(fonts[name]);
    const [descendant] = file.items(font['/DescendantFonts']).map((one) => file.dictionary(one));
    const descriptor = file.dictionary(descendant?.['/FontDescriptor']);
    const widths = file.items(file.items(descendant?.['/W'])[1]);
    const map = file.streams.get(String(font['/ToUnicode']))?.bytes.toString('latin1') ?? '';
    const characters = [...map.matchAll(/<([0-9a-f]{4}(?: [0-9a-f]{4})*)>(?= <|\])/g)].length;
    return [
      ...asked(file.streams.has(String(descriptor['/FontFile2'])), `${page}: ${name} is not embedded`),
      ...asked(descendant?.['/CIDToGIDMap'] === '/Identity', `${page}: ${name} has no map of glyphs`),
      ...asked(/^\/[A-Z]{6}\+/.test(String(font['/BaseFont'])), `${page}: ${name} is not named as a subset`),
      ...[...glyphs].flatMap((glyph) =>
        asked(glyph > 0 && glyph < widths.length && glyph < characters, `${page}: ${name} shows ${glyph}`),
      ),
    ];
  });
}

const unescaped = (xml: string): string => xml.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
