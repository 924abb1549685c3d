/** A place in a text; lines and columns count from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Where the value that a JSON pointer names stands: its element in XML, its name (or in a list itself) in JSON. A pointer
 * to something absent leads to the innermost thing that is there; only a malformed pointer leads nowhere.
 */
export type Locate = (pointer: string) => Position | undefined;

/** Offsets in a text as positions. The lines are counted once, at the first asking. */
export function positionsIn(text: string): (offset: number) => Position {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** A Locate over the offsets of pointers, which are found at the first asking. */
export function locateBy(
  positionAt: (offset: number) => Position,
  findOffsets: () => ReadonlyMap<string, number>,
): Locate {
  let offsets: ReadonlyMap<string, number> | undefined;
  return (pointer) => {
    if (pointer !== '' && !pointer.startsWith('/')) return undefined;
    offsets ??= findOffsets();
    let known = pointer;
    while (known !== '' && !offsets.has(known)) known = known.slice(0, known.lastIndexOf('/'));
    return positionAt(offsets.get(known) ?? 0);
  };
}
