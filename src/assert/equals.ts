import { isDeepStrictEqual } from 'node:util';
import { POINTER_PATTERN, without } from '../message/json-pointer.ts';
import type { JsonObject } from '../model/json.ts';
import { type AssertionKind, failed, passed } from './kind.ts';

/** Two values of the case are equal, but for what stands at the places of `except`. */
export const equals: AssertionKind = {
  kind: 'equals',
  argsSchema: {
    type: 'object',
    required: ['left', 'right'],
    additionalProperties: false,
    properties: {
      left: {},
      right: {},
      except: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: POINTER_PATTERN },
        description: 'JSON pointers of what may differ.',
      },
    },
  },
  check: (args) => {
    const { left = null, right = null, except = [] } = args as JsonObject;
    const places = except as readonly string[];
    return isDeepStrictEqual(without(left, places), without(right, places))
      ? passed('Both values are the same', right, left)
      : failed(`The value is ${JSON.stringify(left)}, expected ${JSON.stringify(right)}`, right, left);
  },
};
