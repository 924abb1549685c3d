import { counted } from '../model/counted.ts';
import type { TlsAgreement } from '../model/exchange.ts';
import type { CertificateFacts } from '../model/tls.ts';
import type { ReportInput } from './report-format.ts';

/** A certificate that either side showed. */
interface ShownCertificate {
  /** Whose it is, and for what it is there. */
  readonly of: string;
  readonly certificate: CertificateFacts;
}

/** How the system was reached: what TLS agreed, and every certificate of both sides, once. */
export interface Connections {
  readonly words: string;
  readonly certificates: readonly ShownCertificate[];
}

export function connectionsOf({ result, plan }: Pick<ReportInput, 'result' | 'plan'>): Connections {
  const exchanges = [
    ...result.preflight.exchanges,
    ...result.cases.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges)),
  ];
  const agreements = exchanges.flatMap(({ tls }) => tls?.agreed ?? []);
  const ours = Object.entries(plan.transport?.certificates ?? {});
  return {
    words:
      agreements.length === 0
        ? 'No TLS was agreed: nothing of this run was protected on its way.'
        : agreedWords(agreements),
    certificates: [...theirs(agreements), ...ours.map(([name, certificate]) => ({ of: `Ours: ${name}`, certificate }))],
  };
}

/** `3 March 2026` would not fit a column: `2026-03-03 to 2027-03-03`. */
export const validityWords = ({ notBefore, notAfter }: CertificateFacts): string =>
  `${notBefore.slice(0, 10)} to ${notAfter.slice(0, 10)}`;

/** Each with the number of its exchanges: `TLSv1.3 with TLS_AES_256_GCM_SHA384 (112 exchanges)`. */
function agreedWords(agreements: readonly TlsAgreement[]): string {
  const counts = new Map<string, number>();
  for (const { protocol, cipher } of agreements) {
    const name = `${protocol} with ${cipher}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const each = [...counts].map(([name, count]) => `${name} (${counted(count, 'exchange')})`);
  return `TLS agreed on ${each.join(', ')}.`;
}

function theirs(agreements: readonly TlsAgreement[]): readonly ShownCertificate[] {
  const known = new Map<string, ShownCertificate>();
  for (const { peer } of agreements) {
    for (const [place, certificate] of peer.entries()) {
      const of = place === 0 ? 'The system under test' : 'An issuer of it';
      if (!known.has(certificate.fingerprint)) known.set(certificate.fingerprint, { of, certificate });
    }
  }
  return [...known.values()];
}
