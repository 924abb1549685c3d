import { brokenExchange } from '../model/broken-exchange.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exchange, HttpResponse } from '../model/exchange.ts';
import { isRecord } from '../model/shape.ts';

/** What came of asking for an access token. */
export type TokenAnswer =
  | {
      readonly token: string;
      /** Seconds since it was issued for which it may be used; absent when the endpoint does not say. */
      readonly expiresInSeconds?: number;
    }
  | { readonly problem: Diagnostic };

/** What may follow `Bearer ` (https://www.rfc-editor.org/rfc/rfc6750#section-2.1). */
const BEARER = /^[\w.~+/-]+=*$/;

/** Reads the answer of a token endpoint (https://www.rfc-editor.org/rfc/rfc6749#section-5). */
export function tokenAnswer(sent: Pick<Exchange, 'outcome' | 'problem' | 'request' | 'response'>): TokenAnswer {
  const broken = brokenExchange(sent);
  if (broken !== undefined) return { problem: broken };
  const { url } = sent.request;
  const { status = 0, body = new Uint8Array() } = sent.response ?? {};
  const answer = membersIn(body);
  if (status !== 200) return notIssued(url, `it answers with ${statusOf(sent.response)}${errorOf(answer)}`);
  if (answer === undefined) return notIssued(url, 'its answer is no JSON object');
  const { access_token: token, token_type: type, expires_in: expires } = answer;
  if (typeof token !== 'string' || !BEARER.test(token)) return notIssued(url, 'its answer has no access_token');
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    return notIssued(url, 'the token_type of its answer is not Bearer');
  }
  const seconds = Number(expires);
  return { token, ...(expires !== undefined && seconds > 0 ? { expiresInSeconds: seconds } : {}) };
}

function membersIn(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const statusOf = (response: HttpResponse | undefined): string => `${response?.status} ${response?.reason}`.trimEnd();

/** The code alone (https://www.rfc-editor.org/rfc/rfc6749#section-5.2): what is said about it could quote anything. */
function errorOf(answer: Readonly<Record<string, unknown>> | undefined): string {
  const error = answer?.['error'];
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` and the error ${error}` : '';
}

const notIssued = (url: string, why: string): { readonly problem: Diagnostic } => ({
  problem: {
    code: 'TOKEN_NOT_ISSUED',
    severity: 'error',
    message: `The token endpoint ${url} issues no access token: ${why}`,
    hint: 'Does it know the client and its key, and is the scope one that the client may have? Its whole answer is in the evidence.',
    rule: 'https://www.rfc-editor.org/rfc/rfc6749#section-5',
  },
});
