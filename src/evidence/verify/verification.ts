import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Verdict, VerdictCounts } from '../../model/verdict.ts';
import { rejected } from '../format/finding.ts';

/**
 * `accepted`: intact, and sealed by a signer whom the reviewer trusts. `indeterminate`: intact, but something needed to
 * trust it is missing. `rejected`: not what was sealed, or not a seal at all.
 */
export type Outcome = 'accepted' | 'indeterminate' | 'rejected';

export interface SignerFacts {
  /** Distinguished name, as the certificate claims it. */
  readonly subject: string;
  /** SHA-256 of the certificate (DER), lower-case hex: what a reviewer compares out of band. */
  readonly fingerprint: string;
  readonly selfSigned: boolean;
  readonly validFrom: string;
  readonly validTo: string;
}

/** What the bundle says, as far as verification came; a member is there only when its stage found nothing wrong. */
export interface BundleFacts {
  /** Of the manifest: names the whole payload. */
  readonly manifestDigest?: string;
  readonly files?: number;
  readonly signer?: SignerFacts;
  readonly runId?: string;
  /** By the clock of the signer. */
  readonly sealedAt?: string;
  /** By the clock of an authority that the reviewer trusts. */
  readonly timestampedAt?: string;
  /** Somebody time-stamped the seal, and the reviewer names no authority of time. */
  readonly timestampUnasked?: boolean;
  /** What the reviewer gave for the run. */
  readonly nonce?: string;
  readonly verdict?: Verdict;
  readonly counts?: VerdictCounts;
}

export interface Verification {
  readonly outcome: Outcome;
  readonly findings: readonly Diagnostic[];
  readonly facts: BundleFacts;
  /** Verification looks at the seal; only replay judges again. */
  readonly says: typeof NOT_RECOMPUTED;
}

export const NOT_RECOMPUTED = 'verdicts not recomputed';

/** Whom the reviewer trusts. Never taken from the bundle. */
export interface Trust {
  /** Certificates of signers or of authorities above them, DER. */
  readonly certificates: readonly Uint8Array[];
  /** SHA-256 of signers' certificates (DER), lower-case hex without colons. */
  readonly fingerprints: readonly string[];
  /** Certificates of authorities of time, or of those above them, DER: when there are any, a seal must be time-stamped by one. */
  readonly timeAuthorities?: readonly Uint8Array[];
}

/** Anything that is wrong outranks anything that is missing; only a bundle without findings is accepted. */
export function outcomeOf(findings: readonly Diagnostic[]): Outcome {
  if (findings.some(({ severity }) => severity === 'error')) return 'rejected';
  return findings.length > 0 ? 'indeterminate' : 'accepted';
}

/** What an examination comes to. Whatever goes wrong in it is a rejection, never an acceptance. */
export function guarded<T extends Examination>(examine: () => T): T | Examination {
  try {
    return examine();
  } catch (cause) {
    const message = `Verification itself broke: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { findings: [rejected('VERIFICATION_CRASHED', message)], facts: {} };
  }
}

export interface Examination {
  readonly findings: readonly Diagnostic[];
  readonly facts: BundleFacts;
}
