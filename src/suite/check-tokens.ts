import { SIGNATURE_ALGORITHMS } from '../message/jwt.ts';
import type { TokenSet } from '../model/suite.ts';
import type { DeclaredApi } from './declared.ts';
import { errorAt, type Located, member, members, type Report, sourceOf } from './located.ts';

/** Reports each token set whose header and key do not go together: nobody could verify its tokens. */
export function checkTokens(declared: Located<DeclaredApi>, report: Report): void {
  for (const [, set] of members(member(declared, 'tokens'))) {
    const wrong = wrongIn(set.value);
    if (wrong === undefined) continue;
    const header = member(set, 'header');
    const at = (header && member(header, 'alg')) ?? header ?? set;
    report(errorAt(sourceOf(at), 'UNSIGNABLE_TOKEN', wrong.message, wrong.hint));
  }
}

function wrongIn({ header, key, exchange }: TokenSet): { readonly message: string; readonly hint: string } | undefined {
  const { alg = null } = header;
  const signs = typeof alg === 'string' && SIGNATURE_ALGORITHMS.includes(alg);
  if (key === undefined && (signs || exchange !== undefined)) {
    return {
      message: signs
        ? `A token signed by ${alg} needs a key`
        : 'What is exchanged for an access token is signed with a key',
      hint: 'Name a value for it, as key: "${values.client.key}", which the configuration sets to file:PATH or env:NAME.',
    };
  }
  if (key !== undefined && !signs) {
    return {
      message: `A key cannot sign by ${alg === null ? 'no algorithm' : JSON.stringify(alg)}`,
      hint: `alg is one of ${SIGNATURE_ALGORITHMS.join(', ')}; without \`key\` it is none.`,
    };
  }
  return undefined;
}
