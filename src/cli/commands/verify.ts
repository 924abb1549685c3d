import { parsePem } from '../../evidence/format/pem.ts';
import { replay } from '../../evidence/replay/replay.ts';
import type { Trust, Verification } from '../../evidence/verify/verification.ts';
import { verify as verifyBundle } from '../../evidence/verify/verify.ts';
import { grouped } from '../../model/counted.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { readBundle } from '../bundle-file.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readEngine } from '../engine.ts';
import { expectedSuites } from '../expected-suites.ts';
import { readNamed } from '../named-file.ts';
import { exitOf, outcomeWord } from '../outcome.ts';
import { renderDiagnostic } from '../render-diagnostic.ts';
import { countLine, printable } from '../terminal.ts';
import { replayLines } from './replay.ts';

export interface VerifyOptions {
  /** Files of certificates in PEM, or fingerprints (SHA-256 in hex, colons allowed). */
  readonly trust: readonly string[];
  readonly replay?: boolean;
  /** Folder of the suites that are to have judged; without it those of this Assay. */
  readonly suites?: string;
  readonly json?: boolean;
}

/** Checks the seal of a bundle; with `--replay` its verdicts too. */
export async function verify(bundle: string, options: VerifyOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now, nodeVersion } = context;
  const { trust, problem } = await trustOf(options.trust, cwd);
  const archive = await readBundle(bundle, cwd);
  if (problem !== undefined) return refuse([problem], terminal);
  if ('problem' in archive) return refuse([archive.problem], terminal);

  const verification = verifyBundle(archive.bytes, { trust, now: now() });
  const expected = await expectedSuites(options.suites, cwd);
  if ('problem' in expected) return refuse([expected.problem], terminal);
  const request = { engine: await readEngine(nodeVersion), suites: expected.files };
  const replayed = options.replay ? await replay(archive.bytes, request) : undefined;
  if (options.json) terminal.out(`${JSON.stringify({ ...verification, replay: replayed })}\n`);
  else terminal.out(`${[...verificationLines(verification), ...(replayed ? replayLines(replayed) : [])].join('\n')}\n`);
  return exitOf([verification.outcome, ...(replayed ? [replayed.outcome] : [])]);
}

function verificationLines({ outcome, findings, facts, says }: Verification): readonly string[] {
  const { signer, runId, sealedAt, verdict, counts, files } = facts;
  return [
    `${outcomeWord(outcome)}  ${says}`,
    ...findings.map((one) => renderDiagnostic(one)),
    ...(runId === undefined ? [] : [`run      ${printable(runId)}`]),
    ...(verdict === undefined || counts === undefined ? [] : [`result   ${verdict}: ${countLine(counts)}`]),
    ...(signer === undefined
      ? []
      : [
          `signer   ${printable(signer.subject)}${signer.selfSigned ? ', self-signed' : ''}`,
          `         SHA-256 ${signer.fingerprint}`,
        ]),
    ...(sealedAt === undefined ? [] : [`sealed   ${printable(sealedAt)} by the signer's own clock`]),
    ...(files === undefined ? [] : [`files    ${grouped(files)}, each as it was sealed`]),
  ];
}

const FINGERPRINT = /^[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i;

async function trustOf(
  given: readonly string[],
  cwd: string,
): Promise<{ readonly trust: Trust; readonly problem?: Diagnostic }> {
  const fingerprints = given.filter((one) => FINGERPRINT.test(one)).map((one) => one.replaceAll(':', '').toLowerCase());
  const certificates: Buffer[] = [];
  for (const file of given.filter((one) => !FINGERPRINT.test(one))) {
    const read = await readNamed(file, cwd);
    if ('problem' in read) return { trust: { certificates, fingerprints }, problem: read.problem };
    const found = parsePem(Buffer.from(read.bytes).toString('utf8'));
    if (found.length === 0) return { trust: { certificates, fingerprints }, problem: noCertificate(file) };
    certificates.push(...found);
  }
  return { trust: { certificates, fingerprints } };
}

const noCertificate = (file: string): Diagnostic => ({
  code: 'CERTIFICATE_UNREADABLE',
  severity: 'error',
  message: `${file} holds no certificate in PEM`,
  hint: 'Give the certificate of the signer, or of an authority above it, or a SHA-256 fingerprint.',
});
