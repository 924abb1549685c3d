import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SignerFiles } from '../evidence/seal/load-signer.ts';
import { createSelfSigned, selfSignedFiles } from '../evidence/seal/self-signed.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { Context } from './context.ts';

/** The environment variable that holds the passphrase of an encrypted key. */
export const KEY_PASSPHRASE = 'ASSAY_KEY_PASSPHRASE';

export interface SigningOptions {
  readonly key?: string;
  readonly cert?: string;
  readonly p12?: string;
}

/** Which key seals: the one given, or the supplier's own self-signed one, made at first need. */
export async function signerFilesOf(
  { key, cert, p12 }: SigningOptions,
  { env, now, cwd }: Context,
): Promise<{ readonly files: SignerFiles } | { readonly problem: Diagnostic }> {
  const passphrase = env[KEY_PASSPHRASE];
  const opened = passphrase === undefined ? {} : { passphrase };
  if (p12 !== undefined) {
    return key === undefined && cert === undefined
      ? { files: { p12File: resolve(cwd, p12), ...opened } }
      : { problem: twiceGiven };
  }
  if (key !== undefined && cert !== undefined) {
    return { files: { keyFile: resolve(cwd, key), certFile: resolve(cwd, cert), ...opened } };
  }
  if (key !== undefined || cert !== undefined) return { problem: halfGiven };
  return { files: await ownKey(join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'assay'), now()) };
}

async function ownKey(folder: string, now: Date): Promise<SignerFiles> {
  try {
    return await createSelfSigned({ folder, subject: 'CN=Self-signed supplier key', now });
  } catch (cause) {
    if (cause instanceof HarnessError && cause.diagnostic.code === 'KEY_EXISTS') return selfSignedFiles(folder);
    throw cause;
  }
}

const halfGiven: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: '--key and --cert belong together',
  hint: 'Give both, or neither to use your own self-signed key.',
};

const twiceGiven: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: '--p12 holds key and certificate: --key and --cert do not go with it',
  hint: 'Give either --p12, or --key and --cert.',
};
