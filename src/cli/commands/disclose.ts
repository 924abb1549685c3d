import { resolve } from 'node:path';
import { openOpenings } from '../../evidence/disclose/openings.ts';
import { disclosureText } from '../../evidence/disclose/redactions.ts';
import { openKey } from '../../evidence/seal/open-pair.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readNamed } from '../named-file.ts';
import { withPassphrase } from '../signing.ts';

export interface DiscloseOptions {
  /** Path of the encrypted openings of a run. */
  readonly openings: string;
  /** Path of the private key that they were encrypted to, PEM. */
  readonly key: string;
}

/** Writes the opening of one redacted value, and of no other, on standard output. */
export async function disclose(
  redaction: string,
  { openings, key }: DiscloseOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const file = await readNamed(openings, cwd);
  if ('problem' in file) return refuse([file.problem], terminal);
  const own = await openKey(await withPassphrase({ keyFile: resolve(cwd, key) }, context));
  if ('problem' in own) return refuse([own.problem], terminal);
  const opened = openOpenings(file.bytes, own.value);
  if (opened === undefined) return refuse([unreadable(openings, key)], terminal);
  // What was broken off in the midst may have given the same id before.
  const opening = opened.findLast(({ id }) => id === redaction);
  if (opening === undefined) return refuse([unknown(openings, redaction)], terminal);
  terminal.out(disclosureText(opening));
  return EXIT.ok;
}

const refusal = (code: DiagnosticCode, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  hint,
});

const unreadable = (openings: string, key: string): Diagnostic =>
  refusal(
    'OPENINGS_UNREADABLE',
    `${openings} cannot be opened with ${key}`,
    'Name the file that assay run --keep-openings left beside the bundle, and the private key of the certificate that was given.',
  );

const unknown = (openings: string, redaction: string): Diagnostic =>
  refusal(
    'DISCLOSURE_INVALID',
    `${openings} opens no redaction ${redaction}`,
    'The ids stand in data/redactions.json of the bundle.',
  );
