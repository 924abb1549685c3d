import assert from 'node:assert/strict';
import { carriedOut } from '../../fixtures/run/carried-out.ts';
import { ioWithoutEvidence } from '../../fixtures/run/io-without-evidence.ts';
import { interfaceOf, plannedOf, sound } from '../../fixtures/run/planned.ts';
import { rejudge } from '../evidence/replay/rejudge.ts';
import { createValidator } from '../fhir/validator.ts';
import type { JournalEvent, JournalLine } from '../model/event.ts';
import type { RunPlan, Selection } from '../model/plan.ts';
import type { Answer, Asked, Io } from './io.ts';
import { type DriveOutcome, Reception } from './reception.ts';

const API = `
api: a
title: An interface
version: "1"
fhir: stu3
values: { name: Amber }
sources: { s: { title: S, url: "https://example.org/" } }
interactions: { find: { title: Find, method: GET, path: /Slot } }
`;

const suite = (steps: string, drive = ''): string => `
suite: a/one
title: One
api: a
role: client
tests:
  - id: ONE
    title: Tells what is the matter
    polarity: positive
    verifies: [R]
    ${drive}
    steps:
${steps}
    act: told
`;

const QUESTIONS = suite(`
      - id: told
        attest: { ask: Is the user told?, answer: yes-no }
        expect: [{ answer: { equals: yes } }]
      - id: counted
        attest: { ask: How many lines has the log?, answer: number }
        expect: [{ answer: { in: [1, 2] } }]`);

const PRINTED = suite(
  `
      - id: told
        attest: { ask: Is the user told without a code?, answer: yes-no }
        expect: [{ answer: { equals: yes } }]
        printed:
          - driven: { exit: 1 }
          - driven: { shown: { lacks: "[0-9]{3}" } }
          - driven: { logged: { contains: "\${values.name}" } }`,
  'drive: { do: find }',
);

const VALIDATOR = createValidator('stu3');

const load = (text: string) => interfaceOf({ 'api.yaml': API, 'one.suite.yaml': text });

const planned = (text: string, selection: Partial<Selection> = {}): RunPlan =>
  plannedOf(sound(load(text)), { role: 'client', baseUrl: 'http://127.0.0.1:1' }, selection);

const said = (answer: Answer['answer']): Answer => ({
  answer,
  by: 'Ada Marsh',
  at: '2026-11-21T18:00:00.000Z',
  way: 'asked',
});

type Ask = (asked: Asked) => Promise<Answer | undefined>;

interface World {
  readonly ask?: Ask;
  readonly driven?: DriveOutcome;
  readonly redact?: (text: string) => string;
  readonly interrupt?: AbortController;
}

async function run(plan: RunPlan, { ask, driven, redact, interrupt }: World) {
  const asked: string[] = [];
  const io: Io = {
    ...ioWithoutEvidence('http://127.0.0.1:1', interrupt?.signal),
    redact: (data) => (redact ? JSON.parse(redact(JSON.stringify(data))) : data),
    ...(ask && {
      ask: (one) => {
        asked.push(one.step.id);
        return ask(one);
      },
    }),
  };
  const { events } = await carriedOut(plan, io, {
    validator: VALIDATOR,
    client: { reception: new Reception(), drive: async () => driven ?? { way: 'nobody', output: '' } },
  });
  const lines = events.map((event, seq): JournalLine => ({ seq, at: '', prev: '', event }));
  const again = rejudge({ plan, validator: VALIDATOR }, lines, new Map());
  return { events, asked, again: again.lines.map(({ event }) => event), findings: again.findings };
}

const verdictsOf = (events: readonly JournalEvent[]) =>
  events.flatMap((event) =>
    event.type === 'step-judged' ? [[event.step, ...event.assertions.map(({ verdict }) => verdict)]] : [],
  );
const endOf = (events: readonly JournalEvent[]) =>
  events.flatMap((event) => (event.type === 'case-finished' ? [event.verdict, event.skipReason] : []));

