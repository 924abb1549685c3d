import { counted } from '../model/counted.ts';
import type { RunResult } from '../model/result.ts';
import type { Role } from '../model/system-under-test.ts';

const ONE_SYSTEM: Readonly<Record<Role, string>> = {
  provider:
    'It shows how one system answered at one address at one time. Another version, configuration or environment may answer differently.',
  client:
    'It shows what one client sent to our simulator at one time. What its user saw, what it stored and what it would send to another provider is not shown.',
};

/** What a reader must not take a report for: what the run leaves open first, then what no run can show. */
export function limitsOf(result: RunResult): readonly string[] {
  return [...leftOpen(result), ...ALWAYS, ...(hasStatements(result) ? [STATEMENTS] : [])];
}

function leftOpen({ requirements, cases, excluded, notChecked, sut, complete }: RunResult): readonly string[] {
  const untested = requirements.filter(({ verdict }) => verdict === undefined).length;
  const notShown = requirements.filter((one) => one.notShown !== undefined).map(({ id }) => id);
  const unjudged = cases.filter(({ verdict }) => verdict === 'skip' || verdict === 'error').length;
  return [
    ONE_SYSTEM[sut.role],
    ...(complete ? [] : ['The run did not reach its end; what would have come is not known.']),
    ...(excluded.length > 0
      ? [
          `${counted(excluded.length, 'case')} of the suites ${were(excluded.length)} not planned for this run and ${say(excluded.length)} nothing.`,
        ]
      : []),
    ...(unjudged > 0
      ? [
          `${counted(unjudged, 'case')} ${were(unjudged)} skipped or broke and ${say(unjudged)} nothing of what ${unjudged === 1 ? 'it is' : 'they are'} about.`,
        ]
      : []),
    ...(untested > 0 ? [`${counted(untested, 'listed requirement')} had no case in this run.`] : []),
    ...(notShown.length > 0
      ? [`Not shown, though all cases passed, for want of the published profiles: ${notShown.join(', ')}.`]
      : []),
    ...(notChecked > 0
      ? [
          `${counted(notChecked, 'time')} a published rule applied but could not be evaluated; "What was not checked" has the reasons.`,
        ]
      : []),
  ];
}

const were = (count: number): string => (count === 1 ? 'was' : 'were');
const say = (count: number): string => (count === 1 ? 'says' : 'say');

const ALWAYS = [
  'A passed case shows that what it looks at was so. It does not show that the requirement holds in every situation.',
  'A seal shows that nothing was changed since it was made. Whoever holds both the harness and the system could have made up the exchanges; the reviewer decides whom to trust.',
  'Name, version and supplier of the product, the address, the times and what is said of TLS are the word of whoever ran it.',
  'Nothing shows that this was the only run or the first, nor that its cases were chosen before their results were known. A nonce of the reviewer narrows that: the run was made after the nonce was known. A time-stamp shows only the latest moment at which it can have been sealed.',
  'It is no statement on clinical safety, information governance or fitness for live use, and no approval by anyone.',
] as const;

/** Answers of people, and what they attached. */
const hasStatements = ({ cases }: RunResult): boolean =>
  cases.some(
    ({ attachments = [], steps }) => attachments.length > 0 || steps.some(({ attested }) => attested !== undefined),
  );

const STATEMENTS =
  'Answers of people, and who they are, are as they claim, and attachments as they were handed in: nobody has checked either.';
