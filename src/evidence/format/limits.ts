// What nobody has signed yet can be of any size: far above what bundles hold, far below what keeps a reader busy.

export const MAX_SEAL_BYTES = 4 * 1024 * 1024;
export const MAX_CHAIN_BYTES = 64 * 1024;
/** Beside a seal, and in a time-stamp or the signature of a PDF. */
export const MAX_CERTIFICATES = 8;
