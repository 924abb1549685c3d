import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '../model/json.ts';
import { hintFor } from '../schema/suggestion.ts';
import { type AssertionKind, broken, type Finding, failed, passed, type Reading } from './kind.ts';

interface UnchangedArgs {
  readonly of: string;
  readonly since?: string;
}

const parse = (args: unknown): UnchangedArgs => (typeof args === 'string' ? { of: args } : (args as UnchangedArgs));

/** The two readings that are compared: after the step `since`, or before this step, and after this step. */
function readingsOf({ of, since }: UnchangedArgs, step: string): readonly [earlier: Reading, later: Reading] {
  const earlier: Reading =
    since === undefined ? { probe: of, when: 'before', step } : { probe: of, when: 'after', step: since };
  return [earlier, { probe: of, when: 'after', step }];
}

/** A probe reads the same state before and after: the refusal had no effect. */
export const unchanged: AssertionKind = {
  kind: 'unchanged',
  argsSchema: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        required: ['of'],
        additionalProperties: false,
        properties: { of: { type: 'string' }, since: { type: 'string' } },
      },
    ],
  },
  lint: (args, api) => {
    const { of } = parse(args);
    if (Object.hasOwn(api.probes, of)) return [];
    return [
      {
        code: 'UNKNOWN_PROBE',
        severity: 'error',
        message: `The interface declares no probe "${of}"`,
        hint: hintFor(of, Object.keys(api.probes)),
      },
    ];
  },
  readings: (args, step) => readingsOf(parse(args), step),
  check: (args, subject) => {
    const { of } = parse(args);
    const [earlier, later] = readingsOf(parse(args), subject.step);
    const before = subject.reading(earlier.probe, earlier.when, earlier.step);
    const after = subject.reading(later.probe, later.when, later.step);
    if ('unread' in before) return notRead(of, 'before', before.unread, null);
    if ('unread' in after) return notRead(of, 'after', after.unread, before.state);
    return isDeepStrictEqual(before.state, after.state)
      ? passed(`The ${of} is as it was`, before.state, after.state)
      : failed(
          `The ${of} is ${JSON.stringify(after.state)}, expected ${JSON.stringify(before.state)} as before`,
          before.state,
          after.state,
        );
  },
};

const notRead = (probe: string, when: string, why: string, expected: JsonValue): Finding =>
  broken(
    {
      code: 'PROBE_FAILED',
      severity: 'error',
      message: `The state of the ${probe} ${when} the request could not be read: ${why}`,
    },
    expected,
  );
