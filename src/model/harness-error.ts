import type { Diagnostic } from './diagnostic.ts';

/** The harness itself, its environment or its input is broken: never a verdict on the system under test. */
export class HarnessError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, cause?: unknown) {
    super(diagnostic.message, cause === undefined ? undefined : { cause });
    this.name = 'HarnessError';
    this.diagnostic = diagnostic;
  }
}
