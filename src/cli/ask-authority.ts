/** Longest wait for a whole reply. */
const DEADLINE_MS = 10_000;
/** A token with the certificates of its authority has a few thousand. */
const MAX_REPLY_BYTES = 65_536;

/** One question to an authority of time by HTTP (RFC 3161 section 3.4); throws when it is down, slow, or answers anything else. */
export async function askAuthority(url: URL, question: Uint8Array, deadlineMs = DEADLINE_MS): Promise<Uint8Array> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/timestamp-query', Accept: 'application/timestamp-reply' },
    body: new Uint8Array(question),
    redirect: 'error',
    signal: AbortSignal.timeout(deadlineMs),
  }).catch((cause: unknown) => {
    throw new Error(isTimeout(cause) ? 'it did not answer in time' : 'it cannot be reached', { cause });
  });
  if (response.status !== 200) throw new Error(`it answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_REPLY_BYTES) throw new Error('its reply is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isTimeout = (cause: unknown): boolean => cause instanceof Error && cause.name === 'TimeoutError';
