import assert from 'node:assert/strict';
import type { JsonValue } from '../../model/json.ts';
import type { AssertionResult, StepResult } from '../../model/result.ts';
import type { Mutation, Step } from '../../model/suite.ts';
import { type Marks, marksOf } from './marks.ts';

const source = { file: 'a.suite.yaml', line: 1, column: 1 };

/** The marks of a step with one assertion. */
function marksFor(
  { kind = 'status', args = null, ...result }: Partial<AssertionResult> & { readonly args?: JsonValue },
  {
    mutate = [],
    role = 'provider',
  }: { readonly mutate?: readonly Mutation[]; readonly role?: 'provider' | 'client' } = {},
): Marks {
  const assertion: AssertionResult = {
    id: 'A/a/1',
    kind,
    verdict: 'fail',
    message: 'It is not so',
    expected: null,
    actual: null,
    diagnostics: [],
    follows: [],
    restsOn: [],
    ...result,
  };
  const step: StepResult = { id: 'a', exchanges: [], assertions: [assertion] };
  const planned: Step = {
    kind: 'send',
    id: 'a',
    source,
    send: { kind: 'same', same: 'b', fresh: [] },
    expect: [{ kind, args, source }],
    capture: {},
    mutate,
    lease: {},
  };
  return marksOf(step, planned, role);
}

const places = (marks: Marks) => ({
  request: marks.request.map(({ place }) => place),
  response: marks.response.map(({ place }) => place),
});

describe('marksOf', () => {
  for (const [what, assertion, place] of [
    ['a status at the first line', {}, { part: 'start' }],
    ['a media type at its header', { kind: 'mediaType' }, { part: 'header', name: 'Content-Type' }],
    [
      'a header at its name',
      { kind: 'header', args: { name: 'ETag', present: true } },
      { part: 'header', name: 'ETag' },
    ],
    ['an outcome at its issues', { kind: 'outcome' }, { part: 'body', pointer: '/issue' }],
    [
      'an expression at what it looks at first',
      { kind: 'fhirpath', args: "Appointment.slot[1].status = 'busy'" },
      { part: 'body', pointer: '/slot/1/status' },
    ],
    [
      'an expression that calls at what it calls upon',
      { kind: 'fhirpath', args: 'entry.resource.exists()' },
      { part: 'body', pointer: '/entry/resource' },
    ],
  ] as const) {
    it(`marks ${what} of what the provider sent`, () =>
      assert.deepEqual(places(marksFor(assertion)), { request: [], response: [place] }));
  }

  it('marks each element that an expression names, exactly', () => {
    const { response } = marksFor({
      kind: 'fhirpath',
      args: "type = 'search and set' and total = %count and entry.where(resource.id = 'a').empty()",
    });
    assert.deepEqual(
      response.map(({ place }) => place),
      [
        { part: 'body', pointer: '/type', exactly: true },
        { part: 'body', pointer: '/total', exactly: true },
        { part: 'body', pointer: '/entry', exactly: true },
      ],
    );
  });

  it('marks what a client sent', () => {
    const marks = marksFor({ kind: 'outcome' }, { role: 'client' });
    assert.equal(marks.request.length, 1);
    assert.equal(marks.response.length, 0);
  });

  it('marks each place that the findings name, and no rule that was not checked', () => {
    const { response } = marksFor({
      kind: 'profile',
      diagnostics: [
        { code: 'MISSING_ELEMENT', severity: 'error', message: 'no status', location: { pointer: '/status' } },
        { code: 'BINDING', severity: 'error', message: 'odd', location: { fhirpath: 'Appointment.slot[0]' } },
        { code: 'PROFILE_STAND_IN', severity: 'not-checked', message: 'not', location: { pointer: '/a' } },
      ],
    });
    assert.deepEqual(
      response.map(({ place }) => place),
      [
        { part: 'body', pointer: '/status' },
        { part: 'body', pointer: '/slot/0' },
      ],
    );
  });

  it('marks nothing of what passed', () => {
    assert.deepEqual(places(marksFor({ verdict: 'pass' })), { request: [], response: [] });
  });

  for (const [mutation, place] of [
    [
      { in: 'body', op: 'remove', at: '/slot' },
      { part: 'body', pointer: '/slot' },
    ],
    [
      { in: 'bytes', op: 'truncate', keep: 9 },
      { part: 'body', pointer: '' },
    ],
    [
      { in: 'header', op: 'remove', at: 'If-Match' },
      { part: 'header', name: 'If-Match' },
    ],
    [
      { in: 'token', op: 'clock', seconds: -600 },
      { part: 'header', name: 'Authorization' },
    ],
    [{ in: 'query', op: 'remove', at: 'status' }, { part: 'start' }],
  ] as const satisfies readonly (readonly [Mutation, object])[]) {
    it(`marks a change of ${mutation.in} in what was sent`, () => {
      const { request } = marksFor({ verdict: 'pass' }, { mutate: [mutation] });
      assert.deepEqual(
        request.map(({ kind, place }) => [kind, place]),
        [['change', place]],
      );
    });
  }

  it('marks no message for a change of the connection', () => {
    const mutate = [{ in: 'connection', op: 'connect', at: 'certificate', value: null }] as const;
    assert.deepEqual(places(marksFor({ verdict: 'pass' }, { mutate })), { request: [], response: [] });
  });
});
