import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { countersign as sign } from '../../evidence/seal/countersign.ts';
import { loadSigner } from '../../evidence/seal/load-signer.ts';
import { UNASKED, verify } from '../../evidence/verify/verify.ts';
import { counted } from '../../model/counted.ts';
import { isError } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { readBundle } from '../bundle-file.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readDecisions } from '../decisions.ts';
import { readRun } from '../recorded-run.ts';
import { type SigningOptions, signerFilesOf } from '../signing.ts';

export interface CountersignOptions extends SigningOptions {
  readonly decisions: string;
  readonly out?: string;
}

/** Signs what a reviewer decides of the requirements of a run, into a file beside the bundle. */
export async function countersign(bundle: string, options: CountersignOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now } = context;
  const archive = await readBundle(bundle, cwd);
  if ('problem' in archive) return refuse([archive.problem], terminal);
  const { facts, findings } = verify(archive.bytes, UNASKED);
  const { manifestDigest } = facts;
  const run = await readRun(bundle, cwd);
  if ('problems' in run || manifestDigest === undefined) {
    return refuse('problems' in run ? run.problems : findings.filter(isError), terminal, EXIT.evidenceInvalid);
  }
  const requirements = run.input.result.requirements.map(({ id }) => id);
  const read = await readDecisions(options.decisions, cwd, requirements);
  if ('problems' in read) return refuse(read.problems, terminal);
  const files = await signerFilesOf(options, context);
  if ('problem' in files) return refuse([files.problem], terminal);
  const { signer, diagnostics } = await loadSigner(files.files, now());
  if (signer === undefined) return refuse(diagnostics, terminal);

  const out = options.out ?? `${bundle.replace(/\.evidence\.zip$/, '')}.countersignature.json`;
  await writeFile(resolve(cwd, out), await sign({ ...read, manifestDigest, at: now() }, signer));
  const open = requirements.filter((id) => read.decisions.every(({ requirement }) => requirement !== id));
  terminal.out(`${out}\n`);
  terminal.err(
    `${counted(read.decisions.length, 'requirement')} decided, ${open.length} left open. Check it: assay verify ${bundle} --countersignature ${out} --trust-reviewer CERTIFICATE\n`,
  );
  return EXIT.ok;
}
