import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TestCase } from '../model/suite.ts';
import { loadApi } from './load-api.ts';

const API = `
api: a
title: An interface
version: "1"
fhir: stu3
sources: { s: { title: S, url: https://example.org/ } }
values: { service: "1", patient: { name: Ada } }
headers: { json: { Accept: application/fhir+json, X-Id: "\${uuid.request}" } }
tokens: { plain: { header: { alg: none }, claims: { scope: "\${interaction.scope}", iat: "\${now | epoch}" } } }
interactions:
  search: { title: Search, method: GET, path: /Slot, headers: [json], token: plain, facts: { scope: slots } }
  book: { title: Book, method: POST, path: /Appointment, headers: [json] }
  read: { title: Read, method: GET, path: "/Appointment/\${booked}" }
fragments:
  found:
    - { id: find, send: { interaction: search }, expect: [{ status: [{ is: 200, cite: s }] }], lease: { slot: entry.resource } }
  booked:
    - { given: [found] }
    - { id: first, send: { interaction: book, body: body.json }, capture: { booked: { pointer: /id } } }
checks:
  refused: [{ status: [{ is: 400, cite: s }] }, { use: explained }]
  explained: [{ outcome: { severity: error } }]
probes:
  appointment: { title: The appointment, send: { interaction: read }, fhirpath: status }
`;

const POSITIVE = `
  - id: A-01
    title: Books
    polarity: positive
    verifies: [R]
    uses: { slot: lease }
    given: [found]
    steps:
      - id: book
        send: { interaction: book, body: body.json }
        mutate: [{ in: body, add: /note, value: kept }]
        expect: [{ status: [{ is: 201, cite: s }] }]
        capture: { id: { fhirpath: id } }
        deadline: 20s
      - id: later
        send: { interaction: search }
    act: book
`;

const TEXT = new TextEncoder();

function load(tests: string, body = '{ "slot": "${slot.id}", "id": "${uuid.document}" }') {
  const suite = `suite: a/one\ntitle: One\napi: a\nrole: provider\ntests:${POSITIVE}${tests}`;
  const files = { 'suites/a/api.yaml': API, 'suites/a/one.suite.yaml': suite, 'fixtures/a/body.json': body };
  return loadApi(new Map(Object.entries(files).map(([path, text]) => [path, TEXT.encode(text)])), 'suites/a');
}

function casesOf(tests: string): readonly TestCase[] {
  const { loaded, diagnostics } = load(tests);
  assert.deepEqual(diagnostics, []);
  return loaded?.suites.flatMap(({ cases }) => cases) ?? [];
}

const codesOf = (tests: string, body?: string): readonly string[] =>
  load(tests, body).diagnostics.map(({ code }) => code);

const negative = (rest: string): string => `
  - id: A-02
    title: Refuses
    polarity: negative
    verifies: [R]
    twin: A-01
${rest}`;

const positive = (steps: string): string => `
  - id: A-03
    title: Does
    polarity: positive
    verifies: [R]
    steps:
${steps}`;

const EXPECT = 'expect: [{ status: [{ is: 200, cite: s }] }]';

