// The objects of a PDF file, as qpdf reads them: names begin with a slash, references look like `12 0 R`, text strings begin with `u:`.
import { spawnSync } from 'node:child_process';

export type PdfValue = null | boolean | number | string | PdfValue[] | PdfDictionary;
export interface PdfDictionary {
  [name: string]: PdfValue;
}

export interface PdfStream {
  dictionary: PdfDictionary;
  /** Without the codings that qpdf can undo. */
  bytes: Buffer;
}

/** @throws when qpdf is not there. */
export function readPdf(path: string): string {
  const args = ['--json=2', '--json-key=qpdf', '--json-stream-data=inline', '--decode-level=generalized', path];
  const read = spawnSync('qpdf', args, { maxBuffer: 1 << 30 });
  if (read.error !== undefined) throw read.error;
  return read.stdout.toString();
}

/** A file that rules look at, and that tests may break. */
export class PdfFile {
  readonly values = new Map<string, PdfValue>();
  readonly streams = new Map<string, PdfStream>();

  /** Of what `readPdf` gives. */
  constructor(json: string) {
    const objects: Readonly<Record<string, StoredObject>> = JSON.parse(json).qpdf[1];
    for (const [key, { value, stream }] of Object.entries(objects)) {
      const id = key.replace(/^obj:/, '');
      if (stream !== undefined)
        this.streams.set(id, { dictionary: stream.dict, bytes: Buffer.from(stream.data, 'base64') });
      else this.values.set(id, value ?? null);
    }
  }

  /** What a value is, or what it refers to. */
  resolved(value: PdfValue | undefined): PdfValue {
    return typeof value === 'string' && /^\d+ \d+ R$/.test(value) ? (this.values.get(value) ?? null) : (value ?? null);
  }

  /** The members of a dictionary; none for what is no dictionary. */
  dictionary(value: PdfValue | undefined): PdfDictionary {
    const stream = typeof value === 'string' ? this.streams.get(value) : undefined;
    const found = stream?.dictionary ?? this.resolved(value);
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : {};
  }

  /** The items of an array, or the value itself as the only one. */
  items(value: PdfValue | undefined): readonly PdfValue[] {
    if (typeof value === 'string' && this.streams.has(value)) return [value];
    const found = this.resolved(value);
    if (found === null) return [];
    return Array.isArray(found) ? found : [value ?? null];
  }

  get trailer(): PdfDictionary {
    return this.dictionary(this.values.get('trailer'));
  }

  get catalog(): PdfDictionary {
    return this.dictionary(this.trailer['/Root']);
  }

  /** References of the pages, in order. */
  get pages(): readonly string[] {
    return this.items(this.dictionary(this.catalog['/Pages'])['/Kids']).map(String);
  }

  /** Every dictionary of the file, at any depth, with the reference of the object in which it stands. */
  *dictionaries(): Generator<readonly [id: string, dictionary: PdfDictionary]> {
    for (const [id, value] of this.values) for (const found of within(value)) yield [id, found];
    for (const [id, { dictionary }] of this.streams) for (const found of within(dictionary)) yield [id, found];
  }
}

interface StoredObject {
  readonly value?: PdfValue;
  readonly stream?: { readonly dict: PdfDictionary; readonly data: string };
}

function* within(value: PdfValue): Generator<PdfDictionary> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value;
  for (const member of Object.values(value)) yield* within(member);
}
