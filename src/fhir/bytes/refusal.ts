import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Position } from './position.ts';

/** Deeper payloads are refused before they can exhaust the stack. */
export const MAX_DEPTH = 128;

/** Stops reading; the offset becomes the finding's position. Never leaves this folder. */
export class Refusal extends Error {
  readonly code: Diagnostic['code'];
  readonly offset: number;

  constructor(code: Diagnostic['code'], message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

/** What asks for it, where that is no choice of ours. */
const SOURCES: Partial<Record<Diagnostic['code'], string>> = {
  JSON_SYNTAX: 'https://www.rfc-editor.org/rfc/rfc8259',
  JSON_DUPLICATE_KEY: 'https://www.rfc-editor.org/rfc/rfc7493#section-2.3',
  JSON_LOSSY_NUMBER: 'https://www.rfc-editor.org/rfc/rfc7493#section-2.2',
  XML_SYNTAX: 'https://www.w3.org/TR/xml/',
};

/** What reading gives, or the finding that it was refused with. */
export function readOrRefuse<T>(
  positionAt: (offset: number) => Position,
  read: () => T,
): { readonly read: T } | { readonly problem: Diagnostic } {
  try {
    return { read: read() };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    const { code, message, offset } = cause;
    const rule = SOURCES[code];
    return { problem: findingAt(positionAt(offset), { code, severity: 'error', message, ...(rule && { rule }) }) };
  }
}

/** A finding with its line and column, in words too, for those who see the message alone. */
export function findingAt(
  position: Position,
  finding: Omit<Diagnostic, 'location'>,
  place: { readonly pointer?: string } = {},
): Diagnostic {
  return {
    ...finding,
    message: `${finding.message} (line ${position.line}, column ${position.column})`,
    location: { position, ...place },
  };
}

/** FHIR decimals keep their precision; a reader that cannot examine all their digits says so (see readJsonText). */
export const lossyNumber = (position: Position, lexeme: string, place?: { readonly pointer: string }): Diagnostic =>
  findingAt(
    position,
    {
      code: 'JSON_LOSSY_NUMBER',
      severity: 'warning',
      message: `${lexeme} has more digits than can be examined`,
      hint: 'The digits beyond those of an IEEE 754 double were not examined',
    },
    place,
  );
