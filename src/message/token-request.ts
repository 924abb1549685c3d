import { canonicalJson } from '../model/canonical-json.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import type { TokenExchange } from '../model/suite.ts';

/** What asks a token endpoint for an access token. */
export interface TokenRequest {
  readonly request: HttpRequest;
  /** The same for requests that ask for the same token, however often their assertions are made anew. */
  readonly identity: string;
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2 and https://www.rfc-editor.org/rfc/rfc7523#section-2.2 */
const GRANT: JsonObject = {
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
};

/** Client credentials with a signed assertion. `asWhat` tells apart tokens that are asked for with different assertions. */
export function tokenRequest(exchange: TokenExchange, assertion: string, asWhat: unknown): TokenRequest {
  const { endpoint, scope, parameters = {} } = exchange;
  const form = { ...GRANT, client_assertion: assertion, ...(scope === undefined ? {} : { scope }), ...parameters };
  const fields = Object.entries(form).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    request: {
      method: 'POST',
      url: endpoint,
      headers: [
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ['Accept', 'application/json'],
      ],
      body: Buffer.from(new URLSearchParams(fields).toString()),
    },
    identity: canonicalJson([exchange, asWhat]),
  };
}
