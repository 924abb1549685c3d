import assert from 'node:assert/strict';
import type { Refusal } from '../model/refusal.ts';
import { SERVER_FAULTS } from '../model/tls.ts';
import { type Listener, listen } from './listen.ts';
import { send } from './send.ts';
import { makeTestPki, type TestPki } from './test-pki.ts';

const OK = { status: 200, reason: 'OK', headers: [], body: Buffer.from('fine') };

describe('a server that meets its clients with a fault', () => {
  let pki: TestPki;
  let listener: Listener;
  let refused: Refusal[];
  let requests: number;
  before(async () => {
    pki = await makeTestPki(new Date());
  });
  beforeEach(async () => {
    refused = [];
    requests = 0;
    const { authorities, revoked, clientName } = pki;
    const handle = () => {
      requests += 1;
      return { response: OK };
    };
    listener = await listen(handle, {
      port: 0,
      tls: { ...pki.server, clients: { authorities, revoked, names: [clientName] } },
      onRefused: (refusal) => refused.push(refusal),
    });
  });
  afterEach(() => listener.close());

  /** A client with connections of its own, which it keeps. */
  function client(version: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3'): () => Promise<string> {
    const { cert, key } = pki.clients.own;
    const tls = { ca: pki.root, cert, key, minVersion: version, maxVersion: version };
    const request = { method: 'GET', url: listener.url, headers: [], body: new Uint8Array() };
    return async () => (await send(request, { deadlineMs: 5_000, now: () => new Date().toISOString(), tls })).outcome;
  }

  for (const fault of SERVER_FAULTS) {
    it(`shows a certificate that is ${fault} to those who connect then, and the right one afterwards`, async () => {
      const ask = client();
      assert.equal(await ask(), 'response');
      listener.meet?.({ fault, shown: await pki.faulty(fault) });
      assert.equal(await ask(), 'tls-untrusted', 'the connection that was open is not used');
      assert.deepEqual([requests, refused.map(({ kind }) => kind)], [1, ['tls-fault']]);
      listener.meet?.();
      assert.equal(await ask(), 'response');
      assert.equal(refused.length, 1);
    });
  }

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`ends every handshake with an alert, by ${version}`, async () => {
      const ask = client(version);
      listener.meet?.({ fault: 'alert' });
      assert.equal(await ask(), 'tls-alert');
      assert.deepEqual([requests, refused.map(({ kind }) => kind)], [0, ['tls-fault']]);
      listener.meet?.();
      assert.equal(await ask(), 'response');
    });
  }

  it('goes on to turn away those whose own certificate is wrong', async () => {
    listener.meet?.({ fault: 'expired', shown: await pki.faulty('expired') });
    const stranger = { url: listener.url, method: 'GET', headers: [], body: new Uint8Array() };
    const options = { deadlineMs: 5_000, now: () => new Date().toISOString() };
    await send(stranger, { ...options, tls: { ca: pki.root, maxVersion: 'TLSv1.2' } });
    while (refused.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(
      refused.map(({ kind }) => kind),
      ['tls-fault', 'certificate-missing'],
    );
  });

  it('can do so over TLS only', async () => {
    const plain = await listen(() => ({ response: OK }), { port: 0 });
    assert.equal(plain.meet, undefined);
    await plain.close();
  });
});
