import { createHash } from 'node:crypto';
import { type Certificate, readCertificate } from '../format/certificate.ts';
import { issuerAndSerial } from '../format/cms.ts';
import { CMS, ECDSA_SHA256, RSA_PSS_SHA256, SHA256 } from '../format/cms-names.ts';
import { TAG } from '../format/der.ts';
import type { SignatureScheme } from '../format/signature.ts';
import type { AskForToken } from './ask-for-token.ts';
import type { Signer } from './signer.ts';
import { der, octets, oid, sequence, setOf, small } from './write-der.ts';

/** What readers of PDF know how to check, as algorithm identifiers. */
const ALGORITHMS: Partial<Record<SignatureScheme, Buffer>> = {
  'ecdsa-p256-sha256': sequence(oid(ECDSA_SHA256)),
  'rsa-pss-sha256': Buffer.from(RSA_PSS_SHA256, 'hex'),
};

/** Whether readers of PDF know how to check what the signer signs. */
export const signsPdf = ({ certificateChain: [own] }: Signer): boolean => algorithmOf(own) !== undefined;

function algorithmOf(certificate: Uint8Array | undefined): Buffer | undefined {
  const scheme = certificate && readCertificate(certificate)?.scheme;
  return scheme && ALGORITHMS[scheme];
}

/**
 * A signature over bytes that stand elsewhere, as PAdES baseline asks for it (ETSI EN 319 142-1 section 6.3): the signed attributes are
 * content type, message digest and signing certificate, and no time, which the PDF states; the token is an unsigned one.
 * Undefined for a scheme that readers of PDF do not know.
 */
export async function detachedSignature(
  content: Uint8Array,
  { certificateChain, sign }: Signer,
  askForToken: AskForToken,
): Promise<Uint8Array | undefined> {
  const [own] = certificateChain;
  const certificate = own && readCertificate(own);
  const algorithm = algorithmOf(own);
  if (certificate === undefined || algorithm === undefined) return undefined;

  const attributes = signedAttributes(content, certificate);
  const signature = await sign(setOf(attributes));
  const token = await askForToken(signature);
  const signerInfo = sequence(
    small(1),
    sequence(issuerAndSerial(certificate.der)),
    DIGEST_ALGORITHM,
    setOf(attributes, TAG.context0),
    algorithm,
    octets(signature),
    ...(token ? [setOf([attribute(CMS.timestampToken, token)], TAG.context1)] : []),
  );
  const signedData = sequence(
    small(1),
    setOf([DIGEST_ALGORITHM]),
    sequence(oid(CMS.data)),
    setOf(certificateChain, TAG.context0),
    setOf([signerInfo]),
  );
  return sequence(oid(CMS.signedData), der(TAG.context0, signedData));
}

const DIGEST_ALGORITHM = sequence(oid(SHA256));

function signedAttributes(content: Uint8Array, certificate: Certificate): readonly Buffer[] {
  return [
    attribute(CMS.contentType, oid(CMS.data)),
    attribute(CMS.messageDigest, octets(sha256Of(content))),
    // SHA-256 is the default of its digests, which DER leaves out.
    attribute(CMS.signingCertificateV2, sequence(sequence(sequence(octets(sha256Of(certificate.der)))))),
  ];
}

const attribute = (type: string, value: Uint8Array): Buffer => sequence(oid(type), setOf([value]));

const sha256Of = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
