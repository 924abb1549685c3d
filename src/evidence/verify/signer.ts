import type { Diagnostic } from '../../model/diagnostic.ts';
import { SEAL, SIGNER_CHAIN } from '../format/bundle-layout.ts';
import { type Certificate, isIssuedBy, isValidAt, readCertificate } from '../format/certificate.ts';
import { rejected, undecided, unless } from '../format/finding.ts';
import { chainProblems, issuerProblems, signerProblems } from '../format/signer-policy.ts';
import type { SignerFacts, Trust } from './verification.ts';

export interface SignerCheck {
  readonly trust: Trust;
  /** When the seal is known to have been there: the time of a trusted time-stamp, else now. */
  readonly knownAt: Date;
  /** By the clock of the signer. */
  readonly sealedAt: Date;
}

/**
 * Whether the certificate may sign evidence, its chain holds, and it leads to someone whom the reviewer trusts.
 * Codes: CERTIFICATE_INVALID; CERTIFICATE_EXPIRED and SIGNER_UNKNOWN leave the evidence intact but unproven.
 */
export function checkSigner(certificate: Certificate, chain: readonly Certificate[], check: SignerCheck) {
  const wrong = [
    ...signerProblems(certificate).map(notFit),
    ...unless(chain[0]?.fingerprint === certificate.fingerprint, OF_ANOTHER),
    ...chainProblems(chain).map(brokenChain),
    ...outlived(chain, check),
  ];
  const missing = [
    ...unless(isValidAt(certificate, check.knownAt), EXPIRED),
    ...unless(isTrusted(certificate, chain, check), unknown(certificate)),
  ];
  return { findings: wrong.length > 0 ? wrong : missing, signer: factsOf(certificate) };
}

/** A seal made outside the validity of its certificates is none, whatever the signer's clock. */
function outlived(chain: readonly Certificate[], { sealedAt }: SignerCheck): readonly Diagnostic[] {
  return chain
    .filter((certificate) => !isValidAt(certificate, sealedAt))
    .map(({ subject }) => brokenChain(`${subject} was not valid when the bundle was sealed`));
}

/** Nothing but the signer's own word says when it sealed, so an expired certificate proves nothing. */
const EXPIRED = undecided(
  'CERTIFICATE_EXPIRED',
  'The certificate of the signer is not valid now, and no trusted time shows that it was when sealing',
  'Ask the supplier to seal the run again with a current certificate.',
);

const unknown = ({ selfSigned }: Certificate): Diagnostic =>
  undecided(
    'SIGNER_UNKNOWN',
    selfSigned
      ? 'The signer vouches for itself and is not among those trusted'
      : 'The signer is not among those trusted, nor is an authority above it',
    'Compare its fingerprint with the one enrolled out of band, then name its certificate with --trust.',
  );

/** Enrolled itself, or below an authority that is. */
function isTrusted(own: Certificate, chain: readonly Certificate[], { trust, sealedAt }: SignerCheck): boolean {
  const anchors = trust.certificates.map(readCertificate).filter((anchor) => anchor !== undefined);
  return trust.fingerprints.includes(own.fingerprint) || leadsTo(anchors, chain, sealedAt);
}

/** Whether an anchor is the first of a chain, or issued one of it and was valid at the time. */
export function leadsTo(anchors: readonly Certificate[], chain: readonly Certificate[], at: Date): boolean {
  return anchors.some(
    (anchor) =>
      anchor.fingerprint === chain[0]?.fingerprint ||
      (isValidAt(anchor, at) &&
        chain.some(
          (certificate, below) => isIssuedBy(certificate, anchor) && issuerProblems(anchor, below).length === 0,
        )),
  );
}

const factsOf = ({ subject, fingerprint, selfSigned, validFrom, validTo }: Certificate): SignerFacts => ({
  subject,
  fingerprint,
  selfSigned,
  validFrom: validFrom.toISOString(),
  validTo: validTo.toISOString(),
});

const notFit = (problem: string) =>
  rejected('CERTIFICATE_INVALID', `The certificate may not sign evidence: ${problem}`, { file: SEAL });
const brokenChain = (message: string) => rejected('CERTIFICATE_INVALID', message, { file: SIGNER_CHAIN });
const OF_ANOTHER = brokenChain('It does not begin with the signer of the seal');
