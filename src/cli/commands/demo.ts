import type { ExitCode } from '../../model/exit-code.ts';
import type { Context } from '../context.ts';
import { run } from './run.ts';

export interface DemoOptions {
  readonly evidence: string;
  readonly workers: number;
}

/** Tests the embedded reference provider, as a first look at what a run is. */
export async function demo(suites: string, { evidence, workers }: DemoOptions, context: Context): Promise<ExitCode> {
  const options = {
    filter: [],
    tag: [],
    set: [],
    defect: [],
    package: [],
    workers,
    deadline: 10_000,
    evidence,
    sutOrganisation: 'Example supplier',
    sutOds: 'X26',
    sutEnvironment: 'this machine',
  };
  return run(suites, options, context);
}
