import { withoutJsonEscapes } from './escapes.ts';
import type { Around, Leaf } from './leaf.ts';

/** Whatever JSON could be made of: strings, also one that breaks off, punctuation, and all else. */
const TOKEN = /"([^"\\]*(?:\\[\s\S][^"\\]*)*)("|\\?$)|[{}[\],:]|[^\s"{}[\],:]+/g;

/** Members that hold resources of their own (https://hl7.org/fhir/STU3/references.html#contained, bundle.html). */
const HOLDS_RESOURCE: ReadonlySet<string> = new Set(['contained', 'resource']);

/** An object or a list under way. */
interface Frame {
  readonly parent: Frame | undefined;
  readonly list: boolean;
  /** Name of the member that it is, or that the list around it is. */
  readonly name: string;
  readonly index: number;
  /** Position of the next member of a list. */
  next: number;
  /** Name of the member of an object whose value comes next. */
  key: string | undefined;
  /** `resourceType`, when the object has one. */
  type: string | undefined;
  resource: string | undefined;
}

/**
 * Every string value of a JSON text in its order. What is no JSON, breaks off, or is nested deeper than any reader goes is
 * read as far as strings can be told: nothing is refused, since it is to be written all the same.
 */
export function jsonLeaves(text: string, around?: Around): readonly Leaf[] {
  const frames: Frame[] = [];
  const found: {
    readonly token: RegExpExecArray;
    readonly frame: Frame;
    readonly index: number;
    readonly name: string;
  }[] = [];
  const root = frameIn(undefined, false);
  frames.push(root);
  let frame = root;
  let previous: RegExpExecArray | undefined;
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
    } else if (mark.startsWith('"') && !isKey(text, token)) {
      // A type that breaks off could be any.
      if (frame.key === 'resourceType' && token[2] === '"') frame.type = withoutJsonEscapes(token[1] ?? '');
      found.push({ token, frame, index: frame.next, name: frame.list ? frame.name : (frame.key ?? '') });
    }
    previous = token;
  }
  for (const each of frames) each.resource = resourceOf(each, around);
  return found.map(({ token, frame: holder, index, name }) => {
    const [whole, raw = '', close] = token;
    return {
      name,
      container: containerOf(holder),
      resource: holder.resource,
      narrative: false,
      text: withoutJsonEscapes(raw),
      escaped: raw.includes('\\'),
      start: token.index,
      end: token.index + whole.length,
      write: (changed) => (close === '"' ? JSON.stringify(changed) : JSON.stringify(changed).slice(0, -1)),
      at: () => `${pointerOf(holder)}/${holder.list ? index : escapedToken(name)}`,
    };
  });
}

/** A string before a colon is a name, not a value. */
const AFTER = /\s*:/y;
function isKey(text: string, { 0: whole, index }: RegExpExecArray): boolean {
  AFTER.lastIndex = index + whole.length;
  return AFTER.test(text);
}

const frameIn = (parent: Frame | undefined, list: boolean): Frame => ({
  parent,
  list,
  name: parent === undefined ? '' : parent.list ? parent.name : (parent.key ?? ''),
  index: parent?.next ?? 0,
  next: 0,
  key: undefined,
  type: undefined,
  resource: undefined,
});

/** The frames come with those around them first. */
function resourceOf({ type, parent, name }: Frame, around: Around | undefined): string | undefined {
  if (type !== undefined) return type;
  if (parent === undefined) return around?.resource;
  return HOLDS_RESOURCE.has(name) ? undefined : parent.resource;
}

/** The name of the object that holds a member; a list of texts stands for the member itself. */
function containerOf(frame: Frame): string {
  let holder: Frame | undefined = frame;
  while (holder?.list) holder = holder.parent;
  return holder?.name ?? '';
}

function pointerOf(frame: Frame): string {
  const tokens: string[] = [];
  for (let each = frame; each.parent?.parent !== undefined; each = each.parent) {
    tokens.unshift(each.parent.list ? String(each.index) : escapedToken(each.name));
  }
  return tokens.map((token) => `/${token}`).join('');
}

const escapedToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
