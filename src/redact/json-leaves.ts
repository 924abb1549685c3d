import { withoutJsonEscapes } from './escapes.ts';
import { type Around, type Leaf, pointerTo } from './leaf.ts';

/** Whatever JSON could be made of: strings, also one that breaks off, what looks like the stand-in of a rest, punctuation, and all else. */
const TOKEN =
  /"([^"\\]*(?:\\[\s\S][^"\\]*)*)("|\\?$)|\[withheld: \d+ characters, [\da-f]{8}\]|[{}[\],:]|[^\s"{}[\],:]+/g;

/** Members that hold resources of their own (https://hl7.org/fhir/STU3/references.html#contained, bundle.html). */
const HOLDS_RESOURCE: ReadonlySet<string> = new Set(['contained', 'resource']);

/** An object or a list under way. */
interface Frame {
  readonly parent: Frame | undefined;
  readonly list: boolean;
  /** Name of the member that it is, or that the list around it is. */
  readonly name: string;
  /** Name of the innermost object, which lists in it do not change. */
  readonly container: string;
  readonly index: number;
  /** Position of the next member of a list. */
  next: number;
  /** Name of the member of an object whose value comes next. */
  key: string | undefined;
  /** `resourceType`, when the object has one. */
  type: string | undefined;
  resource: string | undefined;
  reference: string | undefined;
}

/** What stands without quotes and is a value. */
const NUMBER = /^-?\d/;
const BARE = /^(?:true|false|null|-?\d[\d.eE+-]*)$/;

/** What a broken payload about a person has somewhere. */
const MAY_TELL_OF_PEOPLE = /family|given|birth|patient|person|telecom|postalCode/i;

/**
 * Every string and number of a JSON text in its order. What is no JSON, breaks off, or is nested deeper than any reader goes
 * is read as far as strings can be told: nothing is refused, since it is to be written all the same. A bare word where a
 * value belongs says that strings can be told no longer, and the rest is one leaf if it may be about people.
 */
export function jsonLeaves(text: string, around?: Around): readonly Leaf[] {
  const frames: Frame[] = [];
  const found: {
    readonly token: RegExpExecArray;
    readonly frame: Frame;
    readonly index: number;
    readonly name: string;
    readonly unreadable: boolean;
  }[] = [];
  const root = frameIn(undefined, false);
  frames.push(root);
  let frame = root;
  let previous: RegExpExecArray | undefined;
  const mayTellOfPeople = MAY_TELL_OF_PEOPLE.test(text);
  for (const token of text.matchAll(TOKEN)) {
    const [mark] = token;
    if (mark === '{' || mark === '[') {
      frame = frameIn(frame, mark === '[');
      frames.push(frame);
    } else if (mark === '}' || mark === ']') {
      frame = frame.parent ?? root;
      frame.key = undefined;
    } else if (mark === ':') {
      if (previous !== undefined && !frame.list) frame.key = withoutJsonEscapes(previous[1] ?? previous[0]);
    } else if (mark === ',') {
      frame.next += 1;
      frame.key = undefined;
    } else {
      const isName = isKey(text, token);
      const unreadable = !mark.startsWith('"') && !isName && frame !== root && !BARE.test(mark) && mayTellOfPeople;
      const name = isName ? '' : frame.list ? frame.name : (frame.key ?? '');
      if (mark.startsWith('"') || NUMBER.test(mark) || unreadable) {
        if (!isName) learn(frame, token);
        found.push({ token, frame, index: frame.next, name, unreadable });
      }
      if (unreadable) break;
    }
    previous = token;
  }
  for (const each of frames) each.resource = resourceOf(each, around);
  return found.map(({ token, frame: holder, index, name, unreadable }) => {
    const whole = unreadable ? text.slice(token.index) : token[0];
    const [, raw = whole, close = '"'] = token;
    return {
      name,
      container: holder.container,
      resource: holder.resource,
      narrative: false,
      refersTo: () => holder.reference,
      unreadable,
      text: withoutJsonEscapes(raw),
      escaped: raw.includes('\\'),
      start: token.index,
      end: token.index + whole.length,
      write: (changed) => (unreadable ? changed : close === '"' ? quoted(changed) : quoted(changed).slice(0, -1)),
      at: () => `${pointerTo(stepsOutward(holder))}/${holder.list ? index : escapedToken(name)}`,
    };
  });
}

/** A string before a colon is a name, not a value. */
const AFTER = /\s*:/y;
function isKey(text: string, { 0: whole, index }: RegExpExecArray): boolean {
  AFTER.lastIndex = index + whole.length;
  return AFTER.test(text);
}

/** What a string says of the object that holds it. A type that breaks off could be any. */
function learn(frame: Frame, { 1: raw = '', 2: close }: RegExpExecArray): void {
  if (frame.key === 'resourceType' && close === '"') frame.type = withoutJsonEscapes(raw);
  if (frame.key === 'reference') frame.reference = withoutJsonEscapes(raw);
}

function frameIn(parent: Frame | undefined, list: boolean): Frame {
  const name = parent === undefined ? '' : parent.list ? parent.name : (parent.key ?? '');
  return {
    parent,
    list,
    name,
    container: list ? (parent?.container ?? '') : name,
    index: parent?.next ?? 0,
    next: 0,
    key: undefined,
    type: undefined,
    resource: undefined,
    reference: undefined,
  };
}

/** The frames come with those around them first. */
function resourceOf({ type, parent, name }: Frame, around: Around | undefined): string | undefined {
  if (type !== undefined) return type;
  if (parent === undefined) return around?.resource;
  return HOLDS_RESOURCE.has(name) ? undefined : parent.resource;
}

function* stepsOutward(frame: Frame): Generator<string> {
  for (let each = frame; each.parent?.parent !== undefined; each = each.parent) {
    yield each.parent.list ? String(each.index) : escapedToken(each.name);
  }
}

/** Lone surrogates stay: they are bytes that are no character. */
const quoted = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON has to escape
  `"${text.replace(/["\\\u0000-\u001f]/g, (one) => JSON.stringify(one).slice(1, -1))}"`;

const escapedToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
