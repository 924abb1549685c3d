import type { RunPlan } from '../model/plan.ts';
import { isAwaited, type ReceiveStep } from '../model/suite.ts';
import type { ClientSide } from '../run/reception.ts';
import type { Attendance } from './ask-person.ts';
import { paragraph } from './case-heading.ts';
import { printable } from './terminal.ts';

/** A person takes longer than a program: time for each request when nothing else is said. */
export const PERSON_WITHIN_MS = 600_000;

/** A person at the terminal is told what to do with the client, and says when it is done. */
export function driveByPerson({ conversation, plan, heading, columns }: Attendance): ClientSide['drive'] {
  const cases = new Map(plan.cases.map((planned) => [planned.id, planned]));
  return ({ case: id, do: action, with: given, baseUrl, signal }) =>
    conversation.about(async () => {
      const planned = cases.get(id);
      const facts = [
        ...Object.entries(given).map(([name, value]) => [name, plainly(value)] as const),
        ['provider at', baseUrl] as const,
      ];
      const width = Math.max(...facts.map(([name]) => name.length));
      const awaited = planned?.steps.filter(isAwaited).filter(isWanted) ?? [];
      conversation.say([
        ...(planned === undefined ? [] : heading(planned)),
        `  In your client, please: ${printable(action)}`,
        ...facts.map(([name, value]) => `    ${printable(name.padEnd(width))}  ${printable(value)}`),
        ...(awaited.length === 0
          ? []
          : paragraph(`Awaited: ${awaited.map((step) => requestWords(step, plan)).join(', then ')}`, columns)),
      ]);
      const done = await conversation.next('  Press Enter when the client has done it: ', signal);
      return { way: 'person', output: '', ...(done === undefined && { problem: 'Nobody said that it was done' }) };
    });
}

/** What may come a number of times need not, and some of it must not. */
const isWanted = ({ receive }: ReceiveStep): boolean => receive.atMost === undefined;

function requestWords({ receive: { interaction } }: ReceiveStep, { api }: RunPlan): string {
  const { method = '', path = '', title = interaction } = api.interactions[interaction] ?? {};
  return `${title} (${method} ${path.replaceAll(/\$\{[^}]*\}/g, '[id]')})`;
}

const plainly = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
