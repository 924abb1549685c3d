import type { Attachment } from '../model/attachment.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Io } from '../run/io.ts';
import { type Answers, answersText } from './answers.ts';
import type { AskPerson } from './ask-person.ts';

interface Answering {
  readonly beforehand: Answers['given'];
  /** Absent when there is nobody. */
  readonly person?: AskPerson;
  /** Given all answers so far, as the text of a file, whenever there is a new one: an interrupted run loses none. */
  readonly keep: (text: string) => void;
  /** Puts a file into the evidence that was opened before. */
  readonly store: (path: string) => Attachment | undefined;
}

/** Answers by what was given beforehand, and where that says nothing by a person. */
export function answering(plan: RunPlan, { beforehand, person, keep, store }: Answering): NonNullable<Io['ask']> {
  const known = [...beforehand];
  const stored = (paths: readonly string[]) => paths.flatMap((path) => store(path) ?? []);
  return async (asked) => {
    const { planned, step } = asked;
    const before = beforehand.find((one) => one.case === planned.id && one.step === step.id);
    if (before !== undefined) {
      const { case: _, step: __, attachments = [], ...statement } = before;
      return { ...statement, way: 'beforehand', attachments: stored(attachments) };
    }
    if (person === undefined) return 'nobody-there';
    const answer = await person(asked);
    if (answer === undefined) return undefined;
    const { way, ...statement } = answer;
    known.push({ case: planned.id, step: step.id, ...statement });
    keep(answersText(plan.sut, known));
    return { ...answer, attachments: stored(answer.attachments ?? []) };
  };
}