describe('questions to a person', () => {
  it('are asked in order; the answers are recorded with who gave them and when, and judged', async () => {
    const { events, asked, again } = await run(planned(QUESTIONS), {
      ask: async ({ step }) => said(step.id === 'told' ? 'yes' : 2),
    });
    assert.deepEqual(asked, ['told', 'counted']);
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'attested' ? [event] : [])),
      [
        { type: 'attested', case: 'ONE', step: 'told', ...said('yes') },
        { type: 'attested', case: 'ONE', step: 'counted', ...said(2) },
      ],
    );
    assert.deepEqual(endOf(events), ['pass', undefined]);
    assert.ok(!events.some(({ type }) => type === 'driven'));
    assert.deepEqual(again, events);
  });

  it('fail by another answer than is expected, and nobody is asked more', async () => {
    const { events, asked, again } = await run(planned(QUESTIONS), { ask: async () => said('no') });
    assert.deepEqual([asked, verdictsOf(events)], [['told'], [['told', 'fail']]]);
    assert.deepEqual(endOf(events), ['fail', undefined]);
    assert.deepEqual(again, events);
  });

  for (const [who, ask] of [
    ['is not there', undefined],
    ['says nothing', async () => undefined],
  ] as const) {
    it(`are skipped, and never passed, when a person ${who}`, async () => {
      const { events, again } = await run(planned(QUESTIONS), ask ? { ask } : {});
      assert.deepEqual(verdictsOf(events), [['told', 'skip']]);
      assert.deepEqual(endOf(events), ['skip', 'unattested']);
      assert.deepEqual(again, events);
    });
  }

  it('are not judged again to have an answer that nobody gave', async () => {
    const { events } = await run(planned(QUESTIONS), { ask: async () => said('yes') });
    const plan = planned(QUESTIONS);
    const silent = events.filter(({ type }) => type !== 'attested');
    const lines = silent.map((event, seq): JournalLine => ({ seq, at: '', prev: '', event }));
    const { lines: again } = rejudge({ plan, validator: VALIDATOR }, lines, new Map());
    assert.notEqual(endOf(again.map(({ event }) => event))[0], 'pass');
  });

  it('end the case as interrupted when the run is', async () => {
    const interrupt = new AbortController();
    const { events } = await run(planned(QUESTIONS), {
      interrupt,
      ask: async ({ step }) => {
        if (step.id === 'told') return said('yes');
        interrupt.abort();
        return undefined;
      },
    });
    assert.deepEqual(endOf(events), ['skip', 'interrupted']);
    assert.equal(events.filter(({ type }) => type === 'attested').length, 1);
  });

  it('are left out by a run that has nobody to answer, with the reason', () => {
    assert.throws(() => planned(QUESTIONS, { unattended: true }), /NOTHING_SELECTED/);
    const two = `${QUESTIONS}${PRINTED.slice(PRINTED.indexOf('  - id')).replace('ONE', 'TWO')}`;
    const plan = planned(two, { unattended: true, prints: true });
    assert.deepEqual(plan.excluded, [{ id: 'ONE', suite: 'a/one', reason: 'unattended' }]);
    assert.deepEqual(
      plan.cases.map(({ id }) => id),
      ['TWO'],
    );
  });

  it('rest on what was redacted where that changes their verdict, and only there', async () => {
    const { events, again, findings } = await run(
      planned(
        suite(`
      - id: told
        attest: { ask: What does it say?, answer: text }
        expect: [{ answer: { contains: Ferncastle } }, { answer: { contains: is } }]`),
      ),
      { ask: async () => said('This is Ferncastle'), redact: (text) => text.replaceAll('Ferncastle', 'Redacted-1') },
    );
    const [judged] = events.flatMap((event) => (event.type === 'step-judged' ? [event.assertions] : []));
    assert.deepEqual(
      judged?.map(({ verdict, restsOn }) => [verdict, ...restsOn]),
      [['pass', 'answer of told'], ['pass']],
    );
    assert.ok(!JSON.stringify(events).includes('Ferncastle is') && endOf(again)[0] === 'pass');
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['RESTS_ON_REDACTED'],
    );
  });
});

