import type { ExitCode } from '../../model/exit-code.ts';
import type { Context } from '../context.ts';
import type { RunOptions } from '../run-options.ts';
import { run } from './run.ts';

type ProxyOptions = Omit<RunOptions, 'workers' | 'deadline' | 'defect'>;

/** Sits between a client and a real provider: the suites for clients, as far as they need no simulator, judge what passes. */
export function proxy(suites: string, options: ProxyOptions, context: Context): Promise<ExitCode> {
  const asRun: RunOptions = { ...options, role: 'client', proxy: true, workers: 1, deadline: DEADLINE_MS, defect: [] };
  return run(suites, asRun, context);
}

/** Of the preflight, which a run of a client does not have; the time of requests is for the client and the provider. */
const DEADLINE_MS = 10_000;
