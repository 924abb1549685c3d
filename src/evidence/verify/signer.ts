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
  const findings = wrong.length > 0 ? wrong : trustProblems(certificate, chain, check);
  return { findings, signer: factsOf(certificate) };
}

/** A seal made outside the validity of its certificates is none, whatever the signer's clock. */
function outlived(chain: readonly Certificate[], { sealedAt }: SignerCheck): readonly Diagnostic[] {
  return chain
    .filter((certificate) => !isValidAt(certificate, sealedAt))
    .map(({ subject }) => brokenChain(`${subject} was not valid when the bundle was sealed`));
}

/** Enrolled itself, or below an authority that is; and the time of nobody is over, from the signer up to that authority. */
function trustProblems(own: Certificate, chain: readonly Certificate[], check: SignerCheck): readonly Diagnostic[] {
  const { trust, knownAt, sealedAt } = check;
  const named = anchorsOf(chain, trust.certificates);
  const anchors = named.filter(mayIssue);
  const isEnrolled = trust.fingerprints.includes(own.fingerprint);
  const isCurrent = (one: Certificate): boolean => isValidAt(one, sealedAt) && isValidAt(one, knownAt);
  const needed = isEnrolled || anchors.some(isCurrent) ? chain : [...chain, ...anchors];
  const over = needed.filter((one) => !isCurrent(one)).slice(0, 1);
  return [...over.map(expired), ...unless(isEnrolled || anchors.length > 0, unknown(own, named))];
}

/** A certificate that a reviewer named, and why it may not have issued what it did. */
interface Anchor extends Certificate {
  readonly problems: readonly string[];
}

/** Those named who are the first of a chain, or issued one of it. */
export function anchorsOf(chain: readonly Certificate[], named: readonly Uint8Array[]): readonly Anchor[] {
  return named.flatMap((der) => {
    const anchor = readCertificate(der);
    if (anchor === undefined) return [];
    if (anchor.fingerprint === chain[0]?.fingerprint) return [{ ...anchor, problems: [] }];
    const below = chain.findIndex((certificate) => isIssuedBy(certificate, anchor));
    return below < 0 ? [] : [{ ...anchor, problems: issuerProblems(anchor, below) }];
  });
}

export const mayIssue = ({ problems }: Anchor): boolean => problems.length === 0;

/** Nothing but the signer's own word says when it sealed, so an expired certificate proves nothing. */
const expired = ({ subject }: Certificate): Diagnostic =>
  undecided(
    'CERTIFICATE_EXPIRED',
    `The certificate of ${subject} is not valid now, and no trusted time shows that it was when sealing`,
    'Ask the supplier to seal the run again with a current certificate.',
  );

function unknown({ selfSigned }: Certificate, [unfit]: readonly Anchor[]): Diagnostic {
  const stranger = selfSigned ? 'The signer vouches for itself' : 'No authority above the signer is trusted';
  const why = unfit ? `${unfit.subject} may not vouch for the signer: ${unfit.problems.join(', ')}` : stranger;
  const hint = 'Compare its fingerprint with the one enrolled out of band, then name its certificate with --trust.';
  return undecided('SIGNER_UNKNOWN', `The signer is not among those trusted. ${why}`, hint);
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
