import type { Diagnostic } from '../../model/diagnostic.ts';
import { type FileSet, sha256 } from '../../model/digest.ts';
import { SEAL, SIGNER_CHAIN, SUBJECTS } from '../format/bundle-layout.ts';
import { decodeUtf8 } from '../format/canonical.ts';
import { type Certificate, readCertificate } from '../format/certificate.ts';
import { isSigned, STATEMENT_TYPE } from '../format/dsse.ts';
import { type Read, refuse, rejected, unless } from '../format/finding.ts';
import { MAX_CERTIFICATES, MAX_CHAIN_BYTES } from '../format/limits.ts';
import { certificatesPem, parsePem } from '../format/pem.ts';
import { parseSeal, type Seal } from '../format/sigstore-bundle.ts';
import { parseStatement, type Statement } from '../format/statement.ts';

/** A statement, and whose key signed it. Whether that signer is trusted is another question. */
export interface OpenedSeal {
  readonly seal: Seal;
  readonly statement: Statement;
  readonly certificate: Certificate;
  /** The signer's certificate, then those of its issuers, as the bundle brings them. */
  readonly chain: readonly Certificate[];
}

/**
 * Reads the envelope, checks the signature with the key of the certificate beside it, then reads the statement and
 * compares what it names with the files of the bag.
 * Codes: ENVELOPE_INVALID, CERTIFICATE_INVALID, SIGNATURE_INVALID, STATEMENT_INVALID, SUBJECT_MISMATCH.
 */
export function openSeal(files: FileSet): Read<OpenedSeal> {
  const seal = parseSeal(files.get(SEAL) ?? new Uint8Array());
  if ('findings' in seal) return seal;
  const certificate = readCertificate(seal.value.certificate);
  if (certificate?.scheme === undefined) return refuse('CERTIFICATE_INVALID', UNFIT, { file: SEAL });

  const good = isSigned(seal.value, STATEMENT_TYPE, certificate);
  const unsigned = unless(good, rejected('SIGNATURE_INVALID', NOT_SIGNED, { file: SEAL }));
  const chain = readChain(files);
  if ('findings' in chain) return { findings: [...unsigned, ...chain.findings] };
  if (!good) return { findings: unsigned };

  const statement = parseStatement(seal.value.payload);
  if ('findings' in statement) return statement;
  const mismatches = subjectProblems(statement.value, files);
  if (mismatches.length > 0) return { findings: mismatches };
  return { value: { seal: seal.value, statement: statement.value, certificate, chain: chain.value } };
}

const UNFIT = 'The certificate is malformed, or its key too weak or of an unknown kind';
const NOT_SIGNED = 'The signature is not that of the statement by the key of the certificate';

/** Exactly what writing the certificates anew gives. It is read before anything is known of its signer. */
function readChain(files: FileSet): Read<readonly Certificate[]> {
  const invalid = (message: string) => refuse('CERTIFICATE_INVALID', message, { file: SIGNER_CHAIN });
  const bytes = files.get(SIGNER_CHAIN) ?? new Uint8Array();
  const ders = bytes.length > MAX_CHAIN_BYTES ? [] : parsePem(decodeUtf8(bytes) ?? '');
  if (ders.length === 0 || ders.length > MAX_CERTIFICATES) return invalid('It holds none, or more than a chain needs');
  const chain = ders.map(readCertificate).filter((certificate) => certificate !== undefined);
  return certificatesPem(chain.map(({ der }) => der)) === decodeUtf8(bytes)
    ? { value: chain }
    : invalid('It is not a list of certificates in strict PEM');
}

/** Every subject once, each with the digest of its file, and no other. */
function subjectProblems({ subject }: Statement, files: FileSet): readonly Diagnostic[] {
  const mismatch = (file: string, message: string) => rejected('SUBJECT_MISMATCH', message, { file });
  const mismatched = SUBJECTS.filter((name, place) => {
    const described = subject[place];
    return described?.name !== name || described.digest.sha256 !== sha256(files.get(name) ?? '');
  });
  return [
    ...mismatched.map((file) => mismatch(file, `The statement is not about this ${file}`)),
    ...unless(subject.length <= SUBJECTS.length, mismatch(SEAL, 'The statement has further subjects')),
  ];
}
