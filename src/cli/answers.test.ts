import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerForm, AttestStep, TestSuite } from '../model/suite.ts';
import { type Answers, answersText, checkAnswers, readAnswers } from './answers.ts';

const SOURCE = { file: 'a.suite.yaml', line: 1, column: 1 };
const asking = (id: string, answer: AnswerForm): AttestStep => ({
  kind: 'attest',
  id,
  attest: { ask: 'Is it so?', answer },
  expect: [],
  printed: [],
  capture: {},
  mutate: [],
  lease: {},
  source: SOURCE,
});
const SUITE: TestSuite = {
  id: 'a/one',
  title: 'One',
  api: 'a',
  role: 'client',
  source: SOURCE,
  cases: [
    {
      id: 'ONE',
      title: 'One',
      polarity: 'positive',
      verifies: [],
      tags: [],
      uses: {},
      steps: [
        asking('told', 'yes-no'),
        asking('counted', 'number'),
        asking('said', 'text'),
        asking('which', ['red', 'green']),
      ],
      act: 'told',
      source: SOURCE,
    },
  ],
};
const SUT = { role: 'client', baseUrl: 'http://127.0.0.1:1', name: 'Pathways', version: '7' } as const;
const ANSWER = { case: 'ONE', step: 'told', answer: 'yes', by: 'Ada Marsh', at: '2026-11-21T18:00:00.000Z' };
const NOW = new Date('2026-11-21T19:00:00Z');

describe('a file of answers', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-answers-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function read(text: string) {
    await writeFile(join(folder, 'answers.yaml'), text);
    return readAnswers('answers.yaml', folder);
  }

  /** What is wrong with it, and where. */
  async function problems(
    text: string,
    sut: typeof SUT | { readonly version: string } = SUT,
  ): Promise<readonly string[]> {
    const answers = await read(text);
    const found =
      'problems' in answers
        ? answers.problems
        : checkAnswers(answers, { suites: [SUITE], sut: { ...SUT, ...sut }, now: NOW });
    return found.map(({ code, location }) => `${code} ${location?.source?.line ?? ''}`);
  }

  const written = (...answers: readonly object[]): string =>
    `system: { name: Pathways, version: "7" }\nanswers:\n${answers.map((one) => `  - ${JSON.stringify(one)}\n`).join('')}`;

  it('is read as it was written', async () => {
    const given: Answers['given'] = [ANSWER, { ...ANSWER, step: 'counted', answer: 2, note: 'by "hand": #2' }];
    const answers = await read(answersText(SUT, given));
    assert.ok('given' in answers);
    assert.deepEqual(answers.given, given);
    assert.deepEqual(await problems(answersText(SUT, given)), []);
  });

  it('answers questions that there are', async () => {
    assert.deepEqual(await problems(written(ANSWER, { ...ANSWER, case: 'TWO' })), ['UNKNOWN_CASE 4']);
    assert.deepEqual(await problems(written({ ...ANSWER, step: 'tolled' })), ['UNKNOWN_STEP 3']);
  });

  it('answers each once', async () => {
    assert.deepEqual(await problems(written(ANSWER, { ...ANSWER, answer: 'no' })), ['DUPLICATE_ID 4']);
  });

  for (const [step, good, bad] of [
    ['told', 'no', 'maybe'],
    ['counted', 3, '3'],
    ['said', 'three', 3],
    ['which', 'red', 'blue'],
  ] as const) {
    it(`answers "${step}" in its form`, async () => {
      assert.deepEqual(await problems(written({ ...ANSWER, step, answer: good })), []);
      assert.deepEqual(await problems(written({ ...ANSWER, step, answer: bad })), ['WRONG_VALUE 3']);
    });
  }

  it('has nothing of the future', async () => {
    assert.deepEqual(await problems(written({ ...ANSWER, at: '2026-11-21T19:00:01Z' })), ['WRONG_VALUE 3']);
  });

  it('is about the system under test, in its version', async () => {
    assert.deepEqual(await problems(written(ANSWER), { version: '8' }), ['WRONG_VALUE 1']);
    assert.deepEqual(await problems(`system: {}\nanswers: [${JSON.stringify(ANSWER)}]`), [
      'WRONG_VALUE 1',
      'WRONG_VALUE 1',
    ]);
  });

  it('says who answered, when, and nothing else', async () => {
    const { by: _, ...unsigned } = ANSWER;
    assert.deepEqual(await problems(written(unsigned)), ['MISSING_KEY 3']);
    assert.deepEqual(await problems(written({ ...ANSWER, mood: 'good' })), ['UNKNOWN_KEY 3']);
    assert.deepEqual(await problems(written({ ...ANSWER, at: 'yesterday' })), ['WRONG_VALUE 3']);
    assert.deepEqual(await problems('answers: ['), ['YAML_SYNTAX 1']);
    assert.deepEqual(await problems('answers: []'), ['MISSING_KEY 1']);
  });

  it('must be there', async () => {
    const answers = await readAnswers('nowhere.yaml', folder);
    assert.ok('problems' in answers);
    assert.deepEqual(
      answers.problems.map(({ code }) => code),
      ['FILE_NOT_FOUND'],
    );
  });
});