describe('a positive case', () => {
  it('has the steps of its fragments, then its own', () => {
    const [first] = casesOf('');
    assert.deepEqual(
      first?.steps.map((step) => [step.id, step.kind === 'send' ? step.deadlineMs : undefined]),
      [
        ['find', undefined],
        ['book', 20_000],
        ['later', undefined],
      ],
    );
    assert.equal(first?.act, 'book');
    assert.deepEqual(first?.steps[1]?.capture, { id: { from: 'fhirpath', select: 'id' } });
  });

  it('stands where it is written, and its steps where they are', () => {
    const [first] = casesOf('');
    assert.deepEqual(first?.source, { file: 'suites/a/one.suite.yaml', line: 6, column: 5 });
    assert.equal(first?.steps[0]?.source.file, 'suites/a/api.yaml');
    assert.deepEqual(first?.steps[1]?.source, { file: 'suites/a/one.suite.yaml', line: 13, column: 9 });
  });

  it('has each fragment once, however often it is named', () => {
    const [, second] = casesOf(`
  - id: A-04
    title: Reads
    polarity: positive
    verifies: [R]
    given: [found, booked]
    steps: [{ id: read, send: { interaction: read }, ${EXPECT} }]
`);
    assert.deepEqual(
      second?.steps.map(({ id }) => id),
      ['find', 'first', 'read'],
    );
  });

  it('needs steps, expects something in them, and names each of them once', () => {
    assert.deepEqual(codesOf('\n  - { id: A-05, title: T, polarity: positive, verifies: [R] }'), ['MISSING_KEY']);
    assert.deepEqual(codesOf(positive('      - { id: a, send: { interaction: search } }')), ['NO_ASSERTIONS']);
    const twice = `      - { id: a, send: { interaction: search }, ${EXPECT} }\n`;
    assert.deepEqual(codesOf(`${positive(twice + twice)}    act: a\n`), ['DUPLICATE_ID']);
  });

  it('says which of several steps it is about', () => {
    const two = `      - { id: a, send: { interaction: search }, ${EXPECT} }\n      - { id: b, send: { interaction: search } }\n`;
    assert.deepEqual(codesOf(positive(two)), ['AMBIGUOUS_MUTATION']);
    assert.deepEqual(codesOf(`${positive(two)}    act: c\n`), ['UNKNOWN_STEP']);
    assert.deepEqual(codesOf(`${positive(two)}    act: a\n`), []);
  });

  it('has no twin, and its expectations in its steps', () => {
    const one = positive(`      - { id: a, send: { interaction: search }, ${EXPECT} }\n`);
    assert.deepEqual(codesOf(`${one}    twin: A-01\n`), ['WRONG_VALUE']);
    assert.deepEqual(codesOf(`${one}    ${EXPECT}\n`), ['WRONG_VALUE']);
  });
});

describe('a negative', () => {
  const refused = negative('    mutate: [{ in: body, remove: /slot }]\n    expect: [{ use: refused }]\n');

  it('without steps is its twin up to the step that the twin is about, changed and with its own expectations', () => {
    const [, second] = casesOf(refused);
    assert.deepEqual(
      second?.steps.map(({ id }) => id),
      ['find', 'book'],
    );
    const act = second?.steps[1];
    assert.deepEqual(act?.mutate, [
      { in: 'body', op: 'add', at: '/note', value: 'kept' },
      { in: 'body', op: 'remove', at: '/slot' },
    ]);
    assert.deepEqual(
      act?.expect.map(({ kind, source }) => [kind, source.file]),
      [
        ['status', 'suites/a/api.yaml'],
        ['outcome', 'suites/a/api.yaml'],
      ],
    );
    assert.deepEqual(act?.capture, {});
    assert.deepEqual(second?.uses, { slot: 'lease' });
  });

  it('can change another step than the one that it is about', () => {
    const [, second] = casesOf(
      negative('    mutate: [{ in: query, add: x, value: "1", step: find }]\n    expect: [{ use: refused }]\n'),
    );
    assert.equal(second?.steps[0]?.mutate.length, 1);
    assert.equal(second?.steps[1]?.mutate.length, 1);
    assert.deepEqual(
      codesOf(negative('    mutate: [{ in: method, value: PUT, step: serach }]\n    expect: [{ use: refused }]\n')),
      ['UNKNOWN_STEP'],
    );
  });

  it('can differ by its scene alone', () => {
    const [, second] = casesOf(negative('    given: [booked]\n    expect: [{ use: refused }]\n'));
    assert.deepEqual(
      second?.steps.map(({ id }) => id),
      ['find', 'first', 'book'],
    );
  });

  it('stands alone with steps of its own', () => {
    const [, second] = casesOf(
      negative(`    steps: [{ id: a, send: { interaction: search, token: null }, ${EXPECT} }]\n`),
    );
    assert.deepEqual(
      second?.steps.map(({ id }) => id),
      ['a'],
    );
    assert.deepEqual(second?.uses, {});
  });

  it('must differ, expect, and be about what its twin is about', () => {
    assert.deepEqual(codesOf(negative('    expect: [{ use: refused }]\n')), ['MUTATION_WITHOUT_EFFECT']);
    assert.deepEqual(codesOf(negative('    mutate: [{ in: method, value: PUT }]\n')), ['NO_ASSERTIONS']);
    assert.deepEqual(codesOf(`${refused}    act: book\n`), ['WRONG_VALUE']);
  });

  it('changes places that are there, as far as the templates tell', () => {
    const changing = (...mutations: readonly string[]): string =>
      negative(`    mutate: [${mutations.join(', ')}]\n    expect: [{ use: refused }]\n`);
    const missing = load(changing('{ in: body, remove: /slto }')).diagnostics;
    assert.deepEqual(
      missing.map(({ code, hint, location }) => [code, hint, location?.source?.line]),
      [['MUTATION_WITHOUT_EFFECT', 'Did you mean "/slot"?', 28]],
    );
    const token = 'step: find, in: token';
    for (const sound of [
      '{ in: body, replace: /note, value: changed }',
      '{ in: body, add: /other, value: 1 }',
      '{ in: body, remove: /slot/reference }',
      `{ ${token}, remove: /claims/scope }`,
      `{ ${token}, add: /claims/sub, value: me }`,
    ])
      assert.deepEqual(codesOf(changing(sound)), [], sound);
    for (const unsound of [
      '{ in: body, replace: /none, value: 1 }',
      '{ in: body, add: /none/below, value: 1 }',
      `{ ${token}, remove: /claims/sub }`,
      '{ in: body, remove: /slot }, { in: body, remove: /slot }',
    ])
      assert.deepEqual(codesOf(changing(unsound)), ['MUTATION_WITHOUT_EFFECT'], unsound);
    assert.deepEqual(codesOf(changing('{ in: body, value: {} }', '{ in: body, remove: /later }')), []);
  });

  it('is passed over when its twin has faults of its own', () => {
    const faulty = refused.replace('twin: A-01', 'twin: A-09');
    const twin = '\n  - { id: A-09, title: 7, polarity: positive, verifies: [R] }\n';
    assert.deepEqual(codesOf(faulty + twin), ['WRONG_TYPE']);
  });
});

