import type { FileSet } from '../model/digest.ts';
import { errorAt, type Report } from './located.ts';

/** Private keys (RFC 7468), bearer tokens (RFC 6750), and signed JWTs (RFC 7515); an unsecured token has no signature and is no secret. */
const SECRETS = [
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/,
  /\bBearer [A-Za-z0-9._~+/-]{32,}/i,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/,
];

/** Where in a text a secret begins. */
export function secretIn(text: string): number | undefined {
  const places = SECRETS.map((secret) => text.search(secret)).filter((found) => found >= 0);
  return places.length === 0 ? undefined : Math.min(...places);
}

/** Suites and templates are published and sealed, so no secret may stand in them. */
export function checkSecrets(files: FileSet, report: Report): void {
  for (const [file, bytes] of files) {
    const lines = new TextDecoder().decode(bytes).split('\n');
    for (const [index, text] of lines.entries()) {
      const column = secretIn(text);
      if (column === undefined) continue;
      const source = { file, line: index + 1, column: column + 1 };
      const hint = 'Name a value in its place, and let the configuration refer to the secret as env:NAME or file:PATH.';
      report(errorAt(source, 'INLINE_SECRET', 'A secret stands in the file itself', hint));
    }
  }
}
