// What this folder uses of pdfkit 0.20, whose published types lag behind it. Coordinates are points from the top left corner of the page.
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';
  import type { Font } from 'fontkit';

  type Sides = Readonly<Record<'top' | 'right' | 'bottom' | 'left', number>>;
  type Box = readonly [left: number, top: number, right: number, bottom: number];

  /** Becomes a string of the file; a plain one becomes a name. */
  type FileString = InstanceType<typeof String>;

  interface DocumentInfo {
    readonly Title: FileString;
    readonly Author: string;
    readonly Creator: string;
    readonly Producer: string;
    readonly Keywords: string;
    readonly CreationDate: Date;
  }

  interface DocumentOptions {
    readonly size: 'A4';
    readonly margins: Sides;
    /** Null for none: the default is one of the standard fonts, which are not embedded. */
    readonly font: null;
    readonly autoFirstPage: boolean;
    readonly bufferPages: boolean;
    readonly pdfVersion: '1.7';
    readonly subset: 'PDF/A-3a';
    readonly tagged: true;
    readonly lang: string;
    readonly displayTitle: true;
    readonly info: DocumentInfo;
  }

  interface StructureOptions {
    readonly alt?: string;
    /** Of a figure. */
    readonly bbox?: Box;
    readonly placement?: 'Block';
    /** Of a table header. */
    readonly scope?: 'Column' | 'Row';
  }

  /** Marked content of one page. */
  export class StructureContent {
    private readonly refs: unknown;
  }

  export class StructureElement {
    /** Written to the file when the element has ended. */
    readonly dictionary: { readonly data: { A?: Readonly<Record<string, string | FileString>> } };
    add(child: StructureElement | StructureContent): this;
    end(): void;
  }

  /** An object of the file. Its stream is given as it is when `compress` is false. */
  export interface Reference {
    compress: boolean;
    buffer: readonly Uint8Array[];
    /** Adds bytes to the stream, or a line of Latin-1. */
    write: (chunk: Uint8Array | string) => void;
    finalize: () => void;
    /** From the start of the file; known when it has ended. */
    readonly offset: number;
    end(bytes?: Uint8Array): void;
  }

  export interface OutlineItem {
    addItem(title: string, options: OutlineOptions): OutlineItem;
  }

  interface OutlineOptions {
    readonly fit: false;
    readonly top: number;
    /** From the right edge. */
    readonly left: number;
    readonly expanded?: boolean;
  }

  interface AnnotationOptions {
    readonly Contents: FileString;
    readonly structParent: StructureElement;
  }

  interface TextOptions {
    readonly lineBreak: false;
    readonly baseline: 'alphabetic';
    readonly features: readonly string[];
    /** Counted unless given. */
    readonly wordCount: number;
  }

  export class PDFDocument extends Readable {
    constructor(options: DocumentOptions);
    readonly page: {
      readonly width: number;
      readonly height: number;
      readonly dictionary: Reference;
      readonly annotations: Reference[];
    };
    readonly _root: { readonly data: { AcroForm?: object; Perms?: object; AF?: readonly Reference[] } };
    endAcroForm(): this;
    _write(data: string | Uint8Array): void;
    widthOfString(text: string): number;
    readonly outline: OutlineItem;
    addPage(): this;
    switchToPage(index: number): void;
    bufferedPageRange(): { readonly count: number };
    end(): void;
    addContent(operation: string): this;
    ref(data?: object): Reference;

    registerFont(name: string, font: Font): this;
    font(name: string, size: number): this;
    text(text: string, x: number, y: number, options?: TextOptions): this;

    fillColor(colour: string): this;
    strokeColor(colour: string): this;
    lineWidth(width: number): this;
    lineCap(cap: 'butt' | 'round'): this;
    lineJoin(join: 'miter' | 'round'): this;
    rect(x: number, y: number, width: number, height: number): this;
    roundedRect(x: number, y: number, width: number, height: number, radius: number): this;
    circle(x: number, y: number, radius: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    clip(): this;
    fill(): this;
    stroke(): this;
    save(): this;
    restore(): this;

    struct(type: string, options?: StructureOptions): StructureElement;
    addStructure(element: StructureElement): this;
    markStructureContent(tag: string): StructureContent;
    markContent(tag: 'Artifact', options: { readonly type: 'Pagination' | 'Layout' }): this;
    endMarkedContent(): this;

    addNamedDestination(name: string, fit: 'XYZ', left: number, top: number, zoom: null): void;
    goTo(x: number, y: number, width: number, height: number, name: string, options: AnnotationOptions): this;
    link(x: number, y: number, width: number, height: number, url: string, options: AnnotationOptions): this;
    addNamedEmbeddedFile(name: string, specification: Reference): void;
  }
}