describe('a test with rows', () => {
  const rows = `
  - each:
      - { id: B-01, part: slot, mutate: { in: body, remove: /slot }, status: 400 }
      - { id: B-02, part: id, mutate: { in: body, remove: /id }, status: 422 }
    title: Refuses without \${each.part}
    polarity: negative
    verifies: [R]
    twin: A-01
    mutate: ["\${each.mutate}"]
    expect: [{ status: [{ is: "\${each.status}", cite: s }] }]
`;

  it('stands once for each row, whole values with their type', () => {
    const [, first, second] = casesOf(rows);
    assert.deepEqual([first?.id, second?.id], ['B-01', 'B-02']);
    assert.equal(second?.title, 'Refuses without id');
    assert.deepEqual(second?.steps[1]?.mutate[1], { in: 'body', op: 'remove', at: '/id' });
    assert.deepEqual(second?.steps[1]?.expect[0]?.args, [{ is: 422, cite: 's' }]);
  });

  it('has its cases where the rows are', () => {
    const [, first, second] = casesOf(rows);
    assert.equal((second?.source.line ?? 0) - (first?.source.line ?? 0), 1);
  });

  it('has the faults of a row at the row', () => {
    const { diagnostics } = load(rows.replace('status: 422', 'status: soon'));
    const [found] = diagnostics;
    const [, first] = casesOf(rows);
    assert.deepEqual([found?.code, found?.location?.source?.line], ['WRONG_TYPE', (first?.source.line ?? 0) + 1]);
  });

  it('names only what its rows have', () => {
    assert.deepEqual(codesOf(rows.replace('${each.part}', '${each.prat}')), ['UNKNOWN_VALUE']);
    assert.deepEqual(codesOf(rows.replace('id: B-02', 'id: B-01')), ['DUPLICATE_ID']);
  });
});

