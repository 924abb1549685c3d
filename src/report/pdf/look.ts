import type { Verdict } from '../../model/verdict.ts';

/** A4 in points, and the margins within which the content of a page stands. */
export const PAGE = { width: 595.28, height: 841.89, left: 52, right: 52, top: 66, bottom: 62 } as const;
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

/** Text on white holds at least 4.5:1 (WCAG 2.2, 1.4.3). */
export const COLOURS = {
  text: '#212b32',
  muted: '#4c6272',
  line: '#d3dade',
  rule: '#8a9aa5',
  sunken: '#f3f6f8',
  link: '#00539f',
  accent: '#005eb8',
  warning: '#fff6d6',
  warningLine: '#e0a800',
  white: '#ffffff',
} as const;

/** `ink` on white or on `tint`; `solid` under white. */
export const VERDICT_COLOURS: Readonly<Record<Verdict, Readonly<Record<'ink' | 'tint' | 'solid', string>>>> = {
  pass: { ink: '#00572c', tint: '#dff0e5', solid: '#007f3b' },
  fail: { ink: '#9c1a10', tint: '#fbe5e2', solid: '#b3231a' },
  error: { ink: '#6a1f63', tint: '#f4e4f2', solid: '#7a2a72' },
  skip: { ink: '#3f525f', tint: '#e4eaed', solid: '#4c6272' },
};

/** Size of the type and distance of its lines, in points. */
export interface TextSize {
  readonly size: number;
  readonly leading: number;
}

export const SIZES = {
  title: { size: 18.5, leading: 23 },
  h2: { size: 13.5, leading: 18 },
  h3: { size: 10.5, leading: 14.5 },
  h4: { size: 9, leading: 13 },
  body: { size: 9, leading: 13 },
  table: { size: 8, leading: 11.2 },
  small: { size: 7.4, leading: 10.4 },
  code: { size: 7, leading: 9.8 },
} as const satisfies Readonly<Record<string, TextSize>>;
