import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Attested, Statement } from '../model/attested.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { choicesOf } from '../model/question.ts';
import { type AnswerForm, type AttestStep, isAttested, type TestSuite } from '../model/suite.ts';
import type { SystemUnderTest } from '../model/system-under-test.ts';
import { compileSchema } from '../schema/compile.ts';
import { diagnosticsOf, type Locate } from '../schema/problem.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { hintFor } from '../schema/suggestion.ts';
import { readNamed } from './named-file.ts';

/** An answer that was given before the run. */
export interface GivenAnswer extends Pick<Attested, 'case' | 'step'>, Statement {
  /** Paths of files that belong to it, from the folder in which assay runs. */
  readonly attachments?: readonly string[];
}

/** A file of answers: about which system, and which. */
interface AnswersFile {
  readonly system: { readonly name?: string | null; readonly version?: string | null };
  readonly answers: readonly GivenAnswer[];
}

/** Ending of the file beside the folder of a run that has its answers. */
export const ANSWERS = '.answers.yaml';

const text = { type: 'string', minLength: 1 } as const;

/** JSON Schema of a file of answers. */
export const ANSWERS_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Assay answers',
  type: 'object',
  required: ['system', 'answers'],
  additionalProperties: false,
  properties: {
    system: {
      type: 'object',
      additionalProperties: false,
      properties: { name: { type: ['string', 'null'] }, version: { type: ['string', 'null'] } },
    },
    answers: {
      type: 'array',
      items: {
        type: 'object',
        required: ['case', 'step', 'answer', 'by', 'at'],
        additionalProperties: false,
        properties: {
          case: text,
          step: text,
          answer: { type: ['string', 'number'] },
          note: text,
          attachments: { type: 'array', items: text },
          by: text,
          at: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' },
        },
      },
    },
  },
} as const satisfies JsonObject;

/** What was answered beforehand, with the means to say where it stands. */
export interface Answers {
  readonly system: AnswersFile['system'];
  readonly given: readonly GivenAnswer[];
  readonly locate: Locate;
}

/** Reads a file of answers; its findings are located in it. */
export async function readAnswers(
  file: string,
  cwd: string,
): Promise<Answers | { readonly problems: readonly Diagnostic[] }> {
  const read = await readNamed(file, cwd);
  if ('problem' in read) return { problems: [read.problem] };
  const { value, locate, diagnostics } = readYaml(file, read.bytes);
  const problems = value === undefined ? [] : diagnosticsOf(compileSchema(ANSWERS_SCHEMA)(value), locate);
  if (value === undefined || diagnostics.length + problems.length > 0)
    return { problems: [...diagnostics, ...problems] };
  // The schema has said that it has this shape.
  const { system, answers } = value as unknown as AnswersFile;
  const given = answers.map((answer) => ({ ...answer, at: new Date(answer.at).toISOString() }));
  return { system, given, locate };
}

/** The file of answers that a run begins with: the one that is named, or that of the run that it goes on with. */
export function answersNamed(
  { answers, resume }: { readonly answers?: string; readonly resume?: string },
  cwd: string,
): string | undefined {
  if (answers !== undefined || resume === undefined) return answers;
  const kept = `${resume.replace(/[/\\]+$/, '')}${ANSWERS}`;
  return existsSync(resolve(cwd, kept)) ? kept : undefined;
}

/** What is wrong with answers for a run of these suites: about another system, to no question, in another form, twice, or from the future. */
export function checkAnswers(
  { system, given, locate }: Answers,
  { suites, sut, now }: { readonly suites: readonly TestSuite[]; readonly sut: SystemUnderTest; readonly now: Date },
): readonly Diagnostic[] {
  const cases = new Map(suites.flatMap((suite) => suite.cases.map((test) => [test.id, test] as const)));
  const wrong = (code: Diagnostic['code'], pointer: string, message: string, hint?: string): Diagnostic => ({
    code,
    severity: 'error',
    message,
    ...(hint !== undefined && { hint }),
    location: { pointer, source: locate(pointer) },
  });
  const ofAnother = (['name', 'version'] as const).filter(
    (fact) => given.length > 0 && (system[fact] ?? undefined) !== sut[fact],
  );
  const seen = new Set<string>();
  return [
    ...ofAnother.map((fact) =>
      wrong(
        'WRONG_VALUE',
        `/system/${fact}`,
        `The answers are about ${fact} "${system[fact] ?? ''}", and the run is about "${sut[fact] ?? ''}"`,
        OF_ANOTHER,
      ),
    ),
    ...given.flatMap(({ case: id, step: name, answer, at }, index): readonly Diagnostic[] => {
      const place = `/answers/${index}`;
      const test = cases.get(id);
      if (test === undefined)
        return [wrong('UNKNOWN_CASE', `${place}/case`, `There is no case "${id}"`, hintFor(id, cases.keys()))];
      const steps = test.steps.filter(isAttested);
      const step = steps.find((one) => one.id === name);
      if (step === undefined) {
        const hint = hintFor(
          name,
          steps.map((one) => one.id),
        );
        return [wrong('UNKNOWN_STEP', `${place}/step`, `${id} asks nothing in a step "${name}"`, hint)];
      }
      const twice = seen.has(`${id} ${name}`);
      seen.add(`${id} ${name}`);
      return [
        ...(twice ? [wrong('DUPLICATE_ID', `${place}/step`, `${id}, ${name} is answered twice`)] : []),
        ...(fits(answer, step)
          ? []
          : [wrong('WRONG_VALUE', `${place}/answer`, `It must be ${formWords(step.attest.answer)}`)]),
        ...(new Date(at) > now ? [wrong('WRONG_VALUE', `${place}/at`, 'It was not answered yet')] : []),
      ];
    }),
  ];
}

const OF_ANOTHER =
  'An answer says something of the version that somebody has seen: ask again, or write down who has looked again and when.';

function fits(answer: Statement['answer'], { attest: { answer: form } }: AttestStep): boolean {
  const choices = choicesOf(form);
  return choices === undefined
    ? (form === 'number') === (typeof answer === 'number')
    : choices.includes(String(answer));
}

function formWords(form: AnswerForm): string {
  const choices = choicesOf(form);
  return choices === undefined ? `a ${String(form)}` : `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`;
}

/** A file of answers as it is read again. JSON is YAML as well. */
export const answersText = ({ name, version }: SystemUnderTest, answers: readonly GivenAnswer[]): string =>
  `# What was answered in a run of Assay. Who names this file with --answers is not asked again.
system: ${JSON.stringify({ name: name ?? null, version: version ?? null })}
answers:
${answers.map((answer) => `  - ${JSON.stringify(answer)}\n`).join('')}`;
