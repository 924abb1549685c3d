import { resolve } from 'node:path';
import { packBag, unpackBag } from '../../evidence/format/bag-archive.ts';
import { SEAL } from '../../evidence/format/bundle-layout.ts';
import { parseSeal } from '../../evidence/format/sigstore-bundle.ts';
import { replyOf } from '../../evidence/seal/ask-for-token.ts';
import { sealText } from '../../evidence/seal/seal-text.ts';
import { verifyIntact } from '../../evidence/verify/verify.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { HarnessError } from '../../model/harness-error.ts';
import { systemFault } from '../../model/system-fault.ts';
import { readBundle } from '../bundle-file.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { timeSource } from '../time-source.ts';
import { writeWhole } from '../whole-file.ts';

export interface TimestampOptions {
  readonly tsa: URL;
}

/** Has the seal of a bundle time-stamped; the seal and all that it covers stay as they are. */
export async function timestamp(
  path: string,
  { tsa }: TimestampOptions,
  { terminal, cwd }: Context,
): Promise<ExitCode> {
  const archive = await readBundle(path, cwd);
  if ('problem' in archive) return refuse([archive.problem], terminal);
  const { outcome, findings } = verifyIntact(archive.bytes);
  if (outcome === 'rejected') return refuse(findings, terminal, EXIT.evidenceInvalid);

  const bag = unpackBag(archive.bytes);
  if ('findings' in bag) return refuse(bag.findings, terminal, EXIT.evidenceInvalid);
  const { folder, files } = bag.value;
  const seal = parseSeal(files.get(SEAL) ?? new Uint8Array());
  if ('findings' in seal) return refuse(seal.findings, terminal, EXIT.evidenceInvalid);
  if (seal.value.timestamp !== undefined) return refuse([STAMPED], terminal);

  const source = timeSource(tsa);
  const token = await source.ask(seal.value.signature);
  if (token === undefined) return refuse(source.problems(), terminal, EXIT.harness);
  const stamped = sealText({ ...seal.value, timestamp: replyOf(token) });
  const bundle = packBag({ folder, files: new Map([...files, [SEAL, Buffer.from(stamped)]]) });
  try {
    writeWhole(resolve(cwd, path), bundle);
  } catch (cause) {
    const message = `${path} cannot be written: ${systemFault(cause)}`;
    throw new HarnessError({ code: 'EVIDENCE_NOT_WRITABLE', severity: 'error', message }, cause);
  }
  terminal.out(`time-stamped  ${path}\n`);
  return EXIT.ok;
}

const STAMPED: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: 'The seal of this bundle is time-stamped already',
  hint: 'assay verify BUNDLE --tsa-trust FILE says by whom and when.',
};
