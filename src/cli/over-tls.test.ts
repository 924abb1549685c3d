import assert from 'node:assert/strict';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import type { ExchangeRecord } from '../model/exchange.ts';
import { EXIT } from '../model/exit-code.ts';
import type { RunPlan } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { DEFECTS_OF_CONNECTIONS, DEFECTS_OF_PREFLIGHTS } from '../simulate/run-in-memory.test.ts';

describe('a run over TLS with client certificates', function () {
  this.timeout(60_000);
  const desk = Desk.perTest();

  const exchanges = async (): Promise<readonly ExchangeRecord[]> =>
    (await desk.events()).flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange] : []));

  /** The cases that ended in this way, with the reason for it. */
  const endedIn = async (verdict: Verdict, evidence?: string): Promise<Readonly<Record<string, string | undefined>>> =>
    Object.fromEntries(
      (await desk.events(evidence)).flatMap((event) =>
        event.type === 'case-finished' && event.verdict === verdict ? [[event.case, event.reason] as const] : [],
      ),
    );

  const replayOf = async (evidence: string): Promise<number> => desk.assay('replay', await desk.bundle(evidence));

  /** In how many files of a folder any line of the text stands. */
  function holdersOf(text: string, folder: string): number {
    const lines = text.split('\n').filter((line) => line.length > 40);
    return desk.texts(folder).filter((written) => lines.some((line) => written.includes(line))).length;
  }

  it('is what the reference provider asks for', async () => {
    assert.equal(await desk.assay('run', SUITES, '--filter', 'CP-02'), EXIT.ok, desk.err);
    const [exchange] = await exchanges();
    assert.match(exchange?.url ?? '', /^https:/);
    assert.equal(exchange?.tls?.agreed?.protocol, 'TLSv1.3');
    assert.match(exchange?.tls?.clientFingerprint ?? '', /^[0-9a-f]{64}$/);
  });

  it('leaves out what is about TLS when the provider is reached without it', async () => {
    const argv = ['run', SUITES, '--target', 'http://127.0.0.1:65000', '--filter', 'transport', '--filter', 'CP-02'];
    await desk.assay(...argv);
    const { cases, excluded } = JSON.parse((await desk.sealed('plan.json')).toString()) as RunPlan;
    assert.deepEqual(
      cases.map(({ id }) => id),
      ['CP-02'],
    );
    assert.ok(excluded.some(({ id, reason }) => id === 'TL-03' && reason === 'plain-http'));
  });

  describe('shows each defect of the reference provider that only connections show', () => {
    for (const [name, { fails }] of DEFECTS_OF_CONNECTIONS) {
      it(name, async () => {
        assert.notDeepEqual(fails, []);
        assert.equal(
          await desk.assay('run', SUITES, '--tag', 'transport', '--defect', name),
          EXIT.systemUnderTestFailed,
          desk.err,
        );
        assert.deepEqual(Object.keys(await endedIn('fail')).sort(), fails);
      });
    }
  });

  describe('comes to no case when a defect of the reference provider lets nobody in', () => {
    for (const [name] of DEFECTS_OF_PREFLIGHTS) {
      it(name, async () => {
        assert.equal(await desk.assay('run', SUITES, '--filter', 'CP-02', '--defect', name), EXIT.harness, desk.err);
        const [exchange] = await exchanges();
        assert.equal(exchange?.outcome, name === 'ends-handshakes' ? 'tls-alert' : 'tls-untrusted');
        assert.deepEqual(Object.keys(await endedIn('skip')), ['CP-02']);
      });
    }
  });

  it('meets a provider at another address, which its certificate names', async () => {
    const url = await desk.serve(SUITES, '--tls', 'pki', '--host', '127.0.0.2');
    assert.match(url, /^https:\/\/127\.0\.0\.2:\d+$/);
    assert.equal(
      await desk.assay('run', SUITES, '--config', 'pki/assay.config.yaml', '--filter', 'CP-02'),
      EXIT.ok,
      desk.err,
    );
  });

  it('meets a provider that is served apart, by the configuration that it writes; the key stands in no evidence', async () => {
    const config = 'pki/assay.config.yaml';
    await desk.serve(SUITES, '--tls', 'pki');
    assert.equal(await desk.assay('run', SUITES, '--config', config, '--filter', 'CP-02'), EXIT.ok, desk.err);
    const key = await desk.read('pki/own.key');
    assert.equal(holdersOf(key, 'pki'), 1);
    assert.equal(holdersOf(key, 'evidence'), 0);

    assert.equal(
      await desk.assay('run', SUITES, '--config', config, '--tag', 'transport', '--evidence', 'whole'),
      EXIT.ok,
    );
    assert.equal(await replayOf('whole'), EXIT.ok);

    const others = (await desk.read(config)).split('\n').filter((line) => !/identities|revoked:|expired:/.test(line));
    await desk.write(config, others.map((line) => line.replace(/^ {4}.*$/, '')).join('\n'));
    assert.equal(
      await desk.assay('run', SUITES, '--config', config, '--tag', 'transport', '--evidence', 'part'),
      EXIT.systemUnderTestFailed,
    );
    const skipped = await endedIn('skip', 'part');
    assert.deepEqual(Object.keys(skipped).sort(), ['TL-03', 'TL-04', 'TL-05', 'TL-06']);
    assert.match(skipped['TL-03'] ?? '', /tls\.identities\.expired/);
    assert.equal(await replayOf('part'), EXIT.ok);
  });
});
