import type { Verdict } from '../../model/verdict.ts';
import type { VerdictShare } from '../verdict-shares.ts';

/** Where a link leads: a place of this report, by its name, or a page of the web. */
export type Target = { readonly place: string } | { readonly url: string };

/** A piece of a line of text. */
export interface Inline {
  readonly text: string;
  readonly as?: 'strong' | 'muted' | 'code' | 'faint-code';
  /** In the colour of a verdict, behind its sign. */
  readonly verdict?: Verdict;
  readonly to?: Target;
  /** What is read out instead, when the look says more than the text. */
  readonly alt?: string;
}

export type Inlines = readonly Inline[];

export interface Column {
  readonly title: string;
  /** As wide as what stands in it, up to so many points; otherwise it takes its share of what is left. */
  readonly fits?: number;
  readonly share?: number;
  readonly numeric?: boolean;
}

export interface Row {
  /** One for each column; the first heads the row. */
  readonly cells: readonly Inlines[];
  /** Name by which links lead to it. */
  readonly place?: string;
}

export interface Heading {
  readonly kind: 'heading';
  readonly level: 2 | 3 | 4;
  readonly text: Inlines;
  readonly place?: string;
  /** Title among the bookmarks; absent for none. */
  readonly bookmark?: string;
}

export interface Table {
  readonly kind: 'table';
  /** What is in it, for those who cannot see it. */
  readonly summary: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** `facts`: names and values, which need no heads of columns. `messages`: text as it was sent, side by side. */
  readonly style?: 'facts' | 'messages';
}

/** What a report is made of; how it looks is settled elsewhere. */
export type Block =
  | Heading
  | Table
  | { readonly kind: 'title'; readonly text: string }
  | {
      readonly kind: 'paragraph';
      readonly text: Inlines;
      readonly small?: boolean /** It stays with the block that follows. */;
      readonly leads?: boolean;
    }
  | { readonly kind: 'list'; readonly items: readonly Inlines[]; readonly small?: boolean }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'band'; readonly verdict: Verdict; readonly heading: string; readonly says: readonly string[] }
  | { readonly kind: 'callout'; readonly heading: string; readonly items: readonly Inlines[] }
  | { readonly kind: 'bar'; readonly shares: readonly VerdictShare[]; readonly words: string }
  /** Two stacks beside each other, where they fit on the page; `share` of the width is the left one's. */
  | {
      readonly kind: 'beside';
      readonly share: number;
      readonly left: readonly Block[];
      readonly right: readonly Block[];
    }
  | { readonly kind: 'section'; readonly blocks: readonly Block[]; readonly newPage?: boolean };

export const plain = (text: string): Inline => ({ text });
export const strong = (text: string): Inline => ({ text, as: 'strong' });
export const muted = (text: string): Inline => ({ text, as: 'muted' });
export const code = (text: string): Inline => ({ text, as: 'code' });
/** What identifies and is not read: a digest, a file. */
export const faintCode = (text: string): Inline => ({ text, as: 'faint-code' });
