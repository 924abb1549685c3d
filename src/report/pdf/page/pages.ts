import type { OutlineItem, PDFDocument, StructureElement } from 'pdfkit';
import { PAGE } from '../look.ts';

/** Where the next block goes: a place on the last page of a document. */
export class Pages {
  readonly document: PDFDocument;
  readonly #names = new Map<string, string>();
  /** The last bookmark of each level. */
  readonly #outline: OutlineItem[] = [];
  /** From the top of the page, in points. */
  y: number = PAGE.top;
  /** Left edge of what is drawn. */
  x: number = PAGE.left;

  /** `places` are those that links can lead to. */
  constructor(document: PDFDocument, places: Iterable<string>) {
    this.document = document;
    // In file order of their names, which the tree of names must have in every locale.
    for (const place of places) this.#names.set(place, `p${String(this.#names.size).padStart(6, '0')}`);
    this.turn();
  }

  get room(): number {
    return PAGE.height - PAGE.bottom - this.y;
  }

  get isAtTop(): boolean {
    return this.y === PAGE.top;
  }

  /** Begins a page. */
  turn(): void {
    this.document.addPage();
    this.y = PAGE.top;
  }

  /** Name of a place within the file; undefined for one that does not exist. */
  nameOf(place: string): string | undefined {
    return this.#names.get(place);
  }

  /** Links to the place lead to where the next block begins. */
  mark(place: string): void {
    const name = this.#names.get(place);
    if (name !== undefined) this.document.addNamedDestination(name, 'XYZ', 0, Math.max(0, this.y - 10), null);
  }

  /** Draws with the left edge moved in. */
  within(indent: number, draw: () => void): void {
    this.x += indent;
    draw();
    this.x -= indent;
  }

  /** A bookmark of a level, from 2, that leads to where the next block begins. */
  bookmark(level: number, title: string): void {
    this.#outline.length = Math.min(this.#outline.length, level - 2);
    const parent = this.#outline.at(-1) ?? this.document.outline;
    const top = Math.max(0, this.y - 10);
    this.#outline.push(parent.addItem(title, { fit: false, top, left: this.document.page.width, expanded: false }));
  }

  /** An element of the structure of the document, below another. */
  element(
    parent: StructureElement,
    type: string,
    options: Parameters<PDFDocument['struct']>[1] = {},
  ): StructureElement {
    const element = this.document.struct(type, options);
    parent.add(element);
    return element;
  }

  /** Draws what is no content: it is not read out. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.document.markContent('Artifact', { type });
    draw();
    this.document.endMarkedContent();
  }

  /** Draws content of an element on this page. */
  content(element: StructureElement, tag: string, draw: () => void): void {
    const content = this.document.markStructureContent(tag);
    draw();
    this.document.endMarkedContent();
    element.add(content);
  }
}
