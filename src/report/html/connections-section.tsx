import type { RunPlan } from '../../model/plan.ts';
import type { RunResult } from '../../model/result.ts';
import { connectionsOf, validityWords } from '../connections.ts';
import { DataTable } from './data-table.tsx';
import { DigestText, Text } from './text.tsx';

/** How the system was reached: what TLS agreed, and every certificate of both sides, once. */
export function ConnectionsSection({ result, plan }: { readonly result: RunResult; readonly plan: RunPlan }) {
  const { words, certificates } = connectionsOf({ result, plan });
  return (
    <section aria-labelledby="connections">
      <h2 id="connections">How it was connected</h2>
      <p>{words}</p>
      {certificates.length > 0 && (
        <DataTable
          caption="Certificates shown on either side"
          rows={certificates}
          columns={[
            { title: 'Certificate', cell: ({ of }) => of },
            { title: 'Made out to', cell: ({ certificate }) => <Text value={certificate.subject} /> },
            { title: 'By', cell: ({ certificate }) => <Text value={certificate.issuer} /> },
            { title: 'Serial number', cell: ({ certificate }) => <DigestText value={certificate.serial} /> },
            { title: 'Valid', cell: ({ certificate }) => validityWords(certificate) },
            { title: 'SHA-256', cell: ({ certificate }) => <DigestText value={certificate.fingerprint} /> },
          ]}
        />
      )}
    </section>
  );
}
