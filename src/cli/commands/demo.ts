import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { REFERENCE_CLIENT } from '../../model/system-under-test.ts';
import type { ClientSide } from '../../run/reception.ts';
import type { Context } from '../context.ts';
import { askedIn } from '../drive.ts';
import { packageVersion } from '../engine.ts';
import { clientFilesIn } from '../test-certificates.ts';
import { client } from './client.ts';
import { run } from './run.ts';

export interface DemoOptions {
  readonly evidence: string;
  readonly workers: number;
}

const DEADLINE_MS = 10_000;

/** Tests the embedded reference provider and then the embedded reference client, as a first look at what runs are: a bundle for each. */
export async function demo(suites: string, { evidence, workers }: DemoOptions, context: Context): Promise<ExitCode> {
  const { err } = context.terminal;
  const options = {
    filter: [],
    tag: [],
    set: [],
    defect: [],
    package: [],
    workers,
    deadline: DEADLINE_MS,
    evidence,
    sutOrganisation: 'Example supplier',
    sutOds: 'X26',
    sutEnvironment: 'this machine',
  };
  err('A provider under test: ours\n');
  const ofProvider = await run(suites, options, context);
  if (ofProvider !== EXIT.ok || context.signal.aborted) return ofProvider;
  err('\nA client under test: ours\n');
  const sut = { sutName: REFERENCE_CLIENT, sutVersion: await packageVersion() };
  const tls = await mkdtemp(join(tmpdir(), 'assay-demo-'));
  try {
    const drive = drivenHere(context, tls);
    return await run(suites, { ...options, ...sut, ...OURS, role: 'client', tls, drive }, context);
  } finally {
    await rm(tls, { recursive: true });
  }
}

/** Our client prints what a user of it would be shown. It has no user, and an answer that nobody gave would be none. */
const OURS = { prints: true, unattended: true } as const;

/** `assay client` in this process, with the certificates in this folder. */
function drivenHere(context: Context, tls: string): ClientSide['drive'] {
  return async (asked) => {
    let output = '';
    let log = '';
    const exitCode = await client(
      undefined,
      { defect: [], deadline: DEADLINE_MS },
      {
        ...context,
        terminal: {
          ...context.terminal,
          out: (text) => {
            output += text;
          },
          err: (text) => {
            log += text;
          },
        },
        env: { ...context.env, ...clientFilesIn(tls), ...askedIn(asked) },
        signal: asked.signal,
      },
    );
    return { way: 'in-process', output, ...(log !== '' && { log }), exitCode };
  };
}
