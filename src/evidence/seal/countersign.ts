import { canonicalJson } from '../../model/canonical-json.ts';
import { MANIFEST } from '../format/bundle-layout.ts';
import { readCertificate } from '../format/certificate.ts';
import { STATEMENT_TYPE } from '../format/dsse.ts';
import { STATEMENT_V1 } from '../format/statement.ts';
import { acceptedIn, type Countersignature, type Decision, SVR_V01 } from '../review/countersignature.ts';
import { sealText } from './seal-text.ts';
import { signEnvelope } from './sign-with.ts';
import type { Signer } from './signer.ts';

export interface Review {
  /** Name of the person. */
  readonly reviewer: string;
  readonly decisions: readonly Decision[];
  /** SHA-256 of the manifest of the bundle, which names every byte of it. */
  readonly manifestDigest: string;
  readonly at: Date;
}

/** The decisions of a reviewer as a signed statement about a bundle, which itself stays as it is. */
export async function countersign(
  { reviewer, decisions, manifestDigest, at }: Review,
  signer: Signer,
): Promise<string> {
  const [certificate = new Uint8Array()] = signer.certificateChain;
  const statement: Countersignature = {
    _type: STATEMENT_V1,
    subject: [{ name: MANIFEST, digest: { sha256: manifestDigest } }],
    predicateType: SVR_V01,
    predicate: {
      verifier: { id: verifierId(readCertificate(certificate)?.fingerprint ?? '') },
      timeCreated: at.toISOString(),
      properties: acceptedIn(decisions),
      'x-assay': { reviewer, decisions },
    },
  };
  const payload = Buffer.from(canonicalJson(statement));
  return sealText({ ...(await signEnvelope(STATEMENT_TYPE, payload, signer)), certificate });
}

/** Names the certificate by its digest, as RFC 6920 section 3 does. */
const verifierId = (fingerprint: string): string =>
  `ni:///sha-256;${Buffer.from(fingerprint, 'hex').toString('base64url')}`;
