import { counted } from '../../model/counted.ts';
import type { CaseResult, RunResult } from '../../model/result.ts';
import type { Verdict } from '../../model/verdict.ts';
import { twinSkipsOf, twinSkipWords } from '../twin-skips.ts';
import { reasonOf, sentence } from '../words.ts';
import { anchor } from './anchor.ts';
import { RequirementLinks } from './requirement-links.tsx';
import { Text } from './text.tsx';
import { CaseLink, VerdictTag } from './verdict-tag.tsx';

const GROUPS: readonly { readonly verdict: Verdict; readonly title: string }[] = [
  { verdict: 'fail', title: 'Failed: the system under test did not do what the sources ask' },
  { verdict: 'error', title: 'Errors: the harness or its environment broke, so these say nothing of the system' },
  { verdict: 'skip', title: 'Skipped: not judged' },
];

/** All that did not pass, what was wrong with it, and the way to it. */
export function MissedSection({ result }: { readonly result: RunResult }) {
  const groups = GROUPS.map(({ verdict, title }) => ({
    title,
    cases: result.cases.filter((one) => one.verdict === verdict),
  })).filter(({ cases }) => cases.length > 0);
  return (
    <section aria-labelledby="missed">
      <h2 id="missed">What did not pass</h2>
      {groups.length === 0 && <p>{result.cases.length === 0 ? 'No case was run.' : 'Every case passed.'}</p>}
      {groups.map(({ title, cases }) => (
        <>
          <h3>
            {title} <span class="muted">({counted(cases.length, 'case')})</span>
          </h3>
          <ul class="missed">
            {cases
              .filter(({ skipReason }) => skipReason !== 'twin')
              .map((one) => (
                <Missed result={one} />
              ))}
            <SkippedForTwins cases={cases} />
          </ul>
        </>
      ))}
    </section>
  );
}

function SkippedForTwins({ cases }: { readonly cases: readonly CaseResult[] }) {
  const skips = twinSkipsOf(cases);
  if (skips.cases.length === 0) return null;
  return (
    <li>
      <VerdictTag verdict="skip" /> <Text value={sentence(twinSkipWords(skips))} />
      <details>
        <summary>Which</summary>
        <p class="case-links">
          {skips.cases.map(({ id, verdict }) => (
            <CaseLink id={id} href={`#${anchor('case', id)}`} verdict={verdict} />
          ))}
        </p>
      </details>
    </li>
  );
}

function Missed({ result }: { readonly result: CaseResult }) {
  const missed = result.steps.flatMap(({ assertions }) => assertions).filter(({ verdict }) => verdict !== 'pass');
  const reason = reasonOf(result);
  const first = missed[0]?.message;
  return (
    <li>
      <VerdictTag verdict={result.verdict} />{' '}
      <a href={`#${anchor('case', result.id)}`}>
        {result.id} <Text value={result.title} />
      </a>
      <p>
        {reason !== undefined && <Text value={`${sentence(reason)} `} />}
        {first !== undefined && first !== reason && <Text value={sentence(first)} />}
        {missed.length > 1 && <span class="muted"> and {counted(missed.length - 1, 'more finding')}</span>}
      </p>
      {result.verifies.length > 0 && (
        <p class="muted">
          Verifies <RequirementLinks ids={result.verifies} />
        </p>
      )}
    </li>
  );
}
