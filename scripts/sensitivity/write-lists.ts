// Writes into provider.simulator.yaml which cases noticed its defects, and leaves all else as it stands.
import type { Row } from './table.ts';

const WIDTH = 130;
const LIST = /\n {4}(?:fails|errors):\s+(?:\*\S+|(?:&\S+\s+)?\[[^\]]*\])/g;

/** The text of the file with the lists of `rows` in place of those of their defects. */
export function withLists(text: string, rows: readonly Row[]): string {
  const start = text.indexOf('\ndefects:');
  const written = rows.reduce((defects, row) => withRow(defects, row), text.slice(start));
  return text.slice(0, start) + written;
}

function withRow(defects: string, { defect, fails, errors }: Row): string {
  const heading = `\n  ${defect}:\n`;
  const from = defects.indexOf(heading);
  const next = /\n(?: {0,2}[^\s#]|\n)/.exec(defects.slice(from + heading.length));
  const to = next === null ? defects.length : from + heading.length + next.index;
  const block = defects.slice(from, to).replace(LIST, '').trimEnd();
  const lists = [listOf('fails', fails), listOf('errors', errors)].join('');
  return `${defects.slice(0, from)}${block}${lists}${to === defects.length ? '\n' : ''}${defects.slice(to)}`;
}

function listOf(name: string, ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const line = `\n    ${name}: [${ids.join(', ')}]`;
  return line.length <= WIDTH ? line : `\n    ${name}:\n      [\n        ${wrapped(ids).join(',\n        ')}\n      ]`;
}

/** Lines of ids between commas. */
function wrapped(ids: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const id of ids) {
    const last = lines.pop();
    if (last === undefined) lines.push(id);
    else if (`${last}, ${id}`.length <= WIDTH - 10) lines.push(`${last}, ${id}`);
    else lines.push(last, id);
  }
  return lines;
}
