import { createContext, Script } from 'node:vm';

/** Something was still running when its time was over, and was stopped. */
export class TimeLimitError extends Error {
  constructor(milliseconds: number) {
    super(`It did not finish within ${milliseconds} ms`);
    this.name = 'TimeLimitError';
  }
}

const sandbox: { run: (() => unknown) | undefined } = { run: undefined };
const context = createContext(sandbox);
const script = new Script('run()');

/**
 * Runs synchronous code and stops it, wherever it is, when its time is over: also inside of a regular expression. Calls may
 * be nested. Starting the watch takes about 0.2 ms.
 */
export function withinTime<T>(milliseconds: number, run: () => T): T {
  const outer = sandbox.run;
  let outcome: { readonly value: T } | undefined;
  sandbox.run = () => {
    outcome = { value: run() };
  };
  try {
    script.runInContext(context, { timeout: milliseconds });
  } catch (cause) {
    throw wasStopped(cause) ? new TimeLimitError(milliseconds) : cause;
  } finally {
    sandbox.run = outer;
  }
  if (!outcome) throw new TimeLimitError(milliseconds);
  return outcome.value;
}

const wasStopped = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
