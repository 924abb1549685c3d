import { resolve } from 'node:path';
import { certificateRequest } from '../../evidence/seal/certificate-request.ts';
import type { KeyType } from '../../evidence/seal/key-type.ts';
import { createKey, keyFilesIn } from '../../evidence/seal/new-key.ts';
import { openKey, readChain } from '../../evidence/seal/open-pair.ts';
import { isSubjectName, supplierName } from '../../evidence/seal/subject-name.ts';
import { unfitKey } from '../../evidence/seal/unfit-key.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { type KeyAccount, keyJson, keyLines, ofCertificate, ofSigner } from '../key-account.ts';
import { newPassphrase } from '../passphrase.ts';
import { keyFolder, namedFiles, type SigningOptions, withPassphrase } from '../signing.ts';
import { printable } from '../terminal.ts';

/** Whose key it is, in one of two ways. */
export interface SubjectOptions {
  /** Distinguished name (RFC 4514). */
  readonly subject?: string;
  readonly organisation?: string;
  readonly ods?: string;
}

export interface CreateOptions extends SubjectOptions {
  readonly type: KeyType;
  /** Folder; without one the key is that which seals when none is named. */
  readonly out?: string;
  readonly json?: boolean;
}

/** Makes a key and a certificate that it signs itself. */
export async function create(options: CreateOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now } = context;
  const named = subjectOf(options, 'CN=Self-signed supplier key');
  if ('problem' in named) return refuse([named.problem], terminal);
  const protection = await newPassphrase(context);
  if ('problem' in protection) return refuse([protection.problem], terminal);
  const folder = options.out === undefined ? keyFolder(context) : resolve(cwd, options.out);
  const files = await createKey({ folder, ...named, type: options.type, ...protection, now: now() });
  return tell(await ofSigner({ ...files, ...protection }, now()), options, context);
}

export interface RequestOptions extends SubjectOptions {
  /** PEM; without one the key that seals when none is named. */
  readonly key?: string;
  /** A certificate whose subject is asked for again. */
  readonly cert?: string;
}

/** Writes to standard output what an authority needs for a certificate of a key that is there. */
export async function request(options: RequestOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const own = options.key === undefined ? keyFilesIn(keyFolder(context)) : undefined;
  const keyFile = own?.keyFile ?? resolve(cwd, options.key ?? '');
  const certFile = options.cert === undefined ? own?.certFile : resolve(cwd, options.cert);
  const known = certFile === undefined ? undefined : await readChain(certFile);
  if (known !== undefined && 'problem' in known) return refuse([known.problem], terminal);
  const named = subjectOf(options, known?.value[0]?.subject);
  if ('problem' in named) return refuse([named.problem], terminal);
  const opened = await openKey(await withPassphrase({ keyFile }, context));
  if ('problem' in opened) return refuse([opened.problem], terminal);
  const pem = await certificateRequest(opened.value, named.subject);
  if (pem === undefined) return refuse([unfitKey(keyFile, opened.value)], terminal);
  terminal.out(pem);
  terminal.err(
    `a request for a certificate of ${printable(named.subject)}; with what the authority gives back, its certificate first: --key ${printable(keyFile)} --cert CHAIN\n`,
  );
  return EXIT.ok;
}

export interface ShowOptions extends SigningOptions {
  readonly json?: boolean;
}

/** Says what a key and its certificate are, whether they can seal, and what of them a reviewer needs. */
export async function show(options: ShowOptions, context: Context): Promise<ExitCode> {
  const { terminal, cwd, now } = context;
  const { key, cert, p12, signer } = options;
  if (cert !== undefined && [key, p12, signer].every((one) => one === undefined)) {
    return tell(await ofCertificate(resolve(cwd, cert), now()), options, context);
  }
  const named = namedFiles(options, context) ?? { files: keyFilesIn(keyFolder(context)) };
  if ('problem' in named) return refuse([named.problem], terminal);
  return tell(await ofSigner(await withPassphrase(named.files, context), now()), options, context);
}

function tell(account: KeyAccount, { json }: { readonly json?: boolean }, { terminal }: Context): ExitCode {
  terminal.out(`${json ? keyJson(account) : keyLines(account).join('\n')}\n`);
  return account.problems.length === 0 ? EXIT.ok : refuse(json ? [] : account.problems, terminal);
}

function subjectOf(
  { subject, organisation, ods }: SubjectOptions,
  otherwise: string | undefined,
): { readonly subject: string } | { readonly problem: Diagnostic } {
  if (subject !== undefined && (organisation !== undefined || ods !== undefined)) return { problem: NAMED_TWICE };
  if (ods !== undefined && organisation === undefined) return { problem: CODE_ALONE };
  const name = subject ?? (organisation === undefined ? otherwise : supplierName(organisation, ods));
  if (name === undefined) return { problem: UNNAMED };
  return isSubjectName(name) ? { subject: name } : { problem: noName(name) };
}

const usage = (message: string, hint: string): Diagnostic => ({ code: 'USAGE', severity: 'error', message, hint });

const NAMED_TWICE = usage(
  '--subject says whose key it is: --organisation and --ods do not go with it',
  'Give either --subject, or --organisation and --ods.',
);

const CODE_ALONE = usage('--ods is the code of an organisation, and none is named', 'Give --organisation, too.');

const UNNAMED = usage(
  'Nothing says whose certificate is asked for',
  'Give --organisation and --ods, or --subject, or with --cert a certificate that has the same.',
);

const noName = (name: string): Diagnostic =>
  usage(
    `"${name}" is no name that a certificate can have`,
    'Write it as "CN=Test evidence of Example Ltd, O=Example Ltd"; a comma within a value as \\,',
  );