describe('the scope of a case', () => {
  const sending = (query: string): readonly string[] =>
    codesOf(positive(`      - { id: a, send: { interaction: search, query: { q: "${query}" } }, ${EXPECT} }\n`));
  const expecting = (value: string): readonly string[] =>
    codesOf(
      positive(
        `      - { id: a, send: { interaction: search }, expect: [{ equals: { left: "${value}", right: 1 } }] }\n`,
      ),
    );

  it('holds values, the target, generated values, the time and the facts of the interaction when sending', () => {
    for (const path of ['values.patient.name', 'target', 'uuid.x', 'now | plus 1h | instant', 'interaction.scope']) {
      assert.deepEqual(sending(`\${${path}}`), [], path);
    }
  });

  it('holds nothing else', () => {
    for (const path of [
      'slot',
      'values.patient.nmae',
      'target.x',
      'uuid',
      'uuid.a.b',
      'now | plsu 1h',
      'interaction.id',
      'a.request.url',
      'constructor',
    ]) {
      assert.deepEqual(sending(`\${${path}}`), ['UNKNOWN_VALUE'], path);
    }
  });

  it('holds the step itself when judging, but neither time nor generated values', () => {
    for (const path of ['a.request.header.X-Id', 'a.response.status', 'a.response.body.entry.0.id']) {
      assert.deepEqual(expecting(`\${${path}}`), [], path);
    }
    for (const path of [
      'now',
      'uuid.x',
      'a.request.status',
      'a.reply.status',
      'a.response.header',
      'b.response.status',
    ]) {
      assert.deepEqual(expecting(`\${${path}}`), ['UNKNOWN_VALUE'], path);
    }
  });

  it('holds the parts of the token in what replaces its text or goes elsewhere, but not in what it says', () => {
    const mutating = (mutation: string): readonly string[] =>
      codesOf(positive(`      - { id: a, send: { interaction: search }, mutate: [${mutation}], ${EXPECT} }\n`));
    for (const part of ['text', 'header', 'claims', 'signature | altered']) {
      assert.deepEqual(mutating(`{ in: token, value: "\${token.${part}}" }`), [], part);
      assert.deepEqual(mutating(`{ in: header, add: X, value: "\${token.${part}}" }`), [], part);
      assert.deepEqual(mutating(`{ in: token, replace: /iat, value: "\${token.${part}}" }`), ['UNKNOWN_VALUE'], part);
    }
    for (const path of ['token', 'token.key', 'token.claims.iss']) {
      assert.deepEqual(mutating(`{ in: token, value: "\${${path}}" }`), ['UNKNOWN_VALUE'], path);
    }
  });

  it('is asked for what the interaction and the body need, where they are used', () => {
    const { diagnostics } = load(positive(`      - { id: a, send: { interaction: read }, ${EXPECT} }\n`));
    assert.deepEqual(
      diagnostics.map(({ code, location }) => [code, location?.source?.file]),
      [['UNKNOWN_VALUE', 'suites/a/one.suite.yaml']],
    );
    assert.deepEqual(
      codesOf(positive(`      - { id: a, send: { interaction: book, body: body.json }, ${EXPECT} }\n`)),
      ['UNKNOWN_VALUE'],
    );
  });

  it('is asked for the variables of expressions', () => {
    const judging = (expression: string): readonly string[] =>
      codesOf(
        positive(
          `      - { id: a, send: { interaction: search }, expect: [{ fhirpath: "${expression}" }], lease: { slot: entry.resource } }\n`,
        ),
      );
    assert.deepEqual(judging('id = %slot.id and %values.service.exists() and %startedAt.exists()'), []);
    assert.deepEqual(judging('id = %slto.id'), ['UNKNOWN_VALUE']);
    assert.deepEqual(judging('%a.exists()'), ['UNKNOWN_VALUE']);
  });

  it('is asked for what a probe needs', () => {
    const expect = 'expect: [{ unchanged: appointment }]';
    assert.deepEqual(codesOf(positive(`      - { id: a, send: { interaction: search }, ${expect} }\n`)), [
      'UNKNOWN_VALUE',
    ]);
    assert.deepEqual(codesOf(negative(`    given: [booked]\n    ${expect}\n`)), []);
  });

  it('has only earlier steps to repeat or compare with, and only their generated values to make anew', () => {
    const repeating = (send: string, expect = EXPECT): readonly string[] =>
      codesOf(
        `${positive(`      - { id: a, send: { interaction: search } }\n      - { id: b, send: ${send}, ${expect} }\n`)}    act: b\n`,
      );
    assert.deepEqual(repeating('{ same: a, fresh: [request] }'), []);
    assert.deepEqual(repeating('{ same: b }'), ['UNKNOWN_STEP']);
    assert.deepEqual(repeating('{ same: a, fresh: [document] }'), ['UNKNOWN_VALUE']);
    const since = (step: string) =>
      codesOf(
        `${negative(`    given: [booked]\n    steps: [{ id: b, send: { interaction: read }, expect: [{ unchanged: { of: appointment, since: ${step} } }] }]\n`)}`,
      );
    assert.deepEqual(since('first'), []);
    assert.deepEqual(since('last'), ['UNKNOWN_STEP']);
  });
});

describe('a body template', () => {
  it('must be JSON when its name says so', () => {
    assert.deepEqual(codesOf('', '{ "a": 1, "a": 2 }'), ['JSON_SYNTAX']);
    assert.deepEqual(codesOf('', 'a: 1'), ['JSON_SYNTAX']);
  });
});
