import { redactBody, withheld } from './body.ts';
import { redactHeader } from './header-rules.ts';
import type { Note } from './payload.ts';
import type { Protection } from './protection.ts';

/** Codings of a body in which nobody can look for people before it is whole. */
const CODED = /^(?:content|transfer)-encoding:(?!\s*identity\s*\r?$)/im;

/** The head of a response after those of interim ones, as far as it came. */
const HEADS = /^(?:HTTP\/\S+ 1\d\d[\s\S]*?\r?\n\r?\n)*HTTP\/[\s\S]*?(?:\r?\n\r?\n|$)/;

/** Bytes that came back and are no HTTP response, or only the beginning of one: a head, if there is one, and what follows. */
export function redactUnread(bytes: Uint8Array, protection: Protection, note: Note): Uint8Array {
  const [head = ''] = HEADS.exec(Buffer.from(bytes).toString('latin1')) ?? [];
  const body = bytes.subarray(head.length);
  const written = CODED.test(head) ? withheld(body, protection, note) : redactBody(body, protection, note);
  return Buffer.concat([Buffer.from(redactHead(head, protection, note), 'latin1'), written]);
}

/**
 * What the wire of a response shows and the response does not: interim responses before it, and trailers (RFC 9112 section
 * 7.1.2). Notes what may not be written of it.
 */
export function redactUnshown(wire: Uint8Array, protection: Protection, note: Note): void {
  const text = Buffer.from(wire).toString('latin1');
  const [, trailers = ''] = /\r\n0+[^\r\n]*\r\n((?:[^\r\n]+\r\n)+)\r\n$/.exec(text.slice(-LONGEST_TRAILERS)) ?? [];
  const [interim = ''] = INTERIM.exec(text) ?? [];
  redactHead(interim + trailers, protection, note);
}

/** Longer trailers than this are read from their end. */
const LONGEST_TRAILERS = 8192;

const INTERIM = /^(?:HTTP\/\S+ 1\d\d[\s\S]*?\r?\n\r?\n)*/;

function redactHead(head: string, protection: Protection, note: Note): string {
  return head.replace(
    /^([^\s:]+)(:[ \t]*)([^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*)/gm,
    (line, name: string, colon: string, value: string) => {
      const redacted = redactHeader(name, value, protection);
      if (redacted === undefined) return line;
      note(redacted.rule, `header ${name}`);
      return `${name}${colon}${redacted.value}`;
    },
  );
}
