import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticCode } from '../../model/diagnostic-code.ts';

/** What was read, or everything that is wrong with it. */
export type Read<T> = { readonly value: T } | Refused;

export interface Refused {
  readonly findings: readonly Diagnostic[];
}

/** A file of the bundle and a line of it, from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** A finding that makes evidence invalid. */
export const rejected = (code: DiagnosticCode, message: string, place?: Place): Diagnostic => ({
  code,
  severity: 'error',
  message,
  ...(place && { location: { source: { file: place.file, line: place.line ?? 1, column: 1 } } }),
});

/** The finding, unless what it denies holds. */
export const unless = (holds: boolean, finding: Diagnostic): readonly Diagnostic[] => (holds ? [] : [finding]);

/** A finding that leaves evidence intact but unproven: something needed to judge it is missing. */
export const undecided = (code: DiagnosticCode, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'not-checked',
  message,
  hint,
});

export const refuse = (code: DiagnosticCode, message: string, place?: Place): Refused => ({
  findings: [rejected(code, message, place)],
});
