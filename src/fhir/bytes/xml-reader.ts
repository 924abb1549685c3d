import { MAX_DEPTH, Refusal } from './refusal.ts';

/** An element of an XML document with its namespace. White space between elements is left out. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  /** URI; empty when there is none. */
  readonly namespace: string;
  /** Without the namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  readonly elements: readonly XmlElement[];
  /** Where text other than white space begins. */
  readonly textAt?: number;
  /** Its place in the text. */
  readonly start: number;
  readonly end: number;
}

export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
  readonly start: number;
}

const START = String.raw`A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}`;
const NC_NAME = String.raw`[${START}][${START}\-.0-9\u00B7\u0300-\u036F\u203F\u2040]*`;
const NAME = new RegExp(`(?:(${NC_NAME}):)?(${NC_NAME})`, 'uy');
const SPACE = /[ \t\n]*/y;
const EQUALS = /[ \t\n]*=[ \t\n]*/y;
const QUOTED = /"([^<"]*)"|'([^<']*)'/y;
const TEXT = /[^<]*/y;
const DECLARATION =
  /<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(["'])1\.0\1(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])([\w.-]+)\2)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\4)?[ \t\n]*\?>/y;
const INSTRUCTION = new RegExp(String.raw`<\?(?![xX][mM][lL][ \t\n?])${NC_NAME}(?:[ \t\n][\s\S]*?)?\?>`, 'uy');
// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters of XML 1.0 section 2.2 are all others
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#([0-9]+)|#x([0-9a-fA-F]+));|&/g;
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
type Namespaces = ReadonlyMap<string, string>;
const NO_NAMESPACES: Namespaces = new Map([
  ['', ''],
  ['xml', XML_NAMESPACE],
]);

/** XML counts every line end as one line feed (section 2.11). */
export const withLineFeeds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

export const isXmlText = (text: string): boolean => !FORBIDDEN.test(text);

/**
 * Reads well-formed XML 1.0 (https://www.w3.org/TR/xml/) with namespaces, without document type: no DTD, so no entities
 * but the five predefined ones, nothing fetched and nothing expanded. The text has its line ends as withLineFeeds.
 *
 * @throws Refusal
 */
export function readXmlText(text: string): XmlElement {
  return new XmlReader(text).document();
}

interface RawAttribute {
  readonly prefix: string;
  readonly name: string;
  readonly value: string;
  readonly start: number;
}

class XmlReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): XmlElement {
    const forbidden = this.#text.search(FORBIDDEN);
    if (forbidden >= 0) throw this.#refuse('XML does not allow this character', forbidden);
    this.#declaration();
    this.#asides();
    if (this.#text[this.#at] !== '<') throw this.#refuse('An element is missing');
    const root = this.#element(NO_NAMESPACES, 0);
    this.#asides();
    if (this.#at < this.#text.length) throw this.#refuse('Nothing may follow the document');
    return root;
  }

  #declaration(): void {
    if (!/^<\?xml[ \t\n]/.test(this.#text)) return;
    const declaration = this.#match(DECLARATION);
    if (!declaration) throw this.#refuse('This is no declaration of XML 1.0');
    const encoding = declaration[3] ?? 'utf-8';
    if (encoding.toLowerCase() !== 'utf-8') throw this.#refuse(`FHIR is UTF-8, not ${encoding}`, 0);
  }

  /** White space, comments and processing instructions around the root. */
  #asides(): void {
    do this.#match(SPACE);
    while (this.#aside());
  }

  #aside(): boolean {
    if (this.#text.startsWith('<!--', this.#at)) {
      const end = this.#endOf('--', this.#at + 4);
      if (this.#text[end] !== '>') throw this.#refuse('A comment holds two hyphens', end);
      this.#at = end + 1;
      return true;
    }
    if (this.#text.startsWith('<?', this.#at)) {
      if (!this.#match(INSTRUCTION)) throw this.#refuse('This is no processing instruction');
      return true;
    }
    if (this.#text.startsWith('<!DOCTYPE', this.#at)) {
      throw new Refusal('XML_DOCTYPE', 'FHIR XML may not have a document type', this.#at);
    }
    return false;
  }

  #endOf(mark: string, from: number): number {
    const found = this.#text.indexOf(mark, from);
    if (found < 0) throw this.#refuse(`"${mark}" is missing`);
    return found + mark.length;
  }

  #element(outer: Namespaces, depth: number): XmlElement {
    if (depth > MAX_DEPTH) throw new Refusal('XML_TOO_DEEP', `Nested deeper than ${MAX_DEPTH} levels`, this.#at);
    const start = this.#at;
    this.#at += 1;
    const [tag, prefix = '', name = ''] = this.#match(NAME) ?? [];
    if (tag === undefined) throw this.#refuse('An element needs a name');
    const raw = this.#attributes();
    const namespaces = this.#declared(outer, raw);
    const element = {
      name,
      namespace: this.#namespace(namespaces, prefix, start),
      attributes: this.#qualified(namespaces, raw),
      start,
    };
    if (this.#take('/>')) return { ...element, elements: [], end: this.#at };
    if (!this.#take('>')) throw this.#refuse('A tag does not end');
    const content = this.#content(namespaces, depth);
    if (!this.#take(`</${tag}`)) throw this.#refuse(`</${tag}> is missing`);
    this.#match(SPACE);
    if (!this.#take('>')) throw this.#refuse('A tag does not end');
    return { ...element, ...content, end: this.#at };
  }

  #attributes(): readonly RawAttribute[] {
    const found = new Map<string, RawAttribute>();
    for (;;) {
      const before = this.#at;
      this.#match(SPACE);
      const start = this.#at;
      const [whole, prefix = '', name = ''] = this.#match(NAME) ?? [];
      if (whole === undefined) return [...found.values()];
      if (before === start) throw this.#refuse('An attribute needs white space before it', start);
      if (found.has(whole)) throw this.#refuse(`The attribute ${whole} stands twice in one element`, start);
      if (!this.#match(EQUALS)) throw this.#refuse('"=" is missing');
      const valueAt = this.#at + 1;
      const [quoted, double, single] = this.#match(QUOTED) ?? [];
      if (quoted === undefined) throw this.#refuse('An attribute needs a value in quotes, without "<"');
      const value = this.#resolved((double ?? single ?? '').replace(/[\t\n]/g, ' '), valueAt);
      found.set(whole, { prefix, name, value, start });
    }
  }

  #declared(outer: Namespaces, attributes: readonly RawAttribute[]): Namespaces {
    const declarations = attributes.filter(isDeclaration);
    if (declarations.length === 0) return outer;
    const inner = new Map(outer);
    for (const { prefix, name, value, start } of declarations) {
      const bound = prefix === '' ? '' : name;
      if (bound === 'xmlns' || (bound === 'xml') !== (value === XML_NAMESPACE) || (bound !== '' && value === '')) {
        throw this.#refuse(`The prefix ${bound} may not stand for "${value}"`, start);
      }
      inner.set(bound, value);
    }
    return inner;
  }

  #qualified(namespaces: Namespaces, attributes: readonly RawAttribute[]): readonly XmlAttribute[] {
    const seen = new Set<string>();
    return attributes
      .filter((attribute) => !isDeclaration(attribute))
      .map(({ prefix, name, value, start }) => {
        const namespace = prefix === '' ? '' : this.#namespace(namespaces, prefix, start);
        const key = `${namespace} ${name}`;
        if (seen.has(key)) throw this.#refuse(`The attribute ${name} stands twice in one element`, start);
        seen.add(key);
        return { name, namespace, value, start };
      });
  }

  #namespace(namespaces: Namespaces, prefix: string, offset: number): string {
    const namespace = namespaces.get(prefix);
    if (namespace === undefined) throw this.#refuse(`The prefix ${prefix} is not declared`, offset);
    return namespace;
  }

  /** Up to the end tag. */
  #content(namespaces: Namespaces, depth: number): Pick<XmlElement, 'elements' | 'textAt'> {
    const elements: XmlElement[] = [];
    let textAt: number | undefined;
    while (!this.#text.startsWith('</', this.#at)) {
      if (this.#at >= this.#text.length) throw this.#refuse('The document breaks off');
      const start = this.#at;
      if (this.#text[start] !== '<') {
        const shown = this.#characters().search(/[^ \t\n]/);
        if (shown >= 0) textAt ??= start + shown;
      } else if (this.#take('<![CDATA[')) {
        this.#at = this.#endOf(']]>', this.#at);
        textAt ??= start;
      } else if (!this.#aside()) {
        elements.push(this.#element(namespaces, depth + 1));
      }
    }
    return textAt === undefined ? { elements } : { elements, textAt };
  }

  #characters(): string {
    const start = this.#at;
    const [raw = ''] = this.#match(TEXT) ?? [];
    const bracket = raw.indexOf(']]>');
    if (bracket >= 0) throw this.#refuse('"]]>" may not stand in text', start + bracket);
    this.#resolved(raw, start);
    return raw;
  }

  /** With its character and entity references replaced. */
  #resolved(raw: string, offset: number): string {
    if (!raw.includes('&')) return raw;
    return raw.replace(REFERENCE, (whole, entity?: string, decimal?: string, hex?: string, at?: number) => {
      if (entity !== undefined) return PREDEFINED[entity] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
      const character = code <= 0x10ffff ? String.fromCodePoint(code) : '';
      if (character === '' || !isXmlText(character)) {
        throw this.#refuse(
          'Only &amp; &lt; &gt; &quot; &apos; and character numbers may follow "&"',
          offset + (at ?? 0),
        );
      }
      return character;
    });
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found ?? undefined;
  }

  #take(mark: string): boolean {
    const found = this.#text.startsWith(mark, this.#at);
    if (found) this.#at += mark.length;
    return found;
  }

  #refuse(message: string, offset = this.#at): Refusal {
    return new Refusal('XML_SYNTAX', message, offset);
  }
}

const isDeclaration = ({ prefix, name }: RawAttribute): boolean =>
  prefix === 'xmlns' || (prefix === '' && name === 'xmlns');
