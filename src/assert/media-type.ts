import { type AssertionKind, failed, passed } from './kind.ts';
import { headerValue } from './payload.ts';

/** The Content-Type of what the system under test sent, its parameters left aside (RFC 9110 section 8.3.1), is one of those given. */
export const mediaType: AssertionKind = {
  kind: 'mediaType',
  argsSchema: { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] },
  looksAt: (_, own) => [{ of: own, part: 'header Content-Type' }],
  check: (args, { own }) => {
    const accepted = (typeof args === 'string' ? [args] : (args as readonly string[])).map((type) =>
      type.toLowerCase(),
    );
    const actual = headerValue(own?.headers ?? [], 'Content-Type');
    const type = actual?.split(';')[0]?.trim().toLowerCase();
    const message = actual === undefined ? 'Content-Type is absent' : `Content-Type is ${actual}`;
    return type !== undefined && accepted.includes(type)
      ? passed(message, accepted, actual ?? null)
      : failed(`${message}, expected ${accepted.join(' or ')}`, accepted, actual ?? null);
  },
};
