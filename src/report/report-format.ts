import type { FileSet } from '../model/digest.ts';
import type { RunPlan } from '../model/plan.ts';
import type { RunResult } from '../model/result.ts';

/** Who sealed the evidence, as they say; whether that is to be trusted is the reader's to decide. */
export interface SignerClaim {
  /** Subject of the certificate. */
  readonly subject: string;
  /** SHA-256 of the certificate (DER), lower-case hex. */
  readonly fingerprint: string;
  readonly selfSigned: boolean;
}

/** All that a report is made from. */
export interface ReportInput {
  readonly result: RunResult;
  readonly plan: RunPlan;
  /** The evidence by path, messages such as `exchanges/0003-01.res.http` among it. What is not at hand is not shown. */
  readonly files: FileSet;
  readonly signer?: SignerClaim;
  /** When the report is signed: a format that can bear a signature of its own leaves room for it. */
  readonly signedAt?: Date;
}

/** A view of a run. The same input gives the same bytes, on every machine. */
export interface ReportFormat {
  /** Name on the command line. */
  readonly format: string;
  readonly mediaType: string;
  /** Its place in the folder of a run. */
  readonly fileName: string;
  readonly render: (input: ReportInput) => Uint8Array | Promise<Uint8Array>;
}
