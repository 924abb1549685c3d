/** What is alike by a key, in the order in which the keys come up. */
export function groupedBy<One>(all: readonly One[], key: (one: One) => string): readonly (readonly [One, ...One[]])[] {
  const groups = new Map<string, [One, ...One[]]>();
  for (const one of all) {
    const known = groups.get(key(one));
    if (known === undefined) groups.set(key(one), [one]);
    else known.push(one);
  }
  return [...groups.values()];
}
