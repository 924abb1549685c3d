import { optionsOf } from '../../model/citation.ts';
import { counted } from '../../model/counted.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { RunPlan } from '../../model/plan.ts';
import type { AssertionResult, RequirementResult } from '../../model/result.ts';
import type { Step } from '../../model/suite.ts';
import { type Difference, differenceOf } from '../difference.ts';
import { expectationWords, foundWords, type Worded } from '../expectation-words.ts';
import { placeWords } from '../place-words.ts';
import { RequiredWords, RequirementLinks } from './requirement-links.tsx';
import { Options } from './sources-section.tsx';
import { Text, Value, valueText, WebLink } from './text.tsx';
import { VerdictTag } from './verdict-tag.tsx';

interface AssertionListProps {
  readonly assertions: readonly AssertionResult[];
  readonly planned: Step | undefined;
  readonly plan: RunPlan;
  /** What an assertion that was missed shows to be required. */
  readonly requiredBy: (assertion: AssertionResult) => readonly RequirementResult[];
}

/** What was expected, one entry an assertion: those that were missed first and in full. */
export function AssertionList({ assertions, planned, plan, requiredBy }: AssertionListProps) {
  const missed = assertions.filter(({ verdict }) => verdict !== 'pass');
  const met = assertions.filter(({ verdict }) => verdict === 'pass');
  return (
    <div class="assertions">
      <h6>Expected</h6>
      <ul>
        {[...missed, ...met].map((assertion) => {
          const options = planned === undefined ? [] : optionsOf(planned, assertions, assertion);
          return (
            <li class={assertion.verdict}>
              <p>
                <VerdictTag verdict={assertion.verdict} /> <code>{assertion.kind}</code>{' '}
                <Text value={assertion.message} />
                {assertion.verifies !== undefined && assertion.verdict === 'pass' && (
                  <>
                    {' '}
                    (<RequirementLinks ids={assertion.verifies} />)
                  </>
                )}
              </p>
              {assertion.verdict !== 'pass' && <RequiredWords requirements={requiredBy(assertion)} />}
              <Comparison assertion={assertion} />
              {options.length > 0 && <Options options={options} plan={plan} />}
              <Findings diagnostics={assertion.diagnostics} />
              {assertion.restsOn.length > 0 && (
                <p class="muted">Rests on replaced values: {assertion.restsOn.join(', ')}</p>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What was expected and what was found; where only a part of a text differs, that part stands out. */
function Comparison({ assertion }: { readonly assertion: AssertionResult }) {
  const [expected, actual] = [expectationWords(assertion), foundWords(assertion)];
  if (expected === undefined && actual === undefined) return null;
  const comparable = assertion.verdict !== 'pass' && expected?.quoted && actual?.quoted;
  const difference = comparable ? differenceOf(shown(expected), shown(actual)) : undefined;
  return (
    <dl class="comparison">
      <div>
        <dt>Expected</dt>
        <dd>
          {difference === undefined ? <Told words={expected} /> : <Differing {...difference} part={difference.one} />}
        </dd>
      </div>
      <div>
        <dt>Found</dt>
        <dd>
          {difference === undefined ? <Told words={actual} /> : <Differing {...difference} part={difference.other} />}
        </dd>
      </div>
    </dl>
  );
}

const shown = ({ text }: Worded): string => valueText(text);

function Told({ words }: { readonly words: Worded | undefined }) {
  if (words === undefined) return <em class="missing">nothing</em>;
  return words.quoted ? <Value value={words.text} /> : <Text value={shown(words)} />;
}

function Differing({ before, part, after }: Pick<Difference, 'before' | 'after'> & { readonly part: string }) {
  return (
    <code>
      <Text value={before} />
      <b class="differs">{part === '' ? '(nothing)' : <Text value={part} />}</b>
      <Text value={after} />
    </code>
  );
}

/** More findings than this belong into results.json. */
const SHOWN_FINDINGS = 50;

/** What was wrong; then, to be opened, what was seen besides and what could not be checked. */
function Findings({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  const wrong = diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const other = diagnostics.filter((found) => !wrong.includes(found));
  return (
    <>
      <FindingList diagnostics={wrong} />
      {other.length > 0 && (
        <details>
          <summary>{counted(other.length, 'further note')}</summary>
          <FindingList diagnostics={other} />
        </details>
      )}
    </>
  );
}

function FindingList({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  if (diagnostics.length === 0) return null;
  const more = diagnostics.length - SHOWN_FINDINGS;
  return (
    <ul class="findings">
      {diagnostics.slice(0, SHOWN_FINDINGS).map((diagnostic) => (
        <Finding diagnostic={diagnostic} />
      ))}
      {more > 0 && <li>and {more} more, all in results.json</li>}
    </ul>
  );
}

function Finding({
  diagnostic: { code, severity, message, hint, location, rule, times = 1 },
}: {
  readonly diagnostic: Diagnostic;
}) {
  const where = placeWords(location);
  return (
    <li>
      <code>{code}</code> <span class="muted">{severity}</span> <Text value={message} />
      {where !== '' && (
        <>
          {' '}
          at <code>{<Text value={where} />}</code>
        </>
      )}
      {times > 1 && ` and ${counted(times - 1, 'place')} more`}
      {hint !== undefined && (
        <p>
          <Text value={hint} />
        </p>
      )}
      {rule !== undefined && (
        <p class="muted">
          Rule:{' '}
          <WebLink url={rule}>
            <Text value={rule} />
          </WebLink>
        </p>
      )}
    </li>
  );
}
