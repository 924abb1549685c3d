import type { Block, Heading } from '../block.ts';

/** A section of the report with its heading, which is also a bookmark. */
export function section(title: string, blocks: readonly Block[], options: { readonly newPage?: boolean } = {}): Block {
  return { kind: 'section', blocks: [sectionHeading(title), ...blocks], ...options };
}

export const sectionHeading = (title: string): Heading => ({
  kind: 'heading',
  level: 2,
  text: [{ text: title }],
  bookmark: title,
});

export const subheading = (title: string): Heading => ({ kind: 'heading', level: 3, text: [{ text: title }] });
