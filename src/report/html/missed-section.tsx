import { counted } from '../../model/counted.ts';
import type { CaseResult, RunResult } from '../../model/result.ts';
import { exchangeToSee, missedGroups, missedWords, nothingMissed } from '../missed.ts';
import { requirementsMissed } from '../required.ts';
import { twinSkipsOf, twinSkipWords } from '../twin-skips.ts';
import { waiversOfCase, waiverWords } from '../waiver-words.ts';
import { sentence } from '../words.ts';
import { anchor } from './anchor.ts';
import { RequiredWords, RequirementLinks } from './requirement-links.tsx';
import { Text } from './text.tsx';
import { CaseLink, VerdictTag } from './verdict-tag.tsx';

/** All that did not pass, what was wrong with it, and the way to it. */
export function MissedSection({ result }: { readonly result: RunResult }) {
  const groups = missedGroups(result);
  return (
    <section aria-labelledby="missed">
      <h2 id="missed">What did not pass</h2>
      {groups.length === 0 && <p>{nothingMissed(result)}</p>}
      {groups.map(({ title, cases }) => (
        <>
          <h3>
            {title} <span class="muted">({counted(cases.length, 'case')})</span>
          </h3>
          <ul class="missed">
            {cases
              .filter(({ skipReason }) => skipReason !== 'twin')
              .map((one) => (
                <Missed result={one} run={result} />
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
      <div>
        <VerdictTag verdict="skip" /> <Text value={sentence(twinSkipWords(skips))} />
        <details>
          <summary>Which</summary>
          <p class="case-links">
            {skips.cases.map(({ id, verdict }) => (
              <CaseLink id={id} href={`#${anchor('case', id)}`} verdict={verdict} />
            ))}
          </p>
        </details>
      </div>
    </li>
  );
}

function Missed({ result, run }: { readonly result: CaseResult; readonly run: RunResult }) {
  const { says, more } = missedWords(result);
  const exchange = exchangeToSee(result);
  const required = requirementsMissed(result, run.requirements);
  return (
    <li>
      <div>
        <VerdictTag verdict={result.verdict} />{' '}
        <a href={`#${anchor('case', result.id)}`}>
          {result.id} <Text value={result.title} />
        </a>
        <p>
          <Text value={says} />
          {more !== undefined && <span class="muted"> {more}</span>}
        </p>
        <RequiredWords requirements={required} />
        {result.verdict === 'fail' &&
          waiversOfCase(run, result).map((waiver) => (
            <p>
              <a href="#waivers">Waiver</a> <Text value={sentence(waiverWords(waiver))} />
            </p>
          ))}
      </div>
      <p class="muted">
        {required.length === 0 && result.verifies.length > 0 && (
          <>
            Verifies <RequirementLinks ids={result.verifies} />
            <br />
          </>
        )}
        {exchange !== undefined && (
          <>
            Exchange <a href={`#${anchor('exchange', exchange.ref.id)}`}>{exchange.ref.id}</a>
          </>
        )}
      </p>
    </li>
  );
}
