/**
 * The fewest items that must move to put all in order: those outside of a longest run of places that never decreases
 * (patience sorting, O(n log n)). Indexes in ascending order.
 */
export function misplaced(places: readonly number[]): readonly number[] {
  const tails: number[] = [];
  const before: number[] = [];
  places.forEach((place, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[tails[middle] ?? 0] ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    before[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  });
  const kept = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) kept.add(index);
  return [...places.keys()].filter((index) => !kept.has(index));
}
