import type { RunPlan } from '../model/plan.ts';
import type { Io } from '../run/io.ts';
import type { ClientSide } from '../run/reception.ts';
import { askPerson } from './ask-person.ts';
import { caseHeadings } from './case-heading.ts';
import type { Context } from './context.ts';
import { Conversation } from './conversation.ts';
import { driveByPerson } from './drive-by-person.ts';

/** The person at the terminal: lets the client do what is asked, and answers what no message shows. */
export interface Person {
  readonly drive: ClientSide['drive'];
  readonly ask: NonNullable<Io['ask']>;
  readonly leave: () => void;
}

export function personAt({ stdin, terminal, now }: Context, plan: RunPlan, attester: string | undefined): Person {
  const conversation = new Conversation(stdin(), terminal.err);
  const { columns } = terminal;
  const heading = caseHeadings(plan, columns);
  const attendance = { conversation, plan, heading, now, columns, ...(attester !== undefined && { attester }) };
  return {
    drive: driveByPerson(attendance),
    ask: askPerson(attendance),
    leave: () => conversation.close(),
  };
}
