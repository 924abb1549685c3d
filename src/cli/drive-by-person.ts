import type { RunPlan } from '../model/plan.ts';
import { isAwaited, type ReceiveStep } from '../model/suite.ts';
import type { ClientSide, DriveOutcome } from '../run/reception.ts';
import { type Attendance, NO_ANSWER } from './ask-person.ts';
import { paragraph } from './case-heading.ts';
import { isWanted, requestWords } from './request-words.ts';
import { printable } from './terminal.ts';
import { clientFilesIn } from './test-certificates.ts';
import { hanging } from './wrap.ts';

/** A person takes longer than a program: time for each request when nothing else is said. */
export const PERSON_WITHIN_MS = 600_000;

/** A person at the terminal is told what to do with the client, and says when it is done. `tls` is the folder with the certificates. */
export function driveByPerson(attendance: Attendance, tls: string | undefined): ClientSide['drive'] {
  const { conversation, plan, heading, columns } = attendance;
  const cases = new Map(plan.cases.map((planned) => [planned.id, planned]));
  return ({ case: id, do: action, with: given, baseUrl, awaited, signal }) =>
    conversation.about(async () => {
      const planned = cases.get(id);
      const facts = [
        ...Object.entries(given).map(([name, value]) => [name, plainly(value)] as const),
        ['provider at', baseUrl] as const,
        ...trustFacts(tls),
      ];
      const width = Math.max(...facts.map(([name]) => name.length));
      conversation.say([
        ...(planned === undefined ? [] : heading(planned)),
        ...paragraph(`In your client, please: ${action}`, columns),
        ...facts.flatMap(([name, value]) =>
          hanging(`    ${printable(name.padEnd(width))}  `, printable(value), columns),
        ),
        ...requestLines('Awaited', planned?.steps.filter(isAwaited).filter(isWanted) ?? [], attendance),
      ]);
      const done = `  Press Enter when the client has done it, or ${NO_ANSWER} to leave it out: `;
      let typed = await conversation.next(done, signal);
      const missing = awaited();
      if (isSaidDone(typed) && missing.length > 0) {
        conversation.say(requestLines('Nothing has come yet of', missing, attendance));
        const again = `  Press Enter again when the client does no more, or ${NO_ANSWER} to leave it out: `;
        typed = await conversation.next(again, signal);
      }
      return outcomeOf(typed);
    });
}

const isSaidDone = (typed: string | undefined): boolean => typed !== undefined && typed !== NO_ANSWER;

function outcomeOf(typed: string | undefined): DriveOutcome {
  if (isSaidDone(typed)) return { way: 'person', output: '' };
  const problem = typed === NO_ANSWER ? 'The person at the terminal left it out' : 'Nobody said that it was done';
  return { way: 'person', output: '', problem, unasked: 'left' };
}

/** What a client needs for TLS with us, as paths of files. */
const trustFacts = (tls: string | undefined): readonly (readonly [name: string, value: string])[] => {
  const { ASSAY_CA: ca, ASSAY_CERT: certificate, ASSAY_KEY: key } = clientFilesIn(tls);
  const facts = [['to be trusted', ca] as const, ['to be shown', certificate] as const, ['with its key', key] as const];
  return facts.flatMap(([name, path]) => (path === undefined ? [] : [[name, path] as const]));
};

const requestLines = (lead: string, steps: readonly ReceiveStep[], { plan, columns }: Attendance): readonly string[] =>
  steps.length === 0 ? [] : paragraph(`${lead}: ${wordsOf(steps, plan)}`, columns);

const wordsOf = (steps: readonly ReceiveStep[], plan: RunPlan): string =>
  steps.map((step) => requestWords(step, plan)).join(', then ');

const plainly = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
