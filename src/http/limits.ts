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

/** What all clients of a server together may take from it. */
export interface ServerLimits extends Limits {
  /** Further connections are closed as soon as they come. */
  readonly maxConnections: number;
  /** Bodies that are being received and messages that are kept for the evidence, all together; bodies beyond are refused with 503. */
  readonly maxHeldBytes: number;
  /** From the beginning of a connection, or of its next request, to the end of the head; also for handshakes. */
  readonly headMs: number;
  /** To the end of the body. */
  readonly requestMs: number;
  /** A connection on which nothing moves. */
  readonly idleMs: number;
  /** A client that still sends what was refused is heard out for so long, that it may see the refusal. */
  readonly lingerMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  ...DEFAULT_LIMITS,
  maxConnections: 128,
  maxHeldBytes: 48 * 1024 * 1024,
  headMs: 10_000,
  requestMs: 60_000,
  idleMs: 120_000,
  lingerMs: 2_000,
};
