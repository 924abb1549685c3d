import { jsonTokens } from './indent-json.ts';
import { tagOf, xmlTokens } from './indent-xml.ts';

/** Where an element of a body begins; what is not there is nowhere when it is meant exactly, else at the innermost thing around it. */
export type OffsetOf = (pointer: string, exactly?: boolean) => number | undefined;

/** Offsets by pointer, for those that are wanted and all around them. */
export function offsetsInJson(json: string, wanted: readonly string[]): OffsetOf {
  const sought = withAncestors(wanted);
  const found = new Map<string, number>();
  const open: { readonly path: string; readonly list: boolean; name: string; nameAt: number; index: number }[] = [];
  let expectsName = false;
  for (const { text, at } of jsonTokens(json)) {
    const around = open.at(-1);
    if (text === '}' || text === ']') open.pop();
    else if (text === ',') {
      if (around?.list) around.index += 1;
      expectsName = around?.list === false;
    } else if (text === ':') expectsName = false;
    else if (around && expectsName) {
      around.name = unescaped(text);
      around.nameAt = at;
    } else {
      const path = around === undefined ? '' : `${around.path}/${around.list ? around.index : around.name}`;
      if (sought.has(path) && !found.has(path)) found.set(path, around?.list === false ? around.nameAt : at);
      if (text === '{' || text === '[') open.push({ path, list: text === '[', name: '', nameAt: 0, index: 0 });
      expectsName = text === '{';
    }
  }
  return innermost(found);
}

/** The name of a member as a pointer has it (RFC 6901 section 3). */
function unescaped(name: string): string {
  try {
    return String(JSON.parse(name)).replaceAll('~', '~0').replaceAll('/', '~1');
  } catch {
    return name;
  }
}

/**
 * The same in the XML form of FHIR (http://hl7.org/fhir/STU3/xml.html), by pointers into the JSON form: an element stands for itself and for
 * the first of a list, and the element that names a resource's type adds nothing.
 */
export function offsetsInXml(xml: string, wanted: readonly string[]): OffsetOf {
  const sought = withAncestors(wanted.map(indexed));
  const found = new Map<string, number>();
  const open: { readonly path: string; readonly counts: Map<string, number> }[] = [];
  for (const { text, at } of xmlTokens(xml)) {
    const { kind, name } = tagOf(text);
    if (kind === 'close') open.pop();
    if (kind !== 'open' && kind !== 'empty') continue;
    const around = open.at(-1);
    const path = around === undefined || /^[A-Z]/.test(name) ? (around?.path ?? '') : childPath(around, name);
    if (sought.has(path) && !found.has(path)) found.set(path, at);
    if (kind === 'open') open.push({ path, counts: new Map() });
  }
  const offsetOf = innermost(found);
  return (pointer, exactly) => offsetOf(indexed(pointer), exactly);
}

function childPath(around: { readonly path: string; readonly counts: Map<string, number> }, name: string): string {
  const index = around.counts.get(name) ?? 0;
  around.counts.set(name, index + 1);
  return `${around.path}/${name}#${index}`;
}

/** `/participant/1/status` as `/participant#1/status#0`. */
const indexed = (pointer: string): string =>
  pointer.replaceAll(/\/([^/]+)(?:\/(\d+))?(?=\/|$)/g, (_, name: string, index = '0') => `/${name}#${index}`);

function withAncestors(pointers: readonly string[]): ReadonlySet<string> {
  const all = new Set(['']);
  for (const pointer of pointers)
    for (let path = pointer; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) all.add(path);
  return all;
}

function innermost(found: ReadonlyMap<string, number>): OffsetOf {
  return (pointer, exactly = false) => {
    if (exactly) return found.get(pointer);
    let known = pointer;
    while (known !== '' && !found.has(known)) known = known.slice(0, Math.max(0, known.lastIndexOf('/')));
    return found.get(known) ?? 0;
  };
}