describe('what a client prints', () => {
  const driven: DriveOutcome = { way: 'command', exitCode: 1, output: 'The time has gone.\n', log: '{"id":"Amber"}' };

  it('is looked at in the place of a person, where the configuration says that it can be', async () => {
    const { events, asked, again } = await run(planned(PRINTED, { prints: true }), {
      driven,
      ask: () => assert.fail('Nobody is to be asked'),
    });
    assert.deepEqual([asked, verdictsOf(events)], [[], [['told', 'pass', 'pass', 'pass']]]);
    assert.deepEqual(again, events);
  });

  it('fails by its exit code, by what the user was shown, and by what was logged', async () => {
    const { events, again } = await run(planned(PRINTED, { prints: true }), {
      driven: { way: 'command', exitCode: 0, output: 'Error 422' },
    });
    assert.deepEqual(verdictsOf(events), [['told', 'fail', 'fail', 'fail']]);
    assert.deepEqual(again, events);
  });

  it('fails without an exit code', async () => {
    const { events } = await run(planned(PRINTED, { prints: true }), {
      driven: { way: 'command', output: 'The time has gone', log: 'Amber', problem: 'It was stopped' },
    });
    assert.deepEqual(verdictsOf(events), [['told', 'fail', 'pass', 'pass']]);
  });

  it('is an error where what was not kept might decide it, and passes where what was kept does', async () => {
    const { events, again } = await run(planned(PRINTED, { prints: true }), {
      driven: { way: 'command', exitCode: 1, output: 'The time has gone', log: 'Amber', cut: ['output', 'log'] },
    });
    assert.deepEqual(verdictsOf(events), [['told', 'pass', 'error', 'pass']]);
    assert.deepEqual(again, events);
  });

  it('is not relied on otherwise: a person is asked', async () => {
    const { events, asked } = await run(planned(PRINTED), { driven, ask: async () => said('no') });
    assert.deepEqual([asked, endOf(events)], [['told'], ['fail', undefined]]);
  });

  it('rests on what was redacted', async () => {
    const { events } = await run(planned(PRINTED, { prints: true }), {
      driven,
      redact: (text) => text.replaceAll('Amber', 'Redacted-1'),
    });
    const [recorded] = events.flatMap((event) => (event.type === 'driven' ? [event] : []));
    assert.deepEqual([recorded?.log, recorded?.replaced], ['{"id":"Redacted-1"}', ['log']]);
    const judged = events.flatMap((event) => (event.type === 'step-judged' ? event.assertions : []));
    assert.deepEqual(judged.at(-1)?.restsOn, ['log of the client']);
  });
});

describe('a step that asks a person', () => {
  const codes = (steps: string, drive = ''): readonly string[] =>
    load(suite(steps, drive)).diagnostics.map(({ code, location }) => `${code} ${location?.source?.line}`);
  const ask = 'attest: { ask: Is it so?, answer: yes-no }';

  it('expects something of the answer', () => {
    assert.deepEqual(codes(`      - { id: told, ${ask} }`), ['MISSING_KEY 13']);
    assert.deepEqual(codes(`      - { id: told, ${ask}, expect: [{ header: { name: A, equals: b } }] }`), [
      'WRONG_VALUE 13',
    ]);
  });

  it('expects an answer that can be given', () => {
    assert.deepEqual(codes(`      - { id: told, ${ask}, expect: [{ answer: { equals: maybe } }] }`), [
      'WRONG_VALUE 13',
    ]);
    const number = 'attest: { ask: How many?, answer: number }';
    assert.deepEqual(codes(`      - { id: told, ${number}, expect: [{ answer: { in: [1, "2"] } }] }`), [
      'WRONG_VALUE 13',
    ]);
    const choice = 'attest: { ask: Which?, answer: [red, green] }';
    assert.deepEqual(codes(`      - { id: told, ${choice}, expect: [{ answer: { equals: red } }] }`), []);
  });

  it('comes last', () => {
    const asking = `      - { id: told, ${ask}, expect: [{ answer: { equals: yes } }] }`;
    assert.deepEqual(codes(`${asking}\n      - { id: find, receive: { interaction: find } }`), ['WRONG_VALUE 14']);
  });

  it('has nothing printed to look at when the client is not driven, and looks there at nothing else', () => {
    const printed = (what: string) =>
      `      - { id: told, ${ask}, expect: [{ answer: { equals: yes } }], printed: [${what}] }`;
    assert.deepEqual(codes(printed('{ driven: { exit: 0 } }')), ['WRONG_VALUE 13']);
    assert.deepEqual(codes(printed('{ driven: { exit: 0 } }'), 'drive: { do: find }'), []);
    assert.deepEqual(codes(printed('{ answer: { equals: yes } }'), 'drive: { do: find }'), ['WRONG_VALUE 13']);
  });

  it('is the only one that looks at what was said', () => {
    const find = (expected: string) =>
      `      - { id: told, receive: { interaction: find }, expect: [{ ${expected} }] }`;
    assert.deepEqual(codes(find('answer: { equals: yes }')), ['WRONG_VALUE 13']);
    assert.deepEqual(codes(find('driven: { exit: 0 }')), ['WRONG_VALUE 13']);
  });
});
