import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { HarnessError } from '../model/harness-error.ts';
import { type Listener, listen, type Reply } from './listen.ts';
import { preflight } from './preflight.ts';
import type { SendOptions } from './send.ts';

const OPTIONS: SendOptions = { deadlineMs: 5000, now: () => '2026-01-02T03:04:05.678Z' };
const STATEMENT = {
  resourceType: 'CapabilityStatement',
  publisher: 'Example Health',
  software: { name: 'Booker', version: '1.10' },
  fhirVersion: '3.0.1',
  format: ['application/fhir+json', 'xml'],
};

describe('preflight', () => {
  let listener: Listener | undefined;
  afterEach(() => listener?.close());

  async function against(
    body: string | Uint8Array,
    type = 'application/fhir+json',
    reply: Partial<Reply['response']> = {},
  ) {
    listener = await listen(
      () => ({
        response: { status: 200, reason: 'OK', headers: [['Content-Type', type]], body: Buffer.from(body), ...reply },
      }),
      { port: 0 },
    );
    return preflight(
      `${listener.url}/fhir`,
      [
        ['Accept', 'application/fhir+json'],
        ['X-Two', 'b'],
      ],
      OPTIONS,
    );
  }

  const problemOf = async (...args: Parameters<typeof against>) => {
    const { problems, observed } = await against(...args);
    await listener?.close();
    assert.equal(observed, undefined);
    return problems.map(({ code }) => code);
  };

  it('reads what the system says of itself, and records the exchange as any other', async () => {
    const { sent, observed, problems } = await against(JSON.stringify(STATEMENT));
    assert.deepEqual(problems, []);
    assert.deepEqual(observed, {
      software: 'Booker',
      version: '1.10',
      publisher: 'Example Health',
      fhirVersion: '3.0.1',
      formats: ['application/fhir+json', 'xml'],
    });
    assert.equal(sent.outcome, 'response');
    assert.equal(sent.startedAt, OPTIONS.now());
    assert.equal(
      Buffer.from(sent.requestWire).toString(),
      `GET /fhir/metadata HTTP/1.1\r\nHost: 127.0.0.1:${listener?.port}\r\nAccept: application/fhir+json\r\nX-Two: b\r\nConnection: keep-alive\r\n\r\n`,
    );
  });

  it('reads compressed answers, and statements that say little', async () => {
    const headers = [['Content-Encoding', 'gzip'] as const];
    const { observed } = await against(gzipSync('{"resourceType":"CapabilityStatement","format":7}'), '', { headers });
    assert.deepEqual(observed, { formats: [] });
  });

  it('names one problem for each answer that is no CapabilityStatement in JSON', async () => {
    const statement = JSON.stringify(STATEMENT);
    for (const answer of [
      await problemOf('<CapabilityStatement xmlns="http://hl7.org/fhir"/>', 'application/fhir+xml'),
      await problemOf('<html>Sign in</html>', 'text/html'),
      await problemOf('{"resourceType":"Capab'),
      await problemOf(''),
      await problemOf('null'),
      await problemOf('[]'),
      await problemOf('{"resourceType":"OperationOutcome"}'),
      await problemOf(statement, 'application/fhir+json', { status: 503, reason: 'Service Unavailable' }),
      await problemOf(statement, 'application/fhir+json', { status: 201, reason: 'Created' }),
      await problemOf('', '', { status: 302, reason: 'Found', headers: [['Location', '/metadata']] }),
    ]) {
      assert.deepEqual(answer, ['PREFLIGHT_FAILED']);
    }
  });

  it('names what kept it from an answer', async () => {
    await against('');
    const url = listener?.url ?? '';
    await listener?.close();
    const down = await preflight(url, [], OPTIONS);
    assert.deepEqual([down.sent.outcome, down.problems.map(({ code }) => code)], ['refused', ['UNREACHABLE']]);

    const unknown = await preflight('https://provider.invalid/fhir', [], OPTIONS);
    assert.deepEqual(
      unknown.problems.map(({ code }) => code),
      ['DNS_FAILURE'],
    );
  });

  it('refuses a base URL or header that cannot be sent', async () => {
    const code = (expected: string) => (error: unknown) =>
      error instanceof HarnessError && error.diagnostic.code === expected;
    await assert.rejects(preflight('ftp://provider.invalid', [], OPTIONS), code('COMPOSE_FAILED'));
    await assert.rejects(preflight('http://user:word@provider.invalid', [], OPTIONS), code('COMPOSE_FAILED'));
    await assert.rejects(preflight('http://provider.invalid:6666', [], OPTIONS), code('COMPOSE_FAILED'));
    await assert.rejects(preflight('http://provider.invalid', [['A', 'b\r\nC: d']], OPTIONS), code('HEADER_INJECTION'));
  });
});
