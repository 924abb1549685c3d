import type { TlsAgreement } from '../../model/exchange.ts';
import type { RunPlan } from '../../model/plan.ts';
import type { RunResult } from '../../model/result.ts';
import type { CertificateFacts } from '../../model/tls.ts';
import { DataTable } from './data-table.tsx';
import { DigestText, Text } from './text.tsx';

interface Shown {
  /** Whose it is, and for what it is there. */
  readonly of: string;
  readonly certificate: CertificateFacts;
}

/** How the system was reached: what TLS agreed, and every certificate of both sides, once. */
export function ConnectionsSection({ result, plan }: { readonly result: RunResult; readonly plan: RunPlan }) {
  const agreements = agreementsIn(result);
  const ours = Object.entries(plan.transport?.certificates ?? {});
  const shown: readonly Shown[] = [
    ...theirs(agreements),
    ...ours.map(([name, certificate]) => ({ of: `Ours: ${name}`, certificate })),
  ];
  return (
    <section aria-labelledby="connections">
      <h2 id="connections">How it was connected</h2>
      <p>
        {agreements.length === 0
          ? 'No TLS was agreed: nothing of this run was protected on its way.'
          : words(agreements)}
      </p>
      {shown.length > 0 && (
        <DataTable
          caption="Certificates shown on either side"
          rows={shown}
          columns={[
            { title: 'Certificate', cell: ({ of }) => of },
            { title: 'Made out to', cell: ({ certificate }) => <Text value={certificate.subject} /> },
            { title: 'By', cell: ({ certificate }) => <Text value={certificate.issuer} /> },
            { title: 'Serial number', cell: ({ certificate }) => <DigestText value={certificate.serial} /> },
            {
              title: 'Valid',
              cell: ({ certificate }) => `${day(certificate.notBefore)} to ${day(certificate.notAfter)}`,
            },
            { title: 'SHA-256', cell: ({ certificate }) => <DigestText value={certificate.fingerprint} /> },
          ]}
        />
      )}
    </section>
  );
}

function agreementsIn({ preflight, cases }: RunResult): readonly TlsAgreement[] {
  const exchanges = [...preflight.exchanges, ...cases.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges))];
  return exchanges.flatMap(({ tls }) => tls?.agreed ?? []);
}

/** Each with the number of its exchanges: `TLSv1.3 with TLS_AES_256_GCM_SHA384 (112 exchanges)`. */
function words(agreements: readonly TlsAgreement[]): string {
  const counts = new Map<string, number>();
  for (const { protocol, cipher } of agreements) {
    const name = `${protocol} with ${cipher}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const each = [...counts].map(([name, count]) => `${name} (${count} ${count === 1 ? 'exchange' : 'exchanges'})`);
  return `TLS agreed on ${each.join(', ')}.`;
}

function theirs(agreements: readonly TlsAgreement[]): readonly Shown[] {
  const known = new Map<string, Shown>();
  for (const { peer } of agreements) {
    for (const [place, certificate] of peer.entries()) {
      const of = place === 0 ? 'The system under test' : 'An issuer of it';
      if (!known.has(certificate.fingerprint)) known.set(certificate.fingerprint, { of, certificate });
    }
  }
  return [...known.values()];
}

const day = (instant: string): string => instant.slice(0, 10);
