import type { RunPlan } from '../model/plan.ts';
import type { ClientSide } from '../run/reception.ts';
import { type AskPerson, askPerson } from './ask-person.ts';
import type { Attachments } from './attachments.ts';
import { caseHeadings } from './case-heading.ts';
import type { Context } from './context.ts';
import { Conversation } from './conversation.ts';
import { driveByPerson } from './drive-by-person.ts';

/** The person at the terminal: lets the client do what is asked, and answers what no message shows. */
export interface Person {
  readonly drive: ClientSide['drive'];
  readonly ask: AskPerson;
  readonly leave: () => void;
}

interface Attending {
  readonly attester?: string | undefined;
  readonly attachments: Attachments;
  /** Folder with the certificates with which a client calls us. */
  readonly tls?: string | undefined;
}

export function personAt(
  { stdin, terminal, now }: Context,
  plan: RunPlan,
  { attester, attachments, tls }: Attending,
): Person {
  const conversation = new Conversation(stdin(), terminal.err);
  const { columns } = terminal;
  const heading = caseHeadings(plan, columns);
  const attendance = {
    conversation,
    plan,
    heading,
    attach: (path: string) => attachments.open(path),
    now,
    columns,
    ...(attester !== undefined && { attester }),
  };
  return {
    drive: driveByPerson(attendance, tls),
    ask: askPerson(attendance),
    leave: () => conversation.close(),
  };
}
