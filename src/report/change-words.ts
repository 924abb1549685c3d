import { pointerTokens } from '../message/json-pointer.ts';
import { parseRequest, parseResponse } from '../message/wire.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { type HeaderField, isOfStep } from '../model/exchange.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { CaseResult } from '../model/result.ts';
import type { Mutation } from '../model/suite.ts';
import { decodedToken } from './exchange/token.ts';
import type { ReportInput } from './report-format.ts';
import { shortened } from './shortened.ts';
import { mutationWords } from './words.ts';

/** A message of the harness; `query` is empty for a response. */
interface Sent {
  readonly query: URLSearchParams;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** A mutation of what stands at a place. */
type Placed = Extract<Mutation, { in: 'body' | 'header' | 'query' | 'token'; at: string }>;

const LONGEST_VALUE = 80;

/**
 * The changes of a negative in words, with what its twin sent in the same place where the evidence tells it:
 * `/status is removed from the body (it is "booked" in BK-01)`.
 */
export function changeWordsOf(one: CaseResult, input: ReportInput): (mutation: Mutation) => string {
  const twin = input.result.cases.find(({ id }) => id === one.twin);
  let sent: Sent | undefined;
  return (mutation) => {
    const words = mutationWords(mutation);
    if (twin === undefined || (mutation.op !== 'remove' && mutation.op !== 'replace')) return words;
    sent ??= sentByHarness(twin, input);
    const value = sent && valueAt(mutation, sent);
    if (value === undefined) return words;
    return `${words} (it is ${shortened(canonicalJson(value), LONGEST_VALUE)} in ${twin.id})`;
  };
}

/** What the harness sent in the step that a case is about: the request to a provider, the response to a client. */
function sentByHarness({ steps, act }: CaseResult, { files, plan }: ReportInput): Sent | undefined {
  const exchange = steps.find(({ id }) => id === act)?.exchanges.findLast(isOfStep);
  const stored = plan.sut.role === 'provider' ? exchange?.request : exchange?.response;
  const bytes = stored && files.get(stored.file);
  if (exchange === undefined || stored === undefined || bytes === undefined) return undefined;
  if (stored === exchange.request) {
    const parsed = parseRequest(bytes, 'https', stored.form);
    return 'problem' in parsed ? undefined : { ...parsed.value, query: queryOf(parsed.value.url) };
  }
  const parsed = parseResponse(bytes, exchange.method, stored.form);
  return 'problem' in parsed ? undefined : { ...parsed.value, query: new URLSearchParams() };
}

const queryOf = (url: string): URLSearchParams => new URLSearchParams(/\?([^#]*)/.exec(url)?.[1]);

function valueAt({ in: part, at }: Placed, sent: Sent): JsonValue | undefined {
  switch (part) {
    case 'body':
      return valueIn(Buffer.from(sent.body).toString('utf8'), at);
    case 'header':
      return joined(sent.headers.filter(([name]) => name.toLowerCase() === at.toLowerCase()).map(([, value]) => value));
    case 'query':
      return joined(sent.query.getAll(at));
    case 'token': {
      const [, member = '', pointer = ''] = /^\/(header|claims)(\/.*)$/.exec(at) ?? [];
      const token = decodedToken(sent.headers);
      return token && valueIn(member === 'header' ? token.header : token.claims, pointer);
    }
    default:
      return part satisfies never;
  }
}

const joined = (values: readonly string[]): string | undefined => (values.length === 0 ? undefined : values.join(', '));

/** Undefined for what is not there, and for a text that is no JSON. */
function valueIn(text: string, pointer: string): JsonValue | undefined {
  const tokens = pointer === '' ? undefined : pointerTokens(pointer);
  if (tokens === undefined) return undefined;
  let value: JsonValue | undefined;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  for (const token of tokens) {
    if (Array.isArray(value)) value = /^\d+$/.test(token) ? value[Number(token)] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
  }
  return value;
}
