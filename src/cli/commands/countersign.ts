import { resolve } from 'node:path';
import { readCertificate } from '../../evidence/format/certificate.ts';
import { countersign as sign } from '../../evidence/seal/countersign.ts';
import { verifyIntact } from '../../evidence/verify/verify.ts';
import { counted } from '../../model/counted.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { systemFault } from '../../model/system-fault.ts';
import { readBundle } from '../bundle-file.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readDecisions } from '../decisions.ts';
import { readRun } from '../recorded-run.ts';
import { namedSigner, type SigningOptions } from '../signing.ts';
import { writeNew } from '../whole-file.ts';

export interface CountersignOptions extends SigningOptions {
  readonly decisions: string;
  readonly out?: string;
}

/** Signs what a reviewer decides of the requirements of a run, into a file beside the bundle. */
export async function countersign(bundle: string, options: CountersignOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now } = context;
  const archive = await readBundle(bundle, cwd);
  if ('problem' in archive) return refuse([archive.problem], terminal);
  const { facts, findings } = verifyIntact(archive.bytes);
  const { manifestDigest } = facts;
  const run = await readRun(bundle, cwd);
  if ('problems' in run || manifestDigest === undefined) {
    return refuse('problems' in run ? run.problems : findings, terminal, EXIT.evidenceInvalid);
  }
  const requirements = run.input.result.requirements.map(({ id }) => id);
  const read = await readDecisions(options.decisions, cwd, requirements);
  if ('problems' in read) return refuse(read.problems, terminal);
  const named = await namedSigner(options, context);
  if ('problems' in named) return refuse(named.problems, terminal);
  const { signer } = named;
  const [der = new Uint8Array()] = signer.certificateChain;
  if (readCertificate(der)?.fingerprint === facts.signer?.fingerprint) return refuse([OF_SIGNER], terminal);

  const out = options.out ?? `${bundle.replace(/\.evidence\.zip$/, '')}.countersignature.json`;
  const text = await sign({ ...read, manifestDigest, at: now() }, signer);
  try {
    writeNew(resolve(cwd, out), text);
  } catch (cause) {
    const problem = cannotWrite(out, cause);
    return refuse([problem], terminal, problem.code === 'EVIDENCE_EXISTS' ? EXIT.usage : EXIT.harness);
  }
  const open = requirements.filter((id) => read.decisions.every(({ requirement }) => requirement !== id));
  terminal.out(`${out}\n`);
  terminal.err(
    `${counted(read.decisions.length, 'requirement')} decided, ${open.length} left open. Check it: assay verify ${bundle} --countersignature ${out} --trust-reviewer CERTIFICATE\n`,
  );
  return EXIT.ok;
}

/** What a reviewer has signed is never replaced. */
function cannotWrite(file: string, cause: unknown): Diagnostic {
  const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
  return {
    code: exists ? 'EVIDENCE_EXISTS' : 'EVIDENCE_NOT_WRITABLE',
    severity: 'error',
    message: `${file} cannot be written: ${systemFault(cause)}`,
    hint: exists
      ? 'A countersignature is not replaced: name another file with --out, or move that one.'
      : 'Name another file with --out.',
  };
}

const OF_SIGNER: Diagnostic = {
  code: 'COUNTERSIGNER_IS_SIGNER',
  severity: 'error',
  message: 'This key sealed the bundle, and suppliers are no reviewers of their own evidence',
  hint: 'Sign with the key of the reviewer.',
};
