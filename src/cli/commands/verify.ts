import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pc from 'picocolors';
import { parsePem } from '../../evidence/format/pem.ts';
import { replay } from '../../evidence/replay/replay.ts';
import type { Outcome, Trust, Verification } from '../../evidence/verify/verification.ts';
import { verify as verifyBundle } from '../../evidence/verify/verify.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { readEngine } from '../engine.ts';
import { countLine, diagnosticLines, printable } from '../terminal.ts';
import { replayLines } from './replay.ts';

export interface VerifyOptions {
  /** Files of certificates in PEM, or fingerprints (SHA-256 in hex, colons allowed). */
  readonly trust: readonly string[];
  readonly replay?: boolean;
  readonly json?: boolean;
}

export const OUTCOME_EXIT: Readonly<Record<Outcome, ExitCode>> = {
  accepted: EXIT.ok,
  indeterminate: EXIT.evidenceNotTrusted,
  rejected: EXIT.evidenceInvalid,
};

/** Checks the seal of a bundle; with `--replay` its verdicts too. */
export async function verify(bundle: string, options: VerifyOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now } = context;
  const trust = await trustOf(options.trust, cwd);
  if ('problem' in trust) return refuse([trust.problem], terminal);
  const archive = await readBundle(bundle, cwd);
  if ('problem' in archive) return refuse([archive.problem], terminal);

  const verification = verifyBundle(archive.bytes, { trust: trust.trust, now: now() });
  const replayed =
    options.replay && verification.outcome !== 'rejected'
      ? await replay(archive.bytes, { engine: await readEngine(context.nodeVersion) })
      : undefined;
  if (options.json) terminal.out(`${JSON.stringify({ ...verification, replay: replayed })}\n`);
  else
    terminal.out(`${[...lines(verification), ...(replayed === undefined ? [] : replayLines(replayed))].join('\n')}\n`);
  return worstExit(OUTCOME_EXIT[verification.outcome], OUTCOME_EXIT[replayed?.outcome ?? 'accepted']);
}

/** Invalid outranks not trusted, which outranks accepted. */
function worstExit(...codes: readonly ExitCode[]): ExitCode {
  return [EXIT.evidenceInvalid, EXIT.evidenceNotTrusted].find((code) => codes.includes(code)) ?? EXIT.ok;
}

const COLOUR: Readonly<Record<Outcome, (text: string) => string>> = {
  accepted: pc.green,
  indeterminate: pc.yellow,
  rejected: pc.red,
};

export const outcomeWord = (outcome: Outcome): string => COLOUR[outcome](outcome.toUpperCase());

function lines({ outcome, findings, facts, says }: Verification): readonly string[] {
  const { signer, runId, sealedAt, verdict, counts, files } = facts;
  return [
    `${outcomeWord(outcome)}  ${says}`,
    ...findings.map(diagnosticLines),
    ...(runId === undefined ? [] : [`run      ${printable(runId)}`]),
    ...(verdict === undefined || counts === undefined ? [] : [`result   ${verdict}: ${countLine(counts)}`]),
    ...(signer === undefined
      ? []
      : [
          `signer   ${printable(signer.subject)}${signer.selfSigned ? ', self-signed' : ''}`,
          `         SHA-256 ${signer.fingerprint}`,
        ]),
    ...(sealedAt === undefined ? [] : [`sealed   ${printable(sealedAt)} by the signer's own clock`]),
    ...(files === undefined ? [] : [`files    ${files}, each as it was sealed`]),
  ];
}

export async function readBundle(
  path: string,
  cwd: string,
): Promise<{ readonly bytes: Uint8Array } | { readonly problem: Diagnostic }> {
  try {
    return { bytes: await readFile(resolve(cwd, path)) };
  } catch (cause) {
    return { problem: unreadable(path, cause) };
  }
}

const FINGERPRINT = /^[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i;

async function trustOf(
  given: readonly string[],
  cwd: string,
): Promise<{ readonly trust: Trust } | { readonly problem: Diagnostic }> {
  const fingerprints = given.filter((one) => FINGERPRINT.test(one));
  const certificates: Buffer[] = [];
  for (const file of given.filter((one) => !FINGERPRINT.test(one))) {
    try {
      certificates.push(...parsePem(await readFile(resolve(cwd, file), 'utf8')));
    } catch (cause) {
      return { problem: unreadable(file, cause) };
    }
  }
  return { trust: { certificates, fingerprints: fingerprints.map((one) => one.replaceAll(':', '').toLowerCase()) } };
}

const unreadable = (path: string, cause: unknown): Diagnostic => ({
  code: 'FILE_NOT_FOUND',
  severity: 'error',
  message: `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
});
