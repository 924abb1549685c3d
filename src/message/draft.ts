import type { Diagnostic } from '../model/diagnostic.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type {
  BodyTemplate,
  FhirVersion,
  Interaction,
  InteractionRequest,
  RequestDeclarations,
  Template,
  TokenExchange,
  TokenSet,
} from '../model/suite.ts';
import { type BodyWriting, bodyWriting, writeBody } from './body-writing.ts';
import { interpolate } from './interpolate.ts';
import type { Scope } from './scope.ts';

export type Fields = readonly HeaderField[];

/** A request whose values are filled in but whose parts can still be told apart, so that mutations can name them. */
export interface Draft {
  readonly method: string;
  /** Below the base URL, starting with `/`. */
  readonly path: string;
  readonly query: Fields;
  readonly headers: Fields;
  /** Once it has been issued it is the text that is sent after `Bearer `. */
  readonly token?: DraftToken | string;
  readonly body?: JsonValue;
  /** As the headers ask before any mutation: a changed header says of the body what is not so. */
  readonly writing: BodyWriting;
  /** What happens to the body after it has been encoded. */
  readonly bytes: { readonly keep?: number; readonly text?: string };
}

/** A token that has not been issued yet, so that mutations can name what it says. */
export interface DraftToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** Absent for an unsecured token. */
  readonly signing?: {
    readonly pem: string;
    /** As declared, whatever becomes of the header. */
    readonly alg: string;
    readonly by: 'declared-key' | 'another-key';
  };
  readonly exchange?: TokenExchange;
}

export interface Drafted {
  readonly draft?: Draft;
  readonly diagnostics: readonly Diagnostic[];
}

/** The interaction's request with the step's own values put over it, filled in from the scope. */
export function draftRequest(request: InteractionRequest, api: RequestDeclarations, scope: Scope): Drafted {
  const interaction = api.interactions[request.interaction];
  if (interaction === undefined) return { diagnostics: [unknown('UNKNOWN_INTERACTION', request.interaction)] };

  const within: Scope = { ...scope, interaction: interaction.facts };
  const { value, diagnostics } = interpolate(templateOf(request, interaction, api), within);
  return value === undefined
    ? { diagnostics }
    : { draft: draftOf(value as unknown as FilledRequest, api.fhirVersion), diagnostics };
}

/** Everything of the request that can hold placeholders, as one template, so that all its problems are found at once. */
function templateOf(request: InteractionRequest, interaction: Interaction, api: RequestDeclarations): Template {
  const headerSets = [...interaction.headers, ...request.headerSets].map((name) => api.headerSets[name] ?? {});
  const tokenName = request.token === undefined ? interaction.token : request.token;
  const token = typeof tokenName === 'string' ? api.tokenSets[tokenName] : undefined;
  return {
    method: interaction.method,
    path: interaction.path,
    query: withoutNulls({ ...interaction.query, ...request.query }),
    headers: withoutNulls(Object.assign({}, ...headerSets, request.headers) as JsonObject),
    ...(token === undefined ? {} : { token: { ...token } as unknown as JsonObject }),
    ...(request.body === undefined ? {} : { body: isBodyFile(request.body) ? request.body.template : request.body }),
  };
}

interface FilledRequest {
  readonly method: string;
  readonly path: string;
  readonly query: JsonObject;
  readonly headers: JsonObject;
  readonly token?: TokenSet;
  readonly body?: JsonValue;
}

function draftOf({ token, ...filled }: FilledRequest, version: FhirVersion | undefined): Draft {
  const headers = fieldsOf(filled.headers);
  return {
    ...filled,
    query: fieldsOf(filled.query),
    headers,
    ...(token === undefined ? {} : { token: draftToken(token) }),
    writing: bodyWriting(headers, version),
    bytes: {},
  };
}

/** The token of a set alone, for requests of an interaction; undefined when it needs more than the scope has. */
export function draftTokenAlone(set: TokenSet, { facts }: Interaction, scope: Scope): DraftToken | undefined {
  const { value } = interpolate({ ...set } as unknown as JsonObject, { ...scope, interaction: facts });
  return value === undefined ? undefined : draftToken(value as unknown as TokenSet);
}

/** A value that is not set gives no key, which issuing the token reports. */
function draftToken({ header, key, ...token }: TokenSet): DraftToken {
  if (key === undefined) return { header, ...token };
  return { header, ...token, signing: { pem: String(key), alg: String(header['alg']), by: 'declared-key' } };
}

/** A list repeats the field. */
function fieldsOf(object: JsonObject): Fields {
  return Object.entries(object).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly JsonValue[]) : [value]).map((one): HeaderField => [name, String(one)]),
  );
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

function isBodyFile(body: BodyTemplate | Template): body is BodyTemplate {
  return typeof body === 'object' && body !== null && 'file' in body && 'template' in body;
}

const unknown = (code: 'UNKNOWN_INTERACTION', name: string): Diagnostic => ({
  code,
  severity: 'error',
  message: `The interface declares no interaction "${name}"`,
});

/**
 * The draft as it goes to the wire, its token issued. The base URL and the path meet with exactly one slash.
 *
 * @throws HarnessError COMPOSE_FAILED for a body that its format cannot hold.
 */
export function encodeDraft(draft: Draft, baseUrl: string): HttpRequest {
  const { body, bytes, writing } = draft;
  const query = draft.query.map(([name, value]) => `${encodeQuery(name)}=${encodeQuery(value)}`).join('&');
  const url = `${baseUrl.replace(/\/+$/, '')}${draft.path}${query === '' ? '' : `?${query}`}`;
  const headers =
    typeof draft.token === 'string'
      ? [...draft.headers, ['Authorization', `Bearer ${draft.token}`] as const]
      : draft.headers;
  return { method: draft.method, url, headers, body: writeBody(bytes.text ?? body, writing, bytes.keep) };
}

/** Percent-encoding of a query component (RFC 3986 section 3.4) that leaves the characters readable which FHIR uses in values. */
function encodeQuery(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/');
}
