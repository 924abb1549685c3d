const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

interface Container {
  readonly pointer: string;
  /** Of the next item of a list; undefined in an object. */
  index: number | undefined;
}

/**
 * Offsets of all values of a JSON text by their pointers (RFC 6901): of the name of a member, of an item of a list
 * itself. The text has been read before, so its tokens tell all.
 */
export function jsonOffsets(text: string): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const open: Container[] = [];
  let name: string | undefined;
  for (const { 0: token, index: offset } of text.matchAll(TOKEN)) {
    const container = open.at(-1);
    if (token === '}' || token === ']') open.pop();
    else if (token === ',' && container?.index !== undefined) container.index += 1;
    else if (token === ',' || token === ':') continue;
    else if (container && container.index === undefined && name === undefined) {
      name = `${container.pointer}/${escaped(JSON.parse(token))}`;
      offsets.set(name, offset);
    } else {
      const pointer = container ? (name ?? `${container.pointer}/${container.index}`) : '';
      if (name === undefined) offsets.set(pointer, offset);
      name = undefined;
      if (token === '{' || token === '[') open.push({ pointer, index: token === '[' ? 0 : undefined });
    }
  }
  return offsets;
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
