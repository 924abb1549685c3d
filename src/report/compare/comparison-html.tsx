import type { ComponentChildren } from 'preact';
import { counted, grouped } from '../../model/counted.ts';
import { type Column, DataTable, verdictColumns } from '../html/data-table.tsx';
import { htmlDocument } from '../html/document.tsx';
import { DigestText, Text } from '../html/text.tsx';
import { IconSprite, VerdictTag } from '../html/verdict-tag.tsx';
import { duration, instant } from '../numbers.ts';
import { titleOf } from '../title.ts';
import type { Change, ComparedRun, Comparison, RunFacts } from './comparison.ts';
import { comparisonSentence, DIRECTION_WORDS, unlikeSentence, verdictChange, worstFirst } from './comparison-words.ts';

/** What differs between two runs, as a page like the report itself: one file, no script, nothing loaded. */
export function comparisonHtml(comparison: Comparison, { result }: ComparedRun): Buffer {
  const title = titleOf(result);
  return htmlDocument(`Comparison: ${title}`, <ComparisonPage comparison={comparison} title={title} />);
}

function ComparisonPage({ comparison, title }: { readonly comparison: Comparison; readonly title: string }) {
  return (
    <>
      <IconSprite />
      <a class="to-main" href="#main">
        Skip to the comparison
      </a>
      <header>
        <div class="width">
          <p>Assay comparison</p>
        </div>
      </header>
      <main id="main" class="width">
        <h1>
          <Text value={title} />
        </h1>
        <section class={`verdict ${comparison.worse ? 'fail' : 'pass'}`} aria-labelledby="verdict">
          <h2 id="verdict">{comparison.worse ? 'Something is worse' : 'Nothing is worse'}</h2>
          <p class="sentence">{comparisonSentence(comparison)}</p>
        </section>
        <Unlike comparison={comparison} />
        <Runs comparison={comparison} />
        <Changes
          id="system"
          title="The system under test"
          changes={comparison.system}
          same="It is the same in all that is known."
        />
        <Cases comparison={comparison} />
        <Requirements comparison={comparison} />
        <Changes
          id="coverage"
          title="Coverage"
          changes={comparison.coverage}
          same="As many requirements have cases as before."
        />
        <Changes
          id="stages"
          title="Stages"
          changes={comparison.stages}
          same="No stage became complete or ceased to be."
        />
        <Changes
          id="waivers"
          title="Waivers"
          changes={comparison.waivers}
          same="The same is waived as before, or nothing."
        />
        <Latency comparison={comparison} />
        <Changes
          id="inputs"
          title="Suites and other inputs"
          changes={comparison.inputs}
          same="Both runs were planned from the same files."
        />
        <Changes id="engine" title="The engine" changes={comparison.engine} same="The same code judged both runs." />
      </main>
      <footer>
        <div class="width">
          <p>
            Worse are a worse verdict, a case or requirement that is gone, a new one that did not pass, and a stage that
            is no longer complete. What the selection of one run left out is not weighed. This page holds no script and
            loads nothing.
          </p>
        </div>
      </footer>
    </>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Section({ id, title, children }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** Before anything is concluded: these are not two runs of one thing. */
function Unlike({ comparison: { unlike } }: { readonly comparison: Comparison }) {
  if (unlike.length === 0) return null;
  return (
    <section class="callout warning" aria-labelledby="unlike">
      <h2 id="unlike">Not like with like</h2>
      <ul>
        {unlike.map((one) => (
          <li>
            <Text value={unlikeSentence(one)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Side {
  readonly name: string;
  readonly run: RunFacts;
}

function Runs({ comparison: { before, after } }: { readonly comparison: Comparison }) {
  const sides: readonly Side[] = [
    { name: 'Before', run: before },
    { name: 'After', run: after },
  ];
  return (
    <Section id="runs" title="The two runs">
      <DataTable
        caption="Planned cases and what became of them"
        rows={sides}
        columns={[
          { title: 'Run', short: true, cell: ({ name }) => name },
          { title: 'Verdict', cell: ({ run }) => <VerdictTag verdict={run.verdict} /> },
          ...verdictColumns<Side>(({ run }) => run.counts.all),
        ]}
      />
      <DataTable
        caption="What identifies them, and the evidence of each"
        rows={IDENTITY}
        columns={[
          { title: 'What', short: true, cell: ({ what }) => what },
          ...sides.map(({ name, run }): Column<IdentityFact> => ({ title: name, cell: ({ shown }) => shown(run) })),
        ]}
      />
    </Section>
  );
}

interface IdentityFact {
  readonly what: string;
  readonly shown: (run: RunFacts) => ComponentChildren;
}

const IDENTITY: readonly IdentityFact[] = [
  { what: 'Product', shown: ({ product }) => <Text value={product} /> },
  { what: 'Interface', shown: (run) => <Text value={run.interface} /> },
  { what: 'Started', shown: ({ startedAt }) => <Text value={instant(startedAt)} /> },
  { what: 'Run', shown: ({ runId }) => <Text value={runId} /> },
  { what: 'Digest of results.json (SHA-256)', shown: ({ resultsDigest }) => <DigestText value={resultsDigest} /> },
  { what: 'Evidence', shown: ({ evidence }) => (evidence === undefined ? 'not known' : <Text value={evidence} />) },
];

interface ChangesProps extends Omit<SectionProps, 'children'> {
  readonly changes: readonly Change[];
  /** What is said when there is none. */
  readonly same: string;
}

function Changes({ id, title, changes, same }: ChangesProps) {
  return (
    <Section id={id} title={title}>
      {changes.length === 0 ? (
        <p>{same}</p>
      ) : (
        <DataTable
          caption={`${title}: what is different`}
          rows={changes}
          columns={[
            { title: 'What', cell: ({ what }) => <Text value={what} /> },
            { title: 'Before', cell: ({ before }) => side(before) },
            { title: 'After', cell: ({ after }) => side(after) },
          ]}
        />
      )}
    </Section>
  );
}

const side = (value: string | undefined) =>
  value === undefined || value === '' ? <span class="muted">none</span> : <Text value={value} />;

function Cases({ comparison: { cases } }: { readonly comparison: Comparison }) {
  return (
    <Section id="cases" title="Cases">
      {cases.length === 0 ? (
        <p>Every case is in both runs and came out as before.</p>
      ) : (
        <DataTable
          caption={`${counted(cases.length, 'case')} that came out otherwise or are in one run alone, the worst first`}
          rows={worstFirst(cases)}
          columns={[
            { title: 'Case', short: true, cell: ({ id }) => <Text value={id} /> },
            { title: 'Direction', short: true, cell: ({ direction }) => DIRECTION_WORDS[direction] || '–' },
            { title: 'Verdict', cell: verdictChange },
            { title: 'Title', cell: ({ title }) => <Text value={title} /> },
            { title: 'Finding', cell: ({ finding }) => side(finding) },
          ]}
        />
      )}
    </Section>
  );
}

function Requirements({ comparison: { requirements } }: { readonly comparison: Comparison }) {
  return (
    <Section id="requirements" title="Requirements">
      {requirements.length === 0 ? (
        <p>Every requirement came out as before, by as many cases.</p>
      ) : (
        <DataTable
          caption={`${counted(requirements.length, 'requirement')} with another verdict, or other cases`}
          rows={requirements}
          columns={[
            { title: 'Id', short: true, cell: ({ id }) => <Text value={id} /> },
            { title: 'Direction', short: true, cell: ({ direction }) => DIRECTION_WORDS[direction] || '–' },
            { title: 'Verdict', cell: verdictChange },
            { title: 'Cases before', numeric: true, cell: ({ cases: [before] }) => grouped(before) },
            { title: 'Cases after', numeric: true, cell: ({ cases: [, after] }) => grouped(after) },
            { title: 'Requirement', cell: ({ text }) => <Text value={text} /> },
          ]}
        />
      )}
    </Section>
  );
}

function Latency({ comparison: { latency } }: { readonly comparison: Comparison }) {
  return (
    <Section id="latency" title="Times">
      {latency.length === 0 ? (
        <p>No interaction was answered in both runs.</p>
      ) : (
        <DataTable
          caption="Median time from the start of an exchange to its end, which depends on more than the system"
          rows={latency}
          columns={[
            { title: 'Interaction', cell: ({ interaction }) => <Text value={interaction} /> },
            { title: 'Before', numeric: true, cell: ({ medianMs: [before] }) => duration(before) },
            { title: 'After', numeric: true, cell: ({ medianMs: [, after] }) => duration(after) },
            { title: 'Exchanges before', numeric: true, cell: ({ exchanges: [before] }) => grouped(before) },
            { title: 'Exchanges after', numeric: true, cell: ({ exchanges: [, after] }) => grouped(after) },
          ]}
        />
      )}
    </Section>
  );
}
