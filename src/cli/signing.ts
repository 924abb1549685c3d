import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadSigner } from '../evidence/seal/load-signer.ts';
import { createKey, keyFilesIn } from '../evidence/seal/new-key.ts';
import { needsPassphrase } from '../evidence/seal/open-pair.ts';
import type { Signer } from '../evidence/seal/signer.ts';
import { type KeyFiles, keyFileOf, type PemFiles, type SignerFiles } from '../evidence/seal/signer-files.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { Context } from './context.ts';
import { askPassphrase, KEY_PASSPHRASE } from './passphrase.ts';

export interface SigningOptions {
  readonly key?: string;
  readonly cert?: string;
  readonly p12?: string;
  /** A program that signs, with the certificate of its key. */
  readonly signer?: string;
}

/** Which key seals, with the passphrase that opens it: the one given, or the supplier's own self-signed one, made at first need. */
export async function signerFilesOf(
  options: SigningOptions,
  context: Context,
): Promise<{ readonly files: SignerFiles } | { readonly problem: Diagnostic }> {
  const named = namedFiles(options, context);
  if (named !== undefined && 'problem' in named) return named;
  return { files: await withPassphrase(named?.files ?? (await ownKey(context)), context) };
}

/** Opens the key that the user named, where the supplier's own must not stand in: that of a reviewer, or of whoever keeps a list. */
export async function namedSigner(
  options: SigningOptions,
  context: Context,
): Promise<{ readonly signer: Signer } | { readonly problems: readonly Diagnostic[] }> {
  const named = namedFiles(options, context) ?? { problem: noneGiven };
  if ('problem' in named) return { problems: [named.problem] };
  const { signer, diagnostics } = await loadSigner(await withPassphrase(named.files, context), context.now());
  return signer === undefined ? { problems: diagnostics } : { signer };
}

/** The files that the user named; undefined when it is none. */
export function namedFiles(
  { key, cert, p12, signer }: SigningOptions,
  { cwd }: Context,
): { readonly files: SignerFiles } | { readonly problem: Diagnostic } | undefined {
  if (signer !== undefined) {
    return key === undefined && p12 === undefined && cert !== undefined
      ? { files: { program: resolve(cwd, signer), certFile: resolve(cwd, cert) } }
      : { problem: signerAlone };
  }
  if (p12 !== undefined) {
    return key === undefined && cert === undefined
      ? { files: { p12File: resolve(cwd, p12) } }
      : { problem: twiceGiven };
  }
  if (key !== undefined && cert !== undefined) {
    return { files: { keyFile: resolve(cwd, key), certFile: resolve(cwd, cert) } };
  }
  return key === undefined && cert === undefined ? undefined : { problem: halfGiven };
}

/** The passphrase is asked for at the start, when somebody is there; a key that needs none is not asked about. */
export async function withPassphrase<Files extends SignerFiles | Pick<PemFiles, 'keyFile'>>(
  files: Files,
  context: Context,
): Promise<Files & Pick<KeyFiles, 'passphrase'>> {
  if ('program' in files || !(await needsPassphrase(files))) return files;
  const passphrase = context.env[KEY_PASSPHRASE] ?? (context.attended ? await typed(files, context) : undefined);
  return passphrase === undefined ? files : { ...files, passphrase };
}

/** How often somebody at the terminal may try. */
const TRIES = 3;

/** The passphrase that opens a key, or the last of some that do not. */
async function typed(files: KeyFiles | Pick<PemFiles, 'keyFile'>, context: Context): Promise<string | undefined> {
  for (let left = TRIES; ; left -= 1) {
    const passphrase = await askPassphrase(keyFileOf(files), context);
    const isLast = passphrase === undefined || left === 1;
    if (isLast || !(await needsPassphrase({ ...files, passphrase }))) return passphrase;
    context.terminal.err('It does not open with that.\n');
  }
}

/** Where the keys of this user lie. */
export const keyFolder = ({ env }: Context): string => join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'assay');

async function ownKey(context: Context): Promise<SignerFiles> {
  const folder = keyFolder(context);
  const passphrase = context.env[KEY_PASSPHRASE] || undefined;
  try {
    const key = {
      folder,
      subject: 'CN=Self-signed supplier key',
      now: context.now(),
      ...(passphrase && { passphrase }),
    };
    return await createKey(key);
  } catch (cause) {
    if (cause instanceof HarnessError && cause.diagnostic.code === 'KEY_EXISTS') return keyFilesIn(folder);
    throw cause;
  }
}

const halfGiven: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: '--key and --cert belong together',
  hint: 'Give both. What seals a run is your own self-signed key when neither is given.',
};

const noneGiven: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: 'Nothing says whose key signs',
  hint: 'Give --key and --cert, --p12, or --signer and --cert. assay keys create --out FOLDER makes a key of your own.',
};

const twiceGiven: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: '--p12 holds key and certificate: --key and --cert do not go with it',
  hint: 'Give either --p12, or --key and --cert.',
};

const signerAlone: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: '--signer has a key of its own, and needs --cert for what certifies it: --key and --p12 do not go with it',
  hint: 'Give --signer PROGRAM --cert FILE.',
};
