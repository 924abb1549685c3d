import { counted } from '../../model/counted.ts';
import type { CaseResult, RunResult } from '../../model/result.ts';
import { exchangeToSee } from '../deciding-exchange.ts';
import { type Cause, causesOf, missedGroups, missedWords, nothingMissed } from '../missed.ts';
import { requirementsMissed } from '../required.ts';
import { twinSkipsOf, twinSkipWords } from '../twin-skips.ts';
import { waiversOfCase, waiverWords } from '../waiver-words.ts';
import { sentence } from '../words.ts';
import { anchor } from './anchor.ts';
import { RequiredWords, RequirementLinks } from './requirement-links.tsx';
import { Text } from './text.tsx';
import { CaseLink, VerdictTag } from './verdict-tag.tsx';

/** More causes than these are there to be opened. */
const SHOWN_CAUSES = 15;
/** More cases of one cause than these are there to be opened. */
const SHOWN_CASES = 8;
/** More requirements than these are named and not told. */
const TOLD_REQUIREMENTS = 3;

/** All that did not pass, by what was wrong with it, and the way to it. */
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
          <Causes causes={causesOf(cases.filter(({ skipReason }) => skipReason !== 'twin'))} run={result} />
          <SkippedForTwins cases={cases} />
        </>
      ))}
    </section>
  );
}

function Causes({ causes, run }: { readonly causes: readonly Cause[]; readonly run: RunResult }) {
  const more = causes.slice(SHOWN_CAUSES);
  return (
    <>
      <CauseList causes={causes.slice(0, SHOWN_CAUSES)} run={run} />
      {more.length > 0 && (
        <details>
          <summary>{counted(more.length, 'more cause')}</summary>
          <CauseList causes={more} run={run} />
        </details>
      )}
    </>
  );
}

function CauseList({ causes, run }: { readonly causes: readonly Cause[]; readonly run: RunResult }) {
  if (causes.length === 0) return null;
  return (
    <ul class="missed">
      {causes.map((cause) =>
        cause.cases.length === 1 ? (
          <Missed result={cause.cases[0]} run={run} />
        ) : (
          <MissedTogether cause={cause} run={run} />
        ),
      )}
    </ul>
  );
}

function SkippedForTwins({ cases }: { readonly cases: readonly CaseResult[] }) {
  const skips = twinSkipsOf(cases);
  if (skips.cases.length === 0) return null;
  return (
    <ul class="missed">
      <li>
        <div>
          <VerdictTag verdict="skip" /> <Text value={sentence(twinSkipWords(skips))} />
          <details>
            <summary>Which</summary>
            <CaseList cases={skips.cases} />
          </details>
        </div>
      </li>
    </ul>
  );
}

/** Cases that did not pass for the same reason: the reason once, one of them as an example, and all of them by id. */
function MissedTogether({ cause: { says, cases }, run }: { readonly cause: Cause; readonly run: RunResult }) {
  const [first] = cases;
  const required = requirementsMissed(cases, run.requirements);
  const rest = cases.slice(SHOWN_CASES);
  return (
    <li>
      <div>
        <VerdictTag verdict={first.verdict} /> <Text value={says} />{' '}
        <strong>The same in {counted(cases.length, 'case')}:</strong>
        <CaseList cases={cases.slice(0, SHOWN_CASES)} />
        {rest.length > 0 && (
          <details>
            <summary>{counted(rest.length, 'more case')}</summary>
            <CaseList cases={rest} />
          </details>
        )}
        {required.length <= TOLD_REQUIREMENTS ? (
          <RequiredWords requirements={required} />
        ) : (
          <p class="required">
            Required by <RequirementLinks ids={required.map(({ id }) => id)} />
          </p>
        )}
        <Waivers cases={cases} run={run} />
      </div>
      <p class="muted">
        For example <a href={`#${anchor('case', first.id)}`}>{first.id}</a>
        <SeeExchange result={first} />
      </p>
    </li>
  );
}

function Missed({ result, run }: { readonly result: CaseResult; readonly run: RunResult }) {
  const { says, more } = missedWords(result);
  const required = requirementsMissed([result], run.requirements);
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
        <Waivers cases={[result]} run={run} />
      </div>
      <p class="muted">
        {required.length === 0 && result.verifies.length > 0 && (
          <>
            Verifies <RequirementLinks ids={result.verifies} />
          </>
        )}
        <SeeExchange result={result} />
      </p>
    </li>
  );
}

function CaseList({ cases }: { readonly cases: readonly CaseResult[] }) {
  return (
    <p class="case-links">
      {cases.map(({ id, verdict }) => (
        <CaseLink id={id} href={`#${anchor('case', id)}`} verdict={verdict} />
      ))}
    </p>
  );
}

/** What somebody answers for, of the cases that failed. */
function Waivers({ cases, run }: { readonly cases: readonly CaseResult[]; readonly run: RunResult }) {
  const failed = cases.filter(({ verdict }) => verdict === 'fail');
  return (
    <>
      {[...new Set(failed.flatMap((one) => waiversOfCase(run, one)))].map((waiver) => (
        <p>
          <a href="#waivers">Waiver</a> of {waiver.of} <Text value={waiver.id} />:{' '}
          <Text value={sentence(waiverWords(waiver))} />
        </p>
      ))}
    </>
  );
}

function SeeExchange({ result }: { readonly result: CaseResult }) {
  const exchange = exchangeToSee(result);
  if (exchange === undefined) return null;
  return (
    <span class="see">
      Exchange <a href={`#${anchor('exchange', exchange.ref.id)}`}>{exchange.ref.id}</a>
    </span>
  );
}
