import { isError } from '../../model/diagnostic.ts';
import { duration, instant } from '../numbers.ts';
import type { ReportInput } from '../report-format.ts';
import { timeWords } from '../run-facts.ts';
import { verdictHeading, verdictSentence } from '../verdict-sentence.ts';
import { sentence } from '../words.ts';
import { Text } from './text.tsx';

/** The answer to "and?", and right beside it what keeps it from being one. */
export function VerdictSection({ input: { result, plan } }: { readonly input: ReportInput }) {
  const { verdict, startedAt, finishedAt, preflight, notForSubmission, stages } = result;
  const took = finishedAt && duration(Date.parse(finishedAt) - Date.parse(startedAt));
  return (
    <>
      <section class={`verdict ${verdict}`} aria-labelledby="verdict">
        <h2 id="verdict">{verdictHeading(result)}</h2>
        <p class="sentence">
          {verdictSentence(result)} {verdict !== 'pass' && <a href="#missed">What did not pass</a>}
        </p>
        {preflight.problems.filter(isError).map(({ message }) => (
          <p>
            <Text value={sentence(message)} />
          </p>
        ))}
        {stages.length > 0 && (
          <p>
            {stages.map(({ title, complete }) => (
              <span class="stage">
                Complete for <Text value={title} />: <strong>{complete ? 'yes' : 'no'}</strong>
              </span>
            ))}
            {stages.some(({ complete }) => !complete) && <a href="#stages">What is missing</a>}
          </p>
        )}
        <p>
          Run on {instant(startedAt)}
          {took === undefined ? '' : `, in ${took}`}; {timeWords(plan)}
        </p>
      </section>
      {notForSubmission.length > 0 && (
        <section class="callout warning" aria-labelledby="not-for-submission">
          <h2 id="not-for-submission">Not for submission</h2>
          <ul>
            {notForSubmission.map((reason) => (
              <li>
                <Text value={sentence(reason)} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
