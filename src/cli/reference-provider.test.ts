import assert from 'node:assert/strict';
import { createValidator } from '../fhir/validator.ts';
import type { Listener } from '../http/listen.ts';
import { send } from '../http/send.ts';
import { fieldValues } from '../message/wire-head.ts';
import type { HttpRequest } from '../model/exchange.ts';
import { loadApi } from '../suite/load-api.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { requireProvider, serveProvider } from './reference-provider.ts';

describe('the reference provider behind its listener', () => {
  let provider: Listener;
  before(async () => {
    const { files } = await readApiFiles('.', 'uec-booking');
    const { loaded } = loadApi(files, 'suites/uec-booking');
    assert.ok(loaded);
    const definition = requireProvider(files, 'suites/uec-booking');
    const validator = createValidator(loaded.api.fhirVersion, loaded.definitions);
    provider = await serveProvider(definition, { port: 0, defects: [], validator, now: () => new Date() });
  });
  after(() => provider.close());

  const posted = async (headers: HttpRequest['headers'], body: Uint8Array) => {
    const url = `${provider.url}/Appointment`;
    const { response } = await send(
      { method: 'POST', url, headers, body },
      { deadlineMs: 5_000, now: () => new Date().toISOString() },
    );
    assert.ok(response);
    return { ...response, text: Buffer.from(response.body).toString('utf8') };
  };

  const UNREAD = [
    [400, 'structure', 'gzip', Buffer.from('plain')],
    [413, 'too-long', 'identity', Buffer.alloc(10 * 1024 * 1024 + 1)],
    [415, 'not-supported', 'zstd', Buffer.from('plain')],
  ] as const;
  for (const [status, code, coding, body] of UNREAD) {
    it(`says with an OperationOutcome, in the format asked for, why it does not take a body: ${status}`, async () => {
      const json = await posted([['Content-Encoding', coding]], body);
      const outcome = JSON.parse(json.text);
      assert.deepEqual([json.status, outcome.resourceType, outcome.issue[0].code], [status, 'OperationOutcome', code]);
      assert.deepEqual(fieldValues(json.headers, 'Cache-Control'), ['no-store']);
      const accept = ['Accept', 'application/fhir+xml'] as const;
      const xml = await posted([['Content-Encoding', coding], accept], body);
      assert.equal(xml.status, status);
      assert.match(xml.text, new RegExp(`^<\\?xml.*<OperationOutcome.*<code value="${code}"/>`, 's'));
    });
  }
});
