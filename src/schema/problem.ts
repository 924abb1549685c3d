import type { Diagnostic, SourceRef } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';

/** Whether a finding is about a member's name or about what stands there. */
type Part = 'key' | 'value';

/** One fault that a schema found in a value. */
export interface SchemaProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
  /** RFC 6901 pointer; to the mapping when a key is missing from it. */
  readonly pointer: string;
  readonly part: Part;
}

/** Where a pointer leads in a file. */
export type Locate = (pointer: string, part?: Part) => SourceRef;

/** The problems as findings with their place in the file. */
export function diagnosticsOf(problems: readonly SchemaProblem[], locate: Locate): readonly Diagnostic[] {
  return problems.map(({ code, message, hint, pointer, part }) => ({
    code,
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    location: { source: locate(pointer, part), pointer },
  }));
}
