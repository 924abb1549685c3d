import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunPlan } from '../model/plan.ts';
import { choicesOf } from '../model/question.ts';
import { type AnswerForm, isAttested } from '../model/suite.ts';
import type { Answer, Asked } from '../run/io.ts';
import { type CaseHeading, paragraph } from './case-heading.ts';
import type { Conversation } from './conversation.ts';
import { printable } from './terminal.ts';

/** Typed for a question that cannot be answered. */
export const NO_ANSWER = '-';

/** A person who attends a run at the terminal. */
export interface Attendance {
  readonly conversation: Conversation;
  readonly plan: RunPlan;
  readonly heading: CaseHeading;
  /** Who answers; asked for when it is not known. */
  readonly attester?: string;
  /** Opens a file that is to be attached; gives what keeps it from being. */
  readonly attach: (path: string) => Promise<Diagnostic | undefined>;
  readonly now: () => Date;
  readonly columns: number;
}

/** What a person says at the terminal; attached are paths of files. */
interface Spoken extends Omit<Answer, 'attachments'> {
  readonly attachments?: readonly string[];
}

export type AskPerson = (asked: Asked) => Promise<Spoken | undefined>;

/** Puts the questions of a run to the person at the terminal. */
export function askPerson(attendance: Attendance): AskPerson {
  const { conversation, now } = attendance;
  let by = attendance.attester;
  return (asked) =>
    conversation.about(async () => {
      conversation.say(questionLines(asked, attendance));
      const answer = await answerTo(asked, conversation);
      if (answer === undefined) return undefined;
      const note = await conversation.next('  Note, or Enter for none: ', asked.signal);
      by ??= await nameOf(asked, conversation);
      if (by === undefined) return undefined;
      const attachments = await attachedTo(asked, attendance);
      return {
        answer,
        by,
        at: now().toISOString(),
        way: 'asked',
        ...(note !== undefined && note !== '' && { note }),
        ...(attachments.length > 0 && { attachments }),
      };
    });
}

function questionLines({ planned, step }: Asked, { heading, columns }: Attendance): readonly string[] {
  const questions = planned.steps.filter(isAttested);
  const place = questions.length === 1 ? [] : [`  Question ${questions.indexOf(step) + 1} of ${questions.length}`];
  const choices = step.attest.answer === 'yes-no' ? [] : (choicesOf(step.attest.answer) ?? []);
  return [
    ...heading(planned),
    ...place,
    ...paragraph(step.attest.ask, columns),
    ...choices.map((choice, index) => `    ${index + 1}  ${printable(choice)}`),
  ];
}

/** Asked until it is answered in its form; undefined when it cannot be answered. */
async function answerTo({ step, signal }: Asked, conversation: Conversation): Promise<Answer['answer'] | undefined> {
  const { answer: form } = step.attest;
  for (;;) {
    const typed = await conversation.next(`  ${promptFor(form)}, or ${NO_ANSWER} if you cannot say: `, signal);
    if (typed === undefined || typed === NO_ANSWER) return undefined;
    const answer = answerIn(typed, form);
    if (answer !== undefined) return answer;
  }
}

function promptFor(form: AnswerForm): string {
  switch (form) {
    case 'yes-no':
      return 'y for yes, n for no';
    case 'text':
      return 'Your answer';
    case 'number':
      return 'A number';
    default:
      return `1 to ${form.length}`;
  }
}

/** What was typed as an answer in its form; undefined when it is none. */
function answerIn(typed: string, form: AnswerForm): Answer['answer'] | undefined {
  switch (form) {
    case 'yes-no':
      return ['yes', 'no'].find((word) => typed !== '' && word.startsWith(typed.toLowerCase()));
    case 'text':
      return typed === '' ? undefined : typed;
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(typed) ? Number(typed) : undefined;
    default:
      return form.find((choice, index) => typed === String(index + 1) || typed === choice);
  }
}

/** Files that show it, one after another; what cannot be attached is told, and asked for again. */
async function attachedTo({ signal }: Asked, { conversation, attach }: Attendance): Promise<readonly string[]> {
  const attached: string[] = [];
  for (;;) {
    const path = await conversation.next('  A file to attach, or Enter for no more: ', signal);
    if (path === undefined || path === '') return attached;
    const problem = await attach(path);
    if (problem === undefined) attached.push(path);
    else conversation.say([`  ${printable(problem.message)}`]);
  }
}

async function nameOf({ signal }: Asked, conversation: Conversation): Promise<string | undefined> {
  for (;;) {
    const name = await conversation.next('  Your name, which the evidence gives with your answers: ', signal);
    if (name !== '') return name;
  }
}
