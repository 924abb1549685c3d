import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { EXIT } from '../model/exit-code.ts';
import { refusedInWords } from '../model/refusal.ts';

const CLIENT = [
  process.execPath,
  '--import',
  import.meta.resolve('tsx'),
  join(process.cwd(), 'src/cli/main.ts'),
  'client',
];

/** It asks twice, and trusts anybody. */
const WITHOUT_CERTIFICATE = `
  const { get } = require('node:https');
  for (const path of ['/Slot', '/metadata'])
    get(process.env.ASSAY_BASE_URL + path, { rejectUnauthorized: false }).on('error', () => {});
`;

describe('assay run --role client', function () {
  this.timeout(60_000);
  const desk = Desk.perTest();

  const configured = (client: readonly string[]): Promise<string> =>
    desk.configure(`drive: { command: ${JSON.stringify(client)} }\nvalues: { service: "1000000001" }\n`);

  it('passes the reference client over TLS, and is replayed to the same bytes', async () => {
    await configured(CLIENT);
    assert.equal(
      await desk.assay('run', SUITES, '--role', 'client', '--filter', 'CB-01', '--tls', 'certificates'),
      EXIT.ok,
      desk.err,
    );
    const result = await desk.result();
    const [booked] = result.cases;
    assert.equal(booked?.driven?.exitCode, 0);
    const [exchange] = booked?.steps.flatMap(({ exchanges }) => exchanges) ?? [];
    assert.equal(exchange?.tls?.agreed?.peer[0]?.subject, 'CN=consumer.assay.test');
    assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok);
    assert.equal(result.sut.role, 'client');
  });

  it('goes on with a run that was interrupted, at the same address, and comes to its end', async () => {
    await configured(CLIENT);
    const argv = ['run', SUITES, '--role', 'client', '--filter', 'CB-01', '--filter', 'CS-01'];
    const interrupted = new AbortController();
    const err = (text: string): void => {
      if (/pass/.test(text)) interrupted.abort();
    };
    assert.equal(await desk.assayIn({ signal: interrupted.signal, err }, ...argv), EXIT.harness);
    assert.equal(await desk.assay(...argv, '--resume', await desk.runFolder()), EXIT.ok, desk.err);
    const result = await desk.result();
    assert.deepEqual(
      result.cases.map(({ verdict }) => verdict),
      ['pass', 'pass'],
    );
    assert.ok(result.complete && result.resumed?.length === 1);
    assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok);
  });

  it('does not begin when nothing can ask the client, and charges that to nobody', async () => {
    const argv = ['run', SUITES, '--role', 'client', '--filter', 'CB-01'];
    await configured(['no-such-program']);
    assert.equal(await desk.assay(...argv), EXIT.usage);
    assert.match(desk.err, /error CONFIG_INVALID: .*"no-such-program"/);
    await desk.configure('drive: { url: "http://127.0.0.1:1/hook" }\n');
    assert.equal(await desk.assay(...argv), EXIT.usage);
    assert.match(desk.err, /error UNREACHABLE: /);
    await configured(CLIENT);
    const proxied = ['proxy', SUITES, '--filter', 'CB-01', '--target', 'http://127.0.0.1:2/fhir'];
    assert.equal(await desk.assay(...proxied), EXIT.harness, desk.err);
    assert.deepEqual(await desk.list(), ['assay.config.yaml']);
  });

  it('fails a client that does nothing, by what was awaited', async () => {
    await configured([process.execPath, '-e', '0']);
    assert.equal(await desk.assay('run', SUITES, '--role', 'client', '--filter', 'CB-01'), EXIT.systemUnderTestFailed);
    const result = await desk.result();
    assert.deepEqual([result.cases[0]?.verdict, result.cases[0]?.steps[0]?.verdict], ['fail', 'fail']);
    assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok);
  });

  it('tells of a client without a certificate, in the case that waits for it, and is replayed', async () => {
    await configured([process.execPath, '-e', WITHOUT_CERTIFICATE]);
    const argv = ['run', SUITES, '--role', 'client', '--filter', 'CB-01', '--tls', 'certificates'];
    assert.equal(await desk.assay(...argv), EXIT.systemUnderTestFailed, desk.err);
    const result = await desk.result();
    const [refused] = result.refused;
    assert.deepEqual([refused?.kind, refused?.times, refused?.cases], ['certificate-missing', 2, ['CB-01']]);
    const [missed] = result.cases[0]?.steps[0]?.assertions ?? [];
    assert.ok(missed?.message.endsWith(refusedInWords(result.refused)), missed?.message);
    assert.ok(desk.out.includes(refusedInWords(result.refused)));
    assert.equal(await desk.assay('verify', await desk.bundle(), '--replay'), EXIT.evidenceNotTrusted, desk.err);
  });

  it('meets the client with a certificate that it must not trust, at the address that it knows', async () => {
    const cases = ['--filter', 'CO-31', '--filter', 'CO-33', '--tls', 'certificates'];
    await configured(CLIENT);
    assert.equal(await desk.assay('run', SUITES, '--role', 'client', ...cases), EXIT.ok, desk.err);
    const result = await desk.result();
    assert.deepEqual(
      result.refused.map(({ kind, times, cases: where }) => [kind, times, where]),
      [['tls-fault', 2, ['CO-31', 'CO-33']]],
    );
    assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok);
  });

  it('fails a client that trusts anybody, by the request that came', async () => {
    await configured([...CLIENT.slice(0, -1), 'client', '--defect', 'trusts-any-certificate']);
    const argv = ['run', SUITES, '--role', 'client', '--filter', 'CO-32', '--tls', 'certificates'];
    assert.equal(await desk.assay(...argv), EXIT.systemUnderTestFailed, desk.err);
    const result = await desk.result();
    const wrong = result.cases.find(({ id }) => id === 'CO-32');
    assert.equal(wrong?.steps[0]?.exchanges[0]?.method, 'GET');
    assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok);
  });

  it('listens where it is told to, and its certificate names that', async () => {
    await configured(CLIENT);
    const argv = ['run', SUITES, '--role', 'client', '--filter', 'CB-01', '--tls', 'certificates'];
    assert.equal(await desk.assay(...argv, '--host', '127.0.0.2'), EXIT.ok, desk.err);
    assert.match((await desk.result()).sut.baseUrl, /^https:\/\/127\.0\.0\.2:/);
  });

  describe('as a proxy', () => {
    it('sits between a client and a provider: what passes is judged as it is, and cases that need a simulator are left out', async () => {
      const target = await desk.serve(SUITES);
      await configured(CLIENT);
      assert.equal(await desk.assay('proxy', SUITES, '--target', target, '--filter', 'CB-0'), EXIT.ok, desk.err);
      const result = await desk.result();
      assert.equal(result.sut.answeredBy, target);
      assert.equal(result.cases.find(({ id }) => id === 'CB-01')?.verdict, 'pass');
      const simulated = result.excluded.filter(
        ({ suite, reason }) => suite.includes('client') && reason === 'simulator-only',
      );
      assert.ok(simulated.length > 0);
      assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok);
    });

    for (const { who, provider: ofProvider, client: ofClient, failed } of [
      { who: 'the provider', provider: ['--defect', 'vague-capability'], client: [], failed: 'profile' },
      { who: 'the client', provider: [], client: ['--defect', 'missing-sender'], failed: 'header' },
    ]) {
      it(`judges both halves: ${who} is wrong`, async () => {
        const target = await desk.serve(SUITES, ...ofProvider);
        await configured([...CLIENT, ...ofClient]);
        const argv = ['proxy', SUITES, '--target', target, '--filter', 'CR-06'];
        assert.equal(await desk.assay(...argv), EXIT.systemUnderTestFailed, desk.err);
        const result = await desk.result();
        const assertions = result.cases[0]?.steps.flatMap((step) => step.assertions) ?? [];
        const wrong = assertions
          .filter(({ verdict }) => verdict !== 'pass')
          .map(({ kind, verdict }) => [kind, verdict]);
        assert.deepEqual(wrong[0], [failed, 'fail']);
        assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok);
      });
    }

    it('takes its own words for no answer of the provider', async () => {
      const mute = createServer((socket) => socket.destroy());
      await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
      const target = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
      await configured(CLIENT);
      const exit = await desk.assay('proxy', SUITES, '--target', target, '--filter', 'CR-06');
      mute.close();
      assert.equal(exit, EXIT.harness, desk.err);
      const result = await desk.result();
      const [step] = result.cases[0]?.steps ?? [];
      assert.equal(step?.assertions.find(({ kind }) => kind === 'profile')?.verdict, 'error');
      assert.ok(!step?.assertions.some(({ verdict }) => verdict === 'fail'));
      assert.equal(await desk.assay('replay', await desk.bundle()), EXIT.ok);
    });

    it('asks the client for a certificate, and shows the provider its own', async () => {
      const target = await desk.serve(SUITES, '--tls', 'theirs');
      await configured(CLIENT);
      const shown = ['--ca', 'theirs/root.pem', '--client-cert', 'theirs/own.pem', '--client-key', 'theirs/own.key'];
      const argv = [
        'proxy',
        SUITES,
        '--target',
        target,
        '--filter',
        'CB-01',
        '--tls',
        'ours',
        '--host',
        '127.0.0.2',
        ...shown,
      ];
      assert.equal(await desk.assay(...argv, '--sut-name', 'Booking desk'), EXIT.ok, desk.err);
      const result = await desk.result();
      assert.deepEqual([result.cases[0]?.verdict, result.sut.name], ['pass', 'Booking desk']);
      assert.match(result.sut.baseUrl, /^https:\/\/127\.0\.0\.2:/);
      const exchanges = result.cases[0]?.steps.flatMap((step) => step.exchanges) ?? [];
      assert.deepEqual(
        [...new Set(exchanges.map(({ tls }) => tls?.agreed?.peer[0]?.subject))],
        ['CN=consumer.assay.test'],
      );
      assert.equal(await desk.assay('verify', await desk.bundle(), '--replay'), EXIT.evidenceNotTrusted, desk.err);
    });
  });

  it('refuses a target: a client calls, and is not called', async () => {
    assert.equal(await desk.assay('run', SUITES, '--role', 'client', '--target', 'http://127.0.0.1:1'), EXIT.usage);
    assert.match(desk.err, /USAGE/);
  });
});
