/** The name that was probably meant, when one of the known ones is only a slip of the finger away. */
export function suggestion(name: string, known: Iterable<string>): string | undefined {
  const folded = name.toLowerCase();
  const tolerated = Math.max(1, Math.floor(name.length / 3));
  let meant: string | undefined;
  let nearest = tolerated + 1;
  for (const candidate of known) {
    // Value sets have thousands of codes, and every letter more or less is a slip.
    if (Math.abs(candidate.length - name.length) >= nearest) continue;
    const distance = editDistance(folded, candidate.toLowerCase());
    if (distance < nearest) [meant, nearest] = [candidate, distance];
  }
  return meant;
}

/** A hint for an unknown name: the one probably meant, or all there are. */
export function hintFor(name: string, known: Iterable<string>): string {
  const names = [...known];
  const meant = suggestion(name, names);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  return names.length === 0 ? 'None is declared.' : `Known here: ${names.join(', ')}`;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string alignment). */
export function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
