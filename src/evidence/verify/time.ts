import type { Diagnostic } from '../../model/diagnostic.ts';
import { SEAL } from '../format/bundle-layout.ts';
import { type Certificate, isValidAt } from '../format/certificate.ts';
import { rejected, undecided } from '../format/finding.ts';
import { issuerProblems, timeAuthorityProblems } from '../format/signer-policy.ts';
import type { Seal } from '../format/sigstore-bundle.ts';
import { readToken, type Timestamp, tokenIn } from '../format/timestamp.ts';
import { SKEW_MS } from './clock.ts';
import { anchorsOf, mayIssue } from './signer.ts';

export interface TimeCheck {
  /** Certificates of authorities of time, or of those above them, DER; undefined when the reviewer names none. */
  readonly authorities: readonly Uint8Array[] | undefined;
  readonly now: Date;
  /** By the clock of the signer. */
  readonly sealedAt: Date;
}

export interface CheckedTime {
  readonly findings: readonly Diagnostic[];
  /** When the seal was there at the latest, by an authority that the reviewer trusts. */
  readonly provenAt?: Date;
  /** It is time-stamped, and the reviewer names nobody who may do that: so it counts no more than none would. */
  readonly isUnasked?: true;
}

/** A seal that is time-stamped later than this proves little of when it was made. */
const LATE_MS = 7 * 24 * 60 * 60_000;

/**
 * Whether the seal is time-stamped by an authority that the reviewer trusts, and about when it says that it was made. Where the reviewer
 * names none, it must be sound, if it is there at all.
 * Codes: TIMESTAMP_INVALID and TIMESTAMP_TIME; TIMESTAMP_MISSING, TIMESTAMP_UNTRUSTED and TIMESTAMP_TIME leave the evidence intact but unproven.
 */
export function checkTime({ signature, timestamp }: Seal, check: TimeCheck): CheckedTime {
  const { authorities, sealedAt, now } = check;
  if (timestamp === undefined) return { findings: authorities === undefined ? [] : [MISSING] };
  const read = timestampOf(timestamp, signature);
  if (typeof read === 'string') return { findings: [wrong('TIMESTAMP_INVALID', read)] };

  const { at, chain } = read;
  const unfit = chainProblems(chain, at).map((problem) => wrong('TIMESTAMP_INVALID', problem));
  if (unfit.length > 0) return { findings: unfit };
  if (at.getTime() < sealedAt.getTime() - SKEW_MS) {
    return { findings: [wrong('TIMESTAMP_TIME', 'It was given before the bundle says that it was sealed')] };
  }
  if (authorities === undefined) return { findings: [], isUnasked: true };
  const anchors = anchorsOf(chain, authorities).filter(mayIssue);
  if (!anchors.some((anchor) => isValidAt(anchor, at))) return { findings: [UNTRUSTED] };
  const late = at.getTime() > Math.min(sealedAt.getTime() + LATE_MS, now.getTime() + SKEW_MS);
  return { findings: late ? [LATE] : [], provenAt: at };
}

function timestampOf(reply: Uint8Array, signature: Uint8Array): Timestamp | string {
  try {
    return readToken(tokenIn(reply), signature);
  } catch (cause) {
    return `It is malformed, or not that of the signature: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

function chainProblems([own, ...issuers]: readonly Certificate[], at: Date): readonly string[] {
  const chain = own === undefined ? [] : [own, ...issuers];
  return [
    ...(own ? timeAuthorityProblems(own) : []),
    ...issuers.flatMap((issuer, below) => issuerProblems(issuer, below)),
    ...chain.filter((certificate) => !isValidAt(certificate, at)).map(({ subject }) => `${subject} was not valid then`),
  ].map((problem) => `Whoever gave it may not: ${problem}`);
}

const wrong = (code: 'TIMESTAMP_INVALID' | 'TIMESTAMP_TIME', message: string): Diagnostic =>
  rejected(code, `The time-stamp proves nothing. ${message}`, { file: SEAL });

const MISSING = undecided(
  'TIMESTAMP_MISSING',
  'No authority vouches for when the bundle was sealed',
  'Ask the supplier for one: assay timestamp BUNDLE --tsa URL.',
);
const UNTRUSTED = undecided(
  'TIMESTAMP_UNTRUSTED',
  'The bundle is time-stamped by an authority that is not among those trusted',
  'Name the certificate of an authority that you trust with --tsa-trust.',
);
const LATE = undecided(
  'TIMESTAMP_TIME',
  'The bundle was time-stamped long after it says that it was sealed, or in the future',
  'Ask the supplier why; nobody but its signer says what it was before.',
);
