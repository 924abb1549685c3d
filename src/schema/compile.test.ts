import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { compileSchema } from './compile.ts';

const strict = { additionalProperties: false } as const;
const seen = (schema: Parameters<typeof compileSchema>[0], value: unknown) =>
  compileSchema(schema)(value).map(({ code, pointer, part }) => ({ code, pointer, part }));

const STEP = {
  type: 'object',
  required: ['id', 'send'],
  properties: { id: { type: 'string' }, send: { type: 'string' }, 'x/y': { type: 'integer' } },
  ...strict,
} as const;

const CHANGE = {
  anyOf: [
    {
      type: 'object',
      required: ['in', 'remove'],
      properties: { in: { type: 'string' }, remove: { type: 'string' } },
      ...strict,
    },
    {
      type: 'object',
      required: ['in', 'replace', 'value'],
      properties: { in: { type: 'string' }, replace: { type: 'string' }, value: { type: 'string' } },
      ...strict,
    },
    {
      type: 'object',
      required: ['in', 'value'],
      properties: { in: { type: 'string' }, value: { type: 'string' } },
      ...strict,
    },
    { type: 'string' },
  ],
} as const;

const ANIMAL = {
  oneOf: [
    {
      type: 'object',
      required: ['kind', 'barks'],
      properties: { kind: { const: 'dog' }, barks: { type: 'boolean' } },
      ...strict,
    },
    {
      type: 'object',
      required: ['kind', 'lives'],
      properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
      ...strict,
    },
  ],
} as const;

describe('a compiled schema', () => {
  it('finds nothing in a value of the right shape', () => {
    assert.deepEqual(seen(STEP, { id: 'a', send: 'b' }), []);
  });

  it('names every fault with its pointer', () => {
    assert.deepEqual(seen(STEP, { id: 1, 'x/y': 1.5, other: true }), [
      { code: 'MISSING_KEY', pointer: '', part: 'value' },
      { code: 'UNKNOWN_KEY', pointer: '/other', part: 'key' },
      { code: 'WRONG_TYPE', pointer: '/id', part: 'value' },
      { code: 'WRONG_TYPE', pointer: '/x~1y', part: 'value' },
    ]);
  });

  it('reports a misspelt required key once, with the key that was meant', () => {
    const problems = compileSchema(STEP)({ id: 'a', sned: 'b' });
    assert.deepEqual(
      problems.map(({ code, hint }) => ({ code, hint })),
      [{ code: 'UNKNOWN_KEY', hint: 'Did you mean "send"?' }],
    );
  });

  it('lists the known keys when none is close', () => {
    const [problem] = compileSchema(STEP)({ id: 'a', send: 'b', frequency: 1 });
    assert.equal(problem?.hint, 'Known here: id, send, x/y');
  });

  it('gives a fault the code that the schema declares for it', () => {
    const schema = { type: 'array', minItems: 1, 'x-faults': { minItems: { code: 'NO_TESTS' } } };
    assert.deepEqual(seen(schema, []), [{ code: 'NO_TESTS', pointer: '', part: 'value' }]);
  });

  it('points to the name when a name is at fault', () => {
    const schema = { type: 'object', propertyNames: { type: 'string', pattern: '^[a-z]+$' } };
    assert.deepEqual(seen(schema, { ok: 1, 'not ok': 1 }), [{ code: 'WRONG_VALUE', pointer: '/not ok', part: 'key' }]);
  });

  it('checks formats', () => {
    const schema = {
      type: 'object',
      properties: { matches: { type: 'string', format: 'safe-regex' }, url: { type: 'string', format: 'url' } },
    };
    assert.deepEqual(seen(schema, { matches: '^a+$', url: 'https://example.org/' }), []);
    assert.deepEqual(seen(schema, { matches: '(a+)+$', url: 'example' }), [
      { code: 'UNSAFE_REGEX', pointer: '/matches', part: 'value' },
      { code: 'WRONG_VALUE', pointer: '/url', part: 'value' },
    ]);
  });
});

describe('a union in a schema', () => {
  it('accepts each of its branches', () => {
    for (const value of [
      'text',
      { in: 'body', remove: '/a' },
      { in: 'a', replace: 'a', value: 'b' },
      { in: 'a', value: 'b' },
    ]) {
      assert.deepEqual(seen(CHANGE, value), [], JSON.stringify(value));
    }
  });

  it('blames the one branch that was meant', () => {
    assert.deepEqual(seen(CHANGE, { in: 'a', remove: 1 }), [{ code: 'WRONG_TYPE', pointer: '/remove', part: 'value' }]);
    assert.deepEqual(seen(CHANGE, { in: 'a', replace: 'a' }), [{ code: 'MISSING_KEY', pointer: '', part: 'value' }]);
    assert.deepEqual(seen(CHANGE, { in: 'a', value: 2 }), [{ code: 'WRONG_TYPE', pointer: '/value', part: 'value' }]);
    assert.deepEqual(seen(CHANGE, 7), [{ code: 'WRONG_TYPE', pointer: '', part: 'value' }]);
  });

  it('gives one finding when no branch is recognised', () => {
    assert.deepEqual(seen(CHANGE, { in: 'body' }), [{ code: 'MISSING_KEY', pointer: '', part: 'value' }]);
    assert.deepEqual(seen(CHANGE, { in: 'body', remov: '/a' }), [
      { code: 'UNKNOWN_KEY', pointer: '/remov', part: 'key' },
    ]);
  });

  it('is dispatched by a constant', () => {
    assert.deepEqual(seen(ANIMAL, { kind: 'cat', lives: 9 }), []);
    assert.deepEqual(seen(ANIMAL, { kind: 'cat', lives: 'nine' }), [
      { code: 'WRONG_TYPE', pointer: '/lives', part: 'value' },
    ]);
    assert.deepEqual(seen(ANIMAL, { kind: 'cow' }), [{ code: 'WRONG_VALUE', pointer: '/kind', part: 'value' }]);
    assert.deepEqual(seen(ANIMAL, {}), [{ code: 'MISSING_KEY', pointer: '', part: 'value' }]);
  });

  it('must have branches that can be told apart', () => {
    assert.throws(() => compileSchema({ anyOf: [{ type: 'string' }, { type: 'string', minLength: 1 }] }));
  });
});
