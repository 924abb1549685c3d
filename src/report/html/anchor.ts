/** The id of the place in the page where a thing of this kind is shown: `case-BK-01`, `requirement-P24`. */
export function anchor(kind: 'case' | 'requirement' | 'exchange' | 'suite' | 'shared', id: string): string {
  const safe = id.replace(/[^A-Za-z0-9.-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
  return `${kind}-${safe}`;
}
