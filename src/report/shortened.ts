/** The beginning of a text that is too long to show, and how long it is; never half of a surrogate pair. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`;
}
