import type { Inlines } from '../block.ts';
import { textWidth } from './faces.ts';
import { type Fragment, fragmentsOf, type TextLook, withText } from './fragment.ts';

/** What stands beside each other, from left to right. The space at its end may stand out over the edge. */
export interface Line {
  readonly fragments: readonly Fragment[];
  readonly width: number;
}

/** Words with the spaces behind them, spaces that have no word, line feeds. */
const WORDS = /[^ \n]+ *| +|\n/g;
/** Where a long word, an id or a URL, may be parted: behind its punctuation. */
const PARTS = /[^-/.:_?&=,;|+]*[-/.:_?&=,;|+]+|[^-/.:_?&=,;|+]+/g;
/** A word that leaves less than this share of a line begins where it stands, and is parted. */
const LONG_WORD = 0.6;

/** Inline text broken into lines of a width: at spaces, within long words behind punctuation, and at any character where nothing else helps. */
export function linesOf(inlines: Inlines, look: TextLook, width: number): readonly Line[] {
  const setter = new LineSetter(width);
  for (const word of wordsOf(fragmentsOf(inlines, look))) setter.add(word);
  return setter.lines();
}

/** Width of the text on one line. */
export function naturalWidth(inlines: Inlines, look: TextLook): number {
  return Math.max(0, ...linesOf(inlines, look, Number.POSITIVE_INFINITY).map((line) => line.width));
}

/** Fragments that stand together without a space; a line feed ends a line. */
type Word = readonly Fragment[] | 'line-feed';

function wordsOf(fragments: readonly Fragment[]): readonly Word[] {
  const words: Word[] = [];
  let open: Fragment[] = [];
  const close = () => {
    if (open.length > 0) words.push(open);
    open = [];
  };
  for (const fragment of fragments) {
    for (const [place, piece] of (fragment.text.match(WORDS) ?? []).entries()) {
      if (piece === '\n') {
        close();
        words.push('line-feed');
        continue;
      }
      open.push(withText(fragment, piece, place === 0));
      if (piece.endsWith(' ')) close();
    }
  }
  close();
  return words;
}

class LineSetter {
  readonly #width: number;
  readonly #done: Line[] = [];
  #open: Fragment[] = [];
  #used = 0;

  constructor(width: number) {
    this.#width = width;
  }

  add(word: Word): void {
    if (word === 'line-feed') {
      this.#end();
      return;
    }
    const width = visibleWidth(word);
    const fits = this.#used + width <= this.#width;
    if (!fits && width > this.#width * LONG_WORD) {
      for (const fragment of word) this.#part(fragment);
      return;
    }
    if (!fits) this.#end();
    this.#put(word);
  }

  lines(): readonly Line[] {
    if (this.#open.length > 0 || this.#done.length === 0) this.#end();
    return this.#done;
  }

  #part(fragment: Fragment): void {
    for (const [place, text] of (fragment.text.match(PARTS) ?? []).entries()) {
      const part = withText(fragment, text, place === 0);
      const width = visibleWidth([part]);
      if (this.#used + width > this.#width && this.#used > 0) this.#end();
      if (width <= this.#width) this.#put([part]);
      else this.#spread(part);
    }
  }

  /** Fills lines with what has no place to part it. */
  #spread(fragment: Fragment): void {
    let rest = '';
    let first = true;
    const flush = () => {
      if (rest !== '') this.#put([withText(fragment, rest, first)]);
      first = false;
      rest = '';
    };
    let room =
      this.#width -
      (fragment.sign === undefined ? 0 : fragment.width - textWidth(fragment.face, fragment.text, fragment.size));
    for (const character of fragment.text) {
      const width = textWidth(fragment.face, character, fragment.size);
      if (width > room && rest !== '') {
        flush();
        this.#end();
        room = this.#width;
      }
      rest += character;
      room -= width;
    }
    flush();
  }

  #put(fragments: readonly Fragment[]): void {
    for (const fragment of fragments) {
      this.#open.push(fragment);
      this.#used += fragment.width;
    }
  }

  #end(): void {
    this.#done.push({ fragments: joined(this.#open), width: visibleWidth(this.#open) });
    this.#open = [];
    this.#used = 0;
  }
}

/** Without the spaces at the end. */
function visibleWidth(word: readonly Fragment[]): number {
  const width = word.reduce((sum, fragment) => sum + fragment.width, 0);
  const last = word.at(-1);
  const spaces = / +$/.exec(last?.text ?? '')?.[0];
  return last === undefined || spaces === undefined ? width : width - textWidth(last.face, spaces, last.size);
}

/** Neighbours in the same look become one. */
function joined(fragments: readonly Fragment[]): readonly Fragment[] {
  const runs: Fragment[] = [];
  for (const fragment of fragments) {
    const last = runs.at(-1);
    if (last !== undefined && isSameLook(last, fragment)) {
      runs[runs.length - 1] = { ...last, text: last.text + fragment.text, width: last.width + fragment.width };
    } else runs.push(fragment);
  }
  return runs;
}

const isSameLook = (one: Fragment, other: Fragment): boolean =>
  other.sign === undefined &&
  one.face === other.face &&
  one.size === other.size &&
  one.colour === other.colour &&
  one.escaped === other.escaped &&
  one.to === other.to;
