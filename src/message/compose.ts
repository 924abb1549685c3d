import type { Diagnostic } from '../model/diagnostic.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonValue } from '../model/json.ts';
import type { Api, InteractionRequest, Mutation } from '../model/suite.ts';
import { type Draft, draftRequest, encodeDraft } from './draft.ts';
import { interpolate } from './interpolate.ts';
import { issueToken, tokenRoot } from './issue-token.ts';
import { type Mutated, mutate } from './mutate.ts';
import type { Scope } from './scope.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface Composed {
  /** Absent when there are diagnostics. */
  readonly request?: HttpRequest;
  readonly diagnostics: readonly Diagnostic[];
}

/** What requests are composed from besides their own templates. */
export interface Composing {
  readonly api: Api;
  readonly baseUrl: string;
  readonly scope: Scope;
  readonly keys: SigningKeys;
}

/**
 * The request as it goes to the wire. Changes of what the token says come first and are signed with it; then its text is
 * issued, and all other changes find it as `${token.…}`.
 */
export function compose(request: InteractionRequest, mutations: readonly Mutation[], composing: Composing): Composed {
  const { api, baseUrl, scope, keys } = composing;
  const { draft, diagnostics } = draftRequest(request, api, scope);
  if (draft === undefined) return { diagnostics };

  const meant = changed(draft, mutations.filter(changesMeaning), scope);
  if (meant.diagnostics.length > 0) return { diagnostics: meant.diagnostics };
  const { token } = meant.draft;
  const issued = typeof token === 'object' ? issueToken(token, keys) : undefined;
  if (issued !== undefined && 'problem' in issued) return { diagnostics: [issued.problem] };

  const rest = mutations.filter((mutation) => !changesMeaning(mutation));
  const sent =
    issued === undefined
      ? changed(meant.draft, rest, scope)
      : changed({ ...meant.draft, token: issued.text }, rest, { ...scope, token: tokenRoot(issued.text) });
  if (sent.diagnostics.length > 0) return { diagnostics: sent.diagnostics };
  return { request: encodeDraft(sent.draft, baseUrl), diagnostics: [] };
}

/** Whether a mutation changes what the token says, and not its text. */
const changesMeaning = ({ in: part, op }: Mutation): boolean => part === 'token' && op !== 'set';

function changed(draft: Draft, mutations: readonly Mutation[], scope: Scope): Mutated {
  const filled = interpolate(mutations as unknown as JsonValue, scope);
  if (filled.value === undefined) return { draft, diagnostics: filled.diagnostics };
  return mutate(draft, filled.value as unknown as readonly Mutation[]);
}
