import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { answering, type RawServer, rawServer, type Script } from '../../fixtures/hostile/raw-server.ts';
import type { Outcome } from '../model/exchange.ts';
import { type Authority, type Credentials, makeAuthority, type Wanted } from './authority.ts';
import { certificateFacts } from './certificate-facts.ts';
import { type Sent, send } from './send.ts';
import type { TlsSettings } from './tls.ts';

const OK = answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
const HOUR_MS = 3_600_000;
const HERE: Wanted = { ip: ['127.0.0.1'] };

describe('send, over TLS', () => {
  let authority: Authority;
  let trusting: TlsSettings;
  const servers: RawServer[] = [];

  before(async () => {
    authority = await makeAuthority();
    trusting = { ca: authority.ca };
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function portOf(
    credentials: Credentials | undefined,
    script: Script = OK,
    options: object = {},
  ): Promise<number> {
    const server = await rawServer(script, credentials === undefined ? undefined : { ...credentials, ...options });
    servers.push(server);
    return server.port;
  }

  const get = (url: string, tls?: TlsSettings): Promise<Sent> =>
    send(
      { method: 'GET', url, headers: [], body: new Uint8Array() },
      { deadlineMs: 5000, now: () => '2026-01-02T03:04:05.678Z', ...(tls === undefined ? {} : { tls }) },
    );

  const endOf = ({ outcome, problem }: Sent): readonly [Outcome, string | undefined] => [outcome, problem];

  it('records plain text both ways and the facts of the connection, also when it is reused', async () => {
    const credentials = await authority.issue({ ...HERE, commonName: 'Provider' });
    const port = await portOf(credentials, OK, { ALPNProtocols: ['http/1.1'] });
    for (const round of ['new', 'reused']) {
      const sent = await get(`https://127.0.0.1:${port}/`, trusting);
      assert.deepEqual(endOf(sent), ['response', undefined]);
      assert.match(Buffer.from(sent.requestWire).toString(), /^GET \/ HTTP\/1\.1\r\n/);
      assert.match(Buffer.from(sent.responseWire ?? '').toString(), /^HTTP\/1\.1 200 OK\r\n/);
      assert.deepEqual(sent.tls, {
        agreed: {
          protocol: 'TLSv1.3',
          cipher: 'TLS_AES_256_GCM_SHA384',
          alpn: 'http/1.1',
          peer: [credentials.cert, authority.ca].map((pem) => certificateFacts(new X509Certificate(pem))),
        },
      });
      assert.equal(sent.timings.tlsMs === undefined, round === 'reused');
    }
    assert.equal(servers[0]?.connections(), 1);
  });

  it('refuses a certificate that nobody we trust has signed, and sends nothing', async () => {
    const stranger = await makeAuthority('Stranger');
    const url = `https://127.0.0.1:${await portOf(await stranger.issue(HERE))}/`;
    for (const tls of [trusting, undefined]) {
      const sent = await get(url, tls);
      assert.deepEqual(endOf(sent), ['tls-untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
      assert.deepEqual(
        sent.tls?.agreed?.peer.map(({ issuer }) => issuer),
        ['CN=Stranger'],
      );
      assert.equal(sent.requestWire.length, 0);
    }
  });

  it('trusts nobody more because the environment says so', async () => {
    const stranger = await makeAuthority('Stranger');
    const url = `https://127.0.0.1:${await portOf(await stranger.issue(HERE))}/`;
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      assert.equal((await get(url, trusting)).outcome, 'tls-untrusted');
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  it('refuses certificates that are out of date, not yet valid, or made out to another name', async () => {
    const expired = await authority.issue({ ...HERE, notAfter: new Date(Date.now() - HOUR_MS) });
    const early = await authority.issue({ ...HERE, notBefore: new Date(Date.now() + HOUR_MS) });
    const other = await authority.issue({ dns: ['elsewhere.invalid'] });
    const problemOf = async (credentials: Credentials) =>
      endOf(await get(`https://127.0.0.1:${await portOf(credentials)}/`, trusting));
    assert.deepEqual(await problemOf(expired), ['tls-untrusted', 'CERT_HAS_EXPIRED']);
    assert.deepEqual(await problemOf(early), ['tls-untrusted', 'CERT_NOT_YET_VALID']);
    assert.deepEqual(await problemOf(other), ['tls-untrusted', 'ERR_TLS_CERT_ALTNAME_INVALID']);
  });

  it('does not share connections between settings of different trust', async () => {
    const url = `https://127.0.0.1:${await portOf(await authority.issue(HERE))}/`;
    assert.equal((await get(url, trusting)).outcome, 'response');
    assert.equal((await get(url, { ca: (await makeAuthority()).ca })).outcome, 'tls-untrusted');
  });

  it('knows a plain server where TLS was asked for, and a TLS server where it was not', async () => {
    const plain = await portOf(undefined, (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const [outcome, problem] = endOf(await get(`https://127.0.0.1:${plain}/`, trusting));
    assert.equal(outcome, 'tls-alert');
    assert.match(problem ?? '', /^(ERR_SSL_|EPROTO)/);

    const secure = await portOf(await authority.issue(HERE));
    assert.deepEqual(endOf(await get(`http://127.0.0.1:${secure}/`)), ['reset', 'ECONNRESET']);
    const alerting = await portOf(undefined, (socket) => void socket.end(Buffer.from('15030100020246', 'hex')));
    assert.deepEqual(endOf(await get(`http://127.0.0.1:${alerting}/`)), ['tls-alert', 'TLS_RECORD']);
  });

  it('knows a server that hangs up during the handshake', async () => {
    const port = await portOf(undefined, (socket) => void socket.destroy());
    assert.deepEqual(endOf(await get(`https://127.0.0.1:${port}/`, trusting)), ['reset', 'ECONNRESET']);
  });

  it('knows a server that speaks only TLS 1.1', async () => {
    const port = await portOf(await authority.issue(HERE), OK, {
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    assert.equal((await get(`https://127.0.0.1:${port}/`, trusting)).outcome, 'tls-alert');
  });

  it('shows a client certificate when it has one, and knows the alert when the server asks in vain', async () => {
    const mutual = { ca: authority.ca, requestCert: true, rejectUnauthorized: true };
    const url = `https://127.0.0.1:${await portOf(await authority.issue(HERE), OK, mutual)}/`;
    const inVain = await get(url, trusting);
    assert.deepEqual(endOf(inVain), ['tls-alert', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED']);
    assert.equal(inVain.tls?.clientFingerprint, undefined);

    const client = await authority.issue({ commonName: 'Client' });
    const shown = await get(url, { ...trusting, ...client });
    assert.equal(shown.outcome, 'response');
    assert.equal(shown.tls?.clientFingerprint, certificateFacts(new X509Certificate(client.cert)).fingerprint);
  });

  it('keeps the fingerprint of what it came with when nothing was agreed', async () => {
    const client = await authority.issue({ commonName: 'Client' });
    const port = await portOf(undefined, (socket) => void socket.destroy());
    const sent = await get(`https://127.0.0.1:${port}/`, { ...trusting, ...client });
    assert.deepEqual(sent.tls, { clientFingerprint: certificateFacts(new X509Certificate(client.cert)).fingerprint });
  });
});
