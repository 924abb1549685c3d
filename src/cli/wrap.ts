import { stripVTControlCharacters } from 'node:util';

/** A text in lines of at most so many columns, broken between words; a longer word has a line of its own. Colours take no column. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/** Fewer columns than this are no lines to read. */
const FEWEST_COLUMNS = 20;

/** A text hangs no further in than this. */
const FURTHEST_IN = 14;

/** A text in lines that fit beside what leads it: the first after `lead`, the others under its end, or less far in where that is long. */
export function hanging(lead: string, text: string, columns: number): readonly string[] {
  const width = widthOf(lead);
  const indent = width > FURTHEST_IN ? 4 : width;
  const [first = '', ...others] = wrap(
    `${'x'.repeat(width - indent)}${text}`,
    Math.max(FEWEST_COLUMNS, columns - indent),
  );
  return [`${lead}${first.slice(width - indent)}`, ...others.map((line) => `${' '.repeat(indent)}${line}`)];
}

/** A command to be copied: where it does not fit, it goes on as a shell reads it. The last word has a line of its own then, however long. */
export function commandLines(lead: string, command: string, columns: number): readonly string[] {
  if (widthOf(lead) + command.length <= columns) return [`${lead}${command}`];
  const last = command.lastIndexOf(' ');
  return [`${lead}${command.slice(0, last)} \\`, `  ${command.slice(last + 1)}`];
}
