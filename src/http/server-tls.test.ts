import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { openSslFolder } from '../../fixtures/keys/openssl.ts';
import type { Refusal } from '../model/refusal.ts';
import { CLIENT_FAULTS, type ClientFault } from '../model/tls.ts';
import { type Listener, listen } from './listen.ts';
import { send } from './send.ts';
import type { ClientPolicy } from './server-tls.ts';
import { makeTestPki, type TestPki } from './test-pki.ts';
import type { TlsSettings } from './tls.ts';

const CONSUMER = 'CN=consumer.assay.test';
const SUBJECTS: Readonly<Record<ClientFault, string | undefined>> = {
  missing: undefined,
  expired: CONSUMER,
  'other-name': 'CN=stranger.assay.test',
  'other-authority': CONSUMER,
  revoked: CONSUMER,
};

describe('a server over TLS', () => {
  let pki: TestPki;
  const listeners: Listener[] = [];
  let refused: Refusal[];
  beforeEach(() => {
    refused = [];
  });
  before(async () => {
    pki = await makeTestPki(new Date());
  });
  afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.close())));

  const onRefused = (refusal: Refusal): void => void refused.push(refusal);

  async function serve(policy: Partial<ClientPolicy> = {}, ciphers?: readonly string[]): Promise<string> {
    const { authorities, revoked, clientName } = pki;
    const clients = { authorities, revoked, names: [clientName], ...policy };
    const response = { status: 200, reason: 'OK', headers: [], body: Buffer.from('hi') };
    const tls = { ...pki.server, clients, ...(ciphers && { ciphers }) };
    const listener = await listen(() => ({ response }), { port: 0, tls, onRefused });
    listeners.push(listener);
    return listener.url;
  }

  const ask = (url: string, tls: TlsSettings) =>
    send(
      { method: 'GET', url, headers: [], body: new Uint8Array() },
      { deadlineMs: 5000, now: () => '2026-01-02T03:04:05.678Z', tls: { ca: pki.root, ...tls } },
    );

  const showing = (fault: ClientFault): TlsSettings => {
    const { clients } = pki;
    const shown = {
      missing: undefined,
      expired: clients.expired,
      'other-name': clients['wrong-name'],
      'other-authority': clients['wrong-authority'],
      revoked: clients.revoked,
    }[fault];
    return shown === undefined ? {} : { cert: shown.cert, key: shown.key };
  };
  const own = (): TlsSettings => ({ cert: pki.clients.own.cert, key: pki.clients.own.key });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const only = { minVersion: version, maxVersion: version };

    it(`lets in the right certificate, by ${version}`, async () => {
      const { outcome, tls } = await ask(await serve(), { ...own(), ...only });
      assert.equal(outcome, 'response');
      assert.equal(tls?.agreed?.protocol, version);
      assert.deepEqual(
        tls?.agreed?.peer.map(({ subject }) => subject),
        ['CN=provider.assay.test', 'CN=Assay test authority', 'CN=Assay test root'],
      );
    });

    for (const fault of CLIENT_FAULTS) {
      it(`closes the connection of a client whose certificate is ${fault}, by ${version}, unless told to overlook it`, async () => {
        const closed = await ask(await serve(), { ...showing(fault), ...only });
        assert.ok(['reset', 'tls-alert'].includes(closed.outcome), closed.outcome);
        assert.equal(closed.response, undefined);
        assert.deepEqual(
          refused.map(({ kind }) => kind),
          [`certificate-${fault}`],
        );
        assert.equal(refused[0]?.about, SUBJECTS[fault]);
        const tolerated = await ask(await serve({ tolerates: [fault] }), { ...showing(fault), ...only });
        assert.equal(tolerated.outcome, 'response');
        assert.equal(refused.length, 1);
        const others = CLIENT_FAULTS.filter((other) => other !== fault);
        assert.notEqual(
          (await ask(await serve({ tolerates: others }), { ...showing(fault), ...only })).outcome,
          'response',
        );
      });
    }
  }

  it('agrees on each of its ciphers, and on no other', async () => {
    const offered = ['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-SHA384', 'DHE-RSA-AES256-GCM-SHA384'];
    const url = await serve({}, offered);
    for (const ciphers of offered) {
      const { outcome } = await ask(url, { ...own(), ciphers, maxVersion: 'TLSv1.2' });
      assert.equal(outcome, 'response', ciphers);
    }
    assert.equal((await ask(url, { ...own(), ciphers: 'AES128-SHA', maxVersion: 'TLSv1.2' })).outcome, 'tls-alert');
    assert.deepEqual(refused, [{ kind: 'no-tls', about: 'ERR_SSL_NO_SHARED_CIPHER' }]);
  });

  for (const plainHttp of ['close', 'answer'] as const) {
    it(`is told to ${plainHttp} what comes without TLS`, async () => {
      const response = { status: 200, reason: 'OK', headers: [], body: Buffer.from('hi') };
      const listener = await listen(() => ({ response }), { port: 0, tls: { ...pki.server, plainHttp }, onRefused });
      listeners.push(listener);
      const { outcome } = await ask(listener.url.replace('https:', 'http:'), {});
      assert.equal(outcome === 'response', plainHttp === 'answer');
      assert.deepEqual(
        refused.map(({ kind }) => kind),
        plainHttp === 'answer' ? [] : ['no-tls'],
      );
      assert.equal((await ask(listener.url, {})).outcome, 'response');
    });
  }

  it('is believed by openssl, and its certificates with it', async () => {
    const url = await serve();
    const folder = openSslFolder();
    try {
      for (const [name, text] of Object.entries({
        root: pki.root,
        cert: pki.clients.own.cert,
        key: pki.clients.own.key,
      })) {
        writeFileSync(folder.file(name), text);
      }
      folder.run('verify -CAfile root -untrusted cert cert');
      const { host } = new URL(url);
      const said = await clientOf(host, folder.path);
      assert.match(said, /Verify return code: 0 \(ok\)/);
    } finally {
      folder.remove();
    }
  });
});

/** What openssl says of a connection. Not synchronous, for the server lives in this process. */
const clientOf = (host: string, cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const argv = [
      's_client',
      '-connect',
      host,
      '-CAfile',
      'root',
      '-cert',
      'cert',
      '-cert_chain',
      'cert',
      '-key',
      'key',
    ];
    const child = execFile('openssl', argv, { cwd }, (cause, said) => (cause ? reject(cause) : resolve(said)));
    child.stdin?.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  });
