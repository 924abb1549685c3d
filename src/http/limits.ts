/** What one message may weigh before it is given up. */
export interface Limits {
  /** Start line and header section. */
  readonly maxHeadBytes: number;
  /** Body on the wire, with its framing. */
  readonly maxBodyBytes: number;
}

export const DEFAULT_LIMITS: Limits = { maxHeadBytes: 16 * 1024, maxBodyBytes: 10 * 1024 * 1024 };

/** Of a message that broke a limit, this much is kept as evidence. */
export const KEPT_OF_OVERSIZE_BYTES = 64 * 1024;
