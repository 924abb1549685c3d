import type { Change } from '../../model/simulator.ts';
import type { ClientDefects } from '../decisions.ts';
import { EVERY } from './every.ts';

const claims = '/requests/tokenSets/booking/claims';
const lives = (seconds: string): Change => ({
  replace: `${claims}/exp`,
  value: `\${attemptedAt | plus ${seconds} | epoch}`,
});

/** Tokens that are wrong. */
export const TOKEN_DEFECTS: ClientDefects = {
  'stale-token': {
    title: 'A token from an hour ago is used again',
    patch: [
      { replace: `${claims}/iat`, value: '${attemptedAt | minus 1h | epoch}' },
      { replace: `${claims}/exp`, value: '${attemptedAt | minus 55m | epoch}' },
    ],
    breaks: 'C18',
    fails: EVERY,
  },
  'token-lives-an-hour': { title: 'A token lives for an hour', patch: [lives('1h')], breaks: 'C18', fails: EVERY },
  'token-from-the-future': {
    title: 'The clock of the client is ten minutes fast',
    patch: [{ replace: `${claims}/iat`, value: '${attemptedAt | plus 10m | epoch}' }, lives('15m')],
    breaks: 'C18',
    fails: EVERY,
  },
  'wrong-scope': {
    title: 'A booking is made under a token for reading',
    patch: [{ replace: '/requests/interactions/book/facts/scope', value: 'patient/appointment.read' }],
    breaks: 'UECABS-154',
    fails: ['CR-02'],
  },
  'wrong-audience': {
    title: 'A token is for the address of the provider with a slash behind it',
    patch: [{ replace: `${claims}/aud`, value: '${target}/' }],
    breaks: 'C18',
    fails: EVERY,
  },
  'wrong-reason': {
    title: 'A token is for secondary uses',
    patch: [{ replace: `${claims}/reason_for_request`, value: 'secondaryuses' }],
    breaks: 'C18',
    fails: EVERY,
  },
  'subject-is-somebody-else': {
    title: 'The subject of a token is not its practitioner',
    patch: [{ replace: `${claims}/sub`, value: '2' }],
    breaks: 'C18',
    fails: EVERY,
  },
  'no-organisation-code': {
    title: 'The organisation of a token has no ODS code',
    patch: [{ remove: `${claims}/requesting_organization/identifier` }],
    breaks: 'C18',
    fails: EVERY,
  },
  'no-role-profile': {
    title: 'The practitioner of a token has no role profile',
    patch: [{ remove: `${claims}/requesting_practitioner/identifier/1` }],
    breaks: 'C18',
    fails: EVERY,
  },
  'three-part-token': {
    title: 'An unsecured token has a signature',
    patch: [
      { add: '/mutations/-', value: { in: 'token', op: 'set', value: '${token.header}.${token.claims}.c2lnbmVk' } },
    ],
    breaks: 'C18',
    fails: EVERY,
  },
  'two-part-token': {
    title: 'The dot behind the claims of a token is missing',
    patch: [{ add: '/mutations/-', value: { in: 'token', op: 'set', value: '${token.header}.${token.claims}' } }],
    breaks: 'C18',
    fails: EVERY,
  },
};
