import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import axios from 'axios';
import type { Diagnostic } from '../model/diagnostic.ts';
import { HarnessError } from '../model/harness-error.ts';
import { agentFor } from './connections.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import type { Prepared } from './prepare.ts';
import type { Recording } from './recording.ts';
import type { TlsSettings } from './tls.ts';

interface CarryOptions {
  readonly tls?: TlsSettings;
  readonly limits?: Limits;
}

/** axios with everything switched off by which it would change, follow, decode or judge a message. */
const client = axios.create({
  responseType: 'arraybuffer',
  decompress: false,
  maxRedirects: 0,
  proxy: false,
  validateStatus: () => true,
  transformRequest: [],
  transformResponse: [],
});

const NOT_OURS: Diagnostic = {
  code: 'INTERNAL',
  severity: 'error',
  message: 'The request could not be made, for a reason that lies in neither the network nor the server',
};

/**
 * Makes the request with axios and lets the recording follow it. Gives the code of what stopped the exchange; undefined
 * when Node has read a whole response.
 *
 * @throws HarnessError INTERNAL
 */
export async function carry(
  prepared: Prepared,
  recording: Recording,
  options: CarryOptions,
): Promise<string | undefined> {
  const { request, scheme, host, port } = prepared;
  try {
    await client.request({
      url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}/`,
      method: request.method,
      data: request.body.length === 0 ? undefined : Buffer.from(request.body),
      transport: transportOf(prepared, recording, options),
    });
    return undefined;
  } catch (cause) {
    if (recording.fault === undefined) throw new HarnessError(NOT_OURS, cause);
    return recording.fault;
  }
}

/** axios asks for a request; it gets ours, with the target, headers and connection that we chose. */
function transportOf(prepared: Prepared, recording: Recording, { tls, limits = DEFAULT_LIMITS }: CarryOptions) {
  return {
    request(_options: unknown, onResponse: (response: IncomingMessage) => void): ClientRequest {
      const open = prepared.scheme === 'https' ? requestHttps : requestHttp;
      const { request, host, port, target } = prepared;
      const outgoing = open(
        {
          host,
          port,
          path: target,
          method: request.method,
          headers: request.headers.flat(),
          agent: agentFor(prepared, tls),
          maxHeaderSize: limits.maxHeadBytes,
        },
        onResponse,
      );
      recording.follow(outgoing);
      return outgoing;
    },
  };
}
