import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DiagnosticCode } from '../../model/diagnostic-code.ts';
import { HarnessError } from '../../model/harness-error.ts';
import { type Certificate, isValidAt } from '../format/certificate.ts';
import { MAX_CERTIFICATES, MAX_CHAIN_BYTES } from '../format/limits.ts';
import { certificatesPem } from '../format/pem.ts';
import { isSignedBy, schemeOf } from '../format/signature.ts';
import { chainProblems, signerProblems } from '../format/signer-policy.ts';
import { openPair, readChain } from './open-pair.ts';
import { programSigner } from './program-signer.ts';
import { canonicalSignature, signWith } from './sign-with.ts';
import type { Signer } from './signer.ts';
import { type KeyFiles, keyFileOf, type ProgramFiles, type SignerFiles } from './signer-files.ts';
import { unfitKey } from './unfit-key.ts';

/** The signer, or everything that keeps it from signing. */
export interface LoadedSigner {
  readonly signer?: Signer;
  /** As far as they could be read: that of the key first, then those of its issuers. */
  readonly certificates: readonly Certificate[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Opens a key and its certificate. It is called twice for a run: before it, so that nothing is run for evidence that nobody can seal, and
 * again to seal it. In between no key is held: only opening it shows that a passphrase is right and that the key is that of its certificate,
 * so the first call opens it and lets it go, with the bytes of its file overwritten. The passphrase is asked for once, at the start, because
 * whoever started a run of an hour will have left the terminal by its end; it stays in memory so long, and the key that it opens does not.
 * A program is asked for a signature of no evidence each time, for that alone shows that it can give one.
 * Codes: KEY_UNREADABLE, KEY_PERMISSIONS, KEY_PASSPHRASE, KEY_TYPE, KEY_MISMATCH, PKCS12_UNSUPPORTED, CERTIFICATE_UNREADABLE,
 * CERTIFICATE_INVALID, CERTIFICATE_EXPIRED, SIGNER_FAILED.
 */
export const loadSigner = (files: SignerFiles, now: Date): Promise<LoadedSigner> =>
  'program' in files ? loadProgram(files, now) : loadKey(files, now);

async function loadKey(files: KeyFiles, now: Date): Promise<LoadedSigner> {
  const { key, chain: certificates, problems } = await openPair(files);
  if (key === undefined || problems.length > 0) return { certificates, diagnostics: problems };
  const [own] = certificates;
  const keyFile = keyFileOf(files);
  const certFile = 'p12File' in files ? files.p12File : files.certFile;
  const scheme = schemeOf(key);
  if (scheme === undefined) return { certificates, diagnostics: [unfitKey(keyFile, key)] };
  if (!own?.x509.checkPrivateKey(key)) return { certificates, diagnostics: [mismatch(keyFile, certFile)] };
  const unfit = unfitness(certificates, certFile, now);
  if (unfit.length > 0) return { certificates, diagnostics: unfit };
  return {
    signer: signerOf(certificates, async (bytes) => signWith(scheme, key, bytes)),
    certificates,
    diagnostics: [],
  };
}

/** Nothing that is sealed begins so. */
const PROBE = Buffer.from('Assay asks whether this is the key of its certificate.');

async function loadProgram({ program, certFile }: ProgramFiles, now: Date): Promise<LoadedSigner> {
  const chain = await readChain(certFile);
  if ('problem' in chain) return { certificates: [], diagnostics: [chain.problem] };
  const certificates = chain.value;
  const [own] = certificates;
  const unfit = unfitness(certificates, certFile, now);
  if (own?.scheme === undefined || unfit.length > 0) return { certificates, diagnostics: unfit };
  const sign = programSigner(program);
  const signer = signerOf(certificates, (bytes) =>
    sign(bytes).catch((cause: unknown) => {
      throw new HarnessError(failed(program, cause instanceof Error ? cause.message : String(cause)), cause);
    }),
  );
  try {
    const signature = canonicalSignature(own.scheme, await signer.sign(PROBE));
    return isSignedBy(own.scheme, own.x509.publicKey, PROBE, signature)
      ? { signer, certificates, diagnostics: [] }
      : { certificates, diagnostics: [mismatch(program, certFile)] };
  } catch (cause) {
    const why = cause instanceof HarnessError ? cause.diagnostic : failed(program, 'what it wrote is none');
    return { certificates, diagnostics: [why] };
  }
}

const signerOf = (certificates: readonly Certificate[], sign: Signer['sign']): Signer => ({
  certificateChain: withoutRoot(certificates).map(({ der }) => der),
  sign,
});

/** Why a certificate, its issuers behind it, may not seal evidence now, by what verification asks of them: CERTIFICATE_INVALID, CERTIFICATE_EXPIRED. */
export function unfitness(certificates: readonly Certificate[], file: string, now: Date): readonly Diagnostic[] {
  const chain = withoutRoot(certificates);
  return [
    ...chain.slice(0, 1).flatMap((own) => unfitToSign(own, file)),
    ...chainProblems(chain).map((problem) => invalid(file, problem, IN_ORDER)),
    ...(isTooLong(chain) ? [invalid(file, 'it holds more than a chain needs', IN_ORDER)] : []),
    ...chain.filter((certificate) => !isValidAt(certificate, now)).map((certificate) => expired(file, certificate)),
  ];
}

/** Why a certificate may sign no evidence at any time: CERTIFICATE_INVALID. */
export const unfitToSign = (certificate: Certificate, file: string): readonly Diagnostic[] =>
  signerProblems(certificate).map((problem) => invalid(file, problem, AS_REQUESTED));

const isTooLong = (chain: readonly Certificate[]): boolean =>
  chain.length > MAX_CERTIFICATES || certificatesPem(chain.map(({ der }) => der)).length > MAX_CHAIN_BYTES;

const IN_ORDER =
  'It must hold the certificate of the key first, then those of its issuers, each before its own issuer.';

const AS_REQUESTED =
  'assay keys request asks for a certificate that is fit; openssl x509 -req leaves out what was asked for, unless -copy_extensions copy or -extfile says it.';

const invalid = (file: string, problem: string, hint: string): Diagnostic =>
  refusal('CERTIFICATE_INVALID', `${file}: ${problem}`, hint);

const expired = (file: string, { subject, validFrom, validTo }: Certificate): Diagnostic =>
  refusal(
    'CERTIFICATE_EXPIRED',
    `${file}: that of ${subject} is valid from ${validFrom.toISOString()} to ${validTo.toISOString()}, and not now`,
    'assay keys create makes a key with a certificate of its own; assay keys request asks an authority for another certificate.',
  );

const refusal = (code: DiagnosticCode, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  hint,
});

/** A bundle must not bring its own root: a reviewer's trust comes from elsewhere. */
function withoutRoot([own, ...issuers]: readonly Certificate[]): readonly Certificate[] {
  return own === undefined ? [] : [own, ...issuers.filter(({ selfSigned }) => !selfSigned)];
}

const mismatch = (keyFile: string, certFile: string): Diagnostic => ({
  code: 'KEY_MISMATCH',
  severity: 'error',
  message: `The key of ${keyFile} is not the one that ${certFile} certifies`,
  hint: 'Give the two that belong together, with the certificate of the key first in its file.',
});

const failed = (program: string, why: string): Diagnostic => ({
  code: 'SIGNER_FAILED',
  severity: 'error',
  message: `${program} gave no signature: ${why}`,
  hint: 'It must be executable, take what is to be signed from standard input, write the signature and nothing else to standard output, and end with 0.',
});
