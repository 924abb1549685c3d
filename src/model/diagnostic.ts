import type { DiagnosticCode } from './diagnostic-code.ts';

/** `not-checked` says that a rule exists and could not be evaluated; it never counts as a pass. */
export const SEVERITIES = ['error', 'warning', 'information', 'not-checked'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A place in a file of suites or fixtures; lines and columns count from 1. */
export interface SourceRef {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where in the data a finding lies. At least one member is present when the place is known. */
export interface Location {
  readonly source?: SourceRef;
  /** Line and column, from 1, in the bytes of a message. */
  readonly position?: { readonly line: number; readonly column: number };
  /** RFC 6901 pointer into the JSON form. */
  readonly pointer?: string;
  /** FHIRPath of the element, as `Appointment.participant[0].status`. */
  readonly fhirpath?: string;
}

/**
 * One finding. `code` is stable and tested; `message` says what is wrong, `hint` what to do about it,
 * `rule` which published rule asked for it (profile|version#element, constraint key or section URL).
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly location?: Location;
  readonly rule?: string;
  /** In how many places it holds, when said once for all of them. */
  readonly times?: number;
}

/** What tells rules apart that could not be evaluated. */
export const unevaluated = ({ code, message }: Pick<Diagnostic, 'code' | 'message'>): string => `${code} ${message}`;

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';
