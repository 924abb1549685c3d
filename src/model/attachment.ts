/** What can be attached: pictures, extracts of logs, documents. */
export const MEDIA_TYPES = [
  'image/png',
  'image/jpeg',
  'text/plain',
  'application/json',
  'application/xml',
  'application/pdf',
] as const;
export type AttachedType = (typeof MEDIA_TYPES)[number];

/** A file that a person attached to a case, or to an answer in it. It is looked at by people, and no verdict depends on it. */
export interface Attachment {
  /** `attachments/<SHA-256>.<ending>`, beside the journal. */
  readonly file: string;
  /** As the person called it. */
  readonly name: string;
  readonly mediaType: AttachedType;
  /** Of the stored bytes. */
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Something in its text was replaced by stand-ins. */
  readonly replaced?: true;
}

/** An attachment with its place. */
export interface Attached extends Attachment {
  readonly case: string;
  /** The step whose question it belongs to; absent when it is of the case as a whole. */
  readonly step?: string;
}
