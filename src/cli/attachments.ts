import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { AttachedType, Attachment } from '../model/attachment.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { EvidenceFolder } from './evidence-folder.ts';
import { notReadable } from './named-file.ts';

const MEGABYTE = 1024 * 1024;
const LARGEST_BYTES = 5 * MEGABYTE;
const LARGEST_TOGETHER_BYTES = 50 * MEGABYTE;

/** A file as it is to be attached. */
interface Opened {
  readonly name: string;
  readonly mediaType: AttachedType;
  readonly bytes: Uint8Array;
}

/** What people attach in a run: within limits, and of types that anybody can look at. */
export class Attachments {
  readonly #cwd: string;
  readonly #opened = new Map<string, Opened>();
  #bytes = 0;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** Reads a file that is to be attached, once; gives what keeps it from being. */
  async open(path: string): Promise<Diagnostic | undefined> {
    if (this.#opened.has(path)) return undefined;
    let bytes: Uint8Array;
    try {
      bytes = await readFile(resolve(this.#cwd, path));
    } catch (cause) {
      return notReadable(path, cause);
    }
    if (bytes.length > LARGEST_BYTES) return tooLarge(`${path} is larger than 5 MB`);
    if (this.#bytes + bytes.length > LARGEST_TOGETHER_BYTES)
      return tooLarge(`With ${path} the attachments of the run are larger than 50 MB together`);
    const mediaType = mediaTypeOf(bytes);
    if (mediaType === undefined) return UNKNOWN_TYPE(path);
    this.#bytes += bytes.length;
    this.#opened.set(path, { name: basename(path), mediaType, bytes });
    return undefined;
  }

  /** Writes a file that was opened into the evidence; what is text with stand-ins for what may not be written. */
  store(path: string, folder: EvidenceFolder, redactor: Pick<Redactor, 'redactValue'>): Attachment | undefined {
    const opened = this.#opened.get(path);
    if (opened === undefined) return undefined;
    const { mediaType } = opened;
    const bytes = isText(mediaType) ? redacted(opened.bytes, redactor) : opened.bytes;
    const digest = sha256(bytes);
    const file = `attachments/${digest}.${ENDINGS[mediaType]}`;
    folder.write(file, bytes);
    return {
      file,
      name: redactor.redactValue(opened.name),
      mediaType,
      sizeBytes: bytes.length,
      sha256: digest,
      ...(bytes !== opened.bytes && { replaced: true }),
    };
  }
}

/** The paths of `CASE=path`, by case. */
export function attachedBy(pairs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, string[]>();
  for (const pair of pairs) {
    const [id = '', ...path] = pair.split('=');
    paths.set(id, [...(paths.get(id) ?? []), path.join('=')]);
  }
  return paths;
}

const ENDINGS: Readonly<Record<AttachedType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'text/plain': 'txt',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/pdf': 'pdf',
};

const isText = (mediaType: AttachedType): boolean => !/^image|pdf$/.test(mediaType);

/** The very bytes when there is nothing to replace. */
function redacted(bytes: Uint8Array, redactor: Pick<Redactor, 'redactValue'>): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8');
  const written = redactor.redactValue(text);
  return written === text ? bytes : Buffer.from(written);
}

/** First bytes: https://www.w3.org/TR/png-3/#5PNG-file-signature, ISO/IEC 10918-1 B.1.1.3, ISO 32000-1 7.5.2. */
const SIGNATURES: readonly (readonly [AttachedType, readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** By what is in it, whatever its name says; undefined when it is none of those that can be attached. */
function mediaTypeOf(bytes: Uint8Array): AttachedType | undefined {
  const signed = SIGNATURES.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte));
  if (signed !== undefined) return signed[0];
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a text does not have
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) return undefined;
  if (/^\s*<(?:\?xml|[A-Za-z_])/.test(text)) return 'application/xml';
  return isJson(text) ? 'application/json' : 'text/plain';
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const tooLarge = (message: string): Diagnostic => ({
  code: 'ATTACHMENT_TOO_LARGE',
  severity: 'error',
  message,
  hint: 'Attach the part that shows what is to be shown.',
});

const UNKNOWN_TYPE = (path: string): Diagnostic => ({
  code: 'ATTACHMENT_TYPE',
  severity: 'error',
  message: `${path} is no PNG, JPEG or PDF, and no text in UTF-8`,
  hint: 'Save it as one of these.',
});
