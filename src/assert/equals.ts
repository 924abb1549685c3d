import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../model/json.ts';
import { type AssertionKind, failed, passed } from './kind.ts';

/** Two values of the case are equal. */
export const equals: AssertionKind = {
  kind: 'equals',
  argsSchema: {
    type: 'object',
    required: ['left', 'right'],
    additionalProperties: false,
    properties: { left: {}, right: {} },
  },
  check: (args) => {
    const { left = null, right = null } = args as JsonObject;
    return isDeepStrictEqual(left, right)
      ? passed('Both values are the same', right, left)
      : failed(`The value is ${JSON.stringify(left)}, expected ${JSON.stringify(right)}`, right, left);
  },
};
