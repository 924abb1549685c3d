import { COLOURS, CONTENT_WIDTH, PAGE, SIZES } from '../look.ts';
import { type Face, textWidth } from './faces.ts';
import type { Pages } from './pages.ts';
import { spelledText } from './spelling.ts';

const SIZE = SIZES.small.size;

/** What stands above and below the content of every page, once their number is known. It is not read out. */
export function drawRunning(pages: Pages, title: string, runId: string): void {
  const { document } = pages;
  const { count } = document.bufferedPageRange();
  const head = shortenedTo(spelledText(title, 'plain'), CONTENT_WIDTH - 120);
  const run = shortenedTo(spelledText(`Run ${runId}`, 'plain'), CONTENT_WIDTH - 120);
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    pages.artifact(() => {
      drawHead(pages, page === 0 ? '' : head);
      const foot = PAGE.height - 34;
      document
        .strokeColor(COLOURS.line)
        .lineWidth(0.5)
        .moveTo(PAGE.left, foot - 12)
        .lineTo(PAGE.width - PAGE.right, foot - 12)
        .stroke();
      write(pages, 'plain', run, PAGE.left, foot, COLOURS.muted);
      writeRight(pages, `Page ${page + 1} of ${count}`, foot);
    }, 'Pagination');
  }
}

/** The first page has the title itself, and only says what this is. */
function drawHead(pages: Pages, title: string): void {
  const { document } = pages;
  const base = 36;
  document
    .fillColor(COLOURS.accent)
    .rect(PAGE.left, base - SIZE + 0.5, 6, 6)
    .fill();
  write(pages, 'strong', 'Assay test report', PAGE.left + 11, base, COLOURS.text);
  writeRight(pages, title, base);
  document
    .strokeColor(COLOURS.line)
    .lineWidth(0.5)
    .moveTo(PAGE.left, base + 8)
    .lineTo(PAGE.width - PAGE.right, base + 8)
    .stroke();
}

function write({ document }: Pages, face: Face, text: string, x: number, base: number, colour: string): void {
  if (text === '') return;
  document.font(face, SIZE).fillColor(colour);
  document.text(text, x, base);
}

const writeRight = (pages: Pages, text: string, base: number): void =>
  write(pages, 'plain', text, PAGE.width - PAGE.right - textWidth('plain', text, SIZE), base, COLOURS.muted);

/** The whole of it stands on the first page. */
function shortenedTo(text: string, width: number): string {
  if (textWidth('plain', text, SIZE) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (textWidth('plain', `${kept}${character}…`, SIZE) > width) break;
    kept += character;
  }
  return `${kept}…`;
}
