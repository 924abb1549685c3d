import type { Diagnostic } from '../model/diagnostic.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { InteractionRequest, Mutation, RequestDeclarations } from '../model/suite.ts';
import { type Draft, draftRequest, draftTokenAlone, encodeDraft } from './draft.ts';
import { interpolate } from './interpolate.ts';
import { type Issued, issueToken, tokenRoot } from './issue-token.ts';
import { type Mutated, mutate } from './mutate.ts';
import type { Scope } from './scope.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { TokenRequest } from './token-request.ts';

/** One of `request`, `needs` and diagnostics. */
export interface Composed {
  readonly request?: HttpRequest;
  /** An access token is needed: it can be composed again once there is one. */
  readonly needs?: TokenRequest;
  readonly diagnostics: readonly Diagnostic[];
}

/** What requests are composed from besides their own templates. */
export interface Composing {
  readonly api: RequestDeclarations;
  readonly baseUrl: string;
  readonly scope: Scope;
  readonly keys: SigningKeys;
  /** What came of `needs`. */
  readonly accessToken?: string;
}

/**
 * The request as it goes to the wire. Changes of what the token says come first and are signed with it; then its text is
 * issued, and all other changes find it as `${token.…}`.
 */
export function compose(request: InteractionRequest, mutations: readonly Mutation[], composing: Composing): Composed {
  const { api, baseUrl, scope } = composing;
  const { draft, diagnostics } = draftRequest(request, api, scope);
  if (draft === undefined) return { diagnostics };

  const meant = changed(draft, mutations.filter(changesMeaning), scope);
  if (meant.diagnostics.length > 0) return { diagnostics: meant.diagnostics };
  const issued = issuedFor(meant, composing);
  if (issued !== undefined && 'problem' in issued) return { diagnostics: [issued.problem] };
  if (issued !== undefined && 'needs' in issued) return { needs: issued.needs, diagnostics: [] };

  const rest = mutations.filter((mutation) => !changesMeaning(mutation));
  const sent =
    issued === undefined
      ? changed(meant.draft, rest, scope)
      : changed({ ...meant.draft, token: issued.text }, rest, { ...scope, token: tokenRoot(issued.text) });
  if (sent.diagnostics.length > 0) return { diagnostics: sent.diagnostics };
  return { request: encodeDraft(sent.draft, baseUrl), diagnostics: [] };
}

/** The access token that requests of an interaction need; undefined when they need none, or when only a case can say which. */
export function tokenNeeded(interaction: string, tokenSet: string, composing: Composing): TokenRequest | undefined {
  const { api, scope, keys } = composing;
  const [set, of] = [api.tokenSets[tokenSet], api.interactions[interaction]];
  const token = set?.exchange === undefined || of === undefined ? undefined : draftTokenAlone(set, of, scope);
  const issued = token && issueToken(token, [], keys);
  return issued && 'needs' in issued ? issued.needs : undefined;
}

/** Whether a mutation changes what the token says, and not its text. */
const changesMeaning = ({ in: part, op }: Mutation): boolean => part === 'token' && op !== 'set';

/** What is asked for stands in the request for it, so that it tells requests apart by itself. */
const changesAssertion = (mutation: Mutation): boolean => !('at' in mutation && mutation.at.startsWith('/exchange'));

function issuedFor({ draft: { token }, filled }: Changed, { keys, accessToken }: Composing): Issued | undefined {
  if (typeof token !== 'object') return undefined;
  return accessToken === undefined || token.exchange === undefined
    ? issueToken(token, filled.filter(changesAssertion), keys)
    : { text: accessToken };
}

interface Changed extends Mutated {
  /** The mutations with their values. */
  readonly filled: readonly Mutation[];
}

function changed(draft: Draft, mutations: readonly Mutation[], scope: Scope): Changed {
  const { value, diagnostics } = interpolate(mutations as unknown as JsonValue, scope);
  if (value === undefined) return { draft, filled: [], diagnostics };
  const filled = value as unknown as readonly Mutation[];
  return { ...mutate(draft, filled), filled };
}
