import assert from 'node:assert/strict';
import { smallRun } from '../../fixtures/bundles/small-run.ts';
import type { JournalLine } from '../model/event.ts';
import type { TlsAgreement } from '../model/exchange.ts';
import type { RunPlan } from '../model/plan.ts';
import { factFiles, PACKAGES_LOCK, RUN_FACTS, runFacts } from './fact-files.ts';
import { readJournal } from './read-journal.ts';

describe('files of facts', () => {
  const files = smallRun({ 'A-01': 'pass' }, { nonce: 'letter-17', exchanges: 2 });
  const plan: RunPlan = JSON.parse(Buffer.from(files.get('plan.json') ?? []).toString());
  const { lines } = readJournal(files.get('journal.jsonl') ?? new Uint8Array());

  it('say when, where, by what and of whom a run was made', () => {
    const { hosts, claimed, engine, nonce, finishedAt, startedAt, tls } = runFacts(plan, lines);
    assert.deepEqual(hosts, [{ node: 'v20.19.0', platform: 'linux' }]);
    assert.deepEqual([claimed, engine, nonce], [plan.sut, plan.engine, 'letter-17']);
    assert.deepEqual([startedAt, finishedAt, tls], ['2026-03-03T10:15:00.000Z', '2026-03-03T10:15:00.000Z', []]);
  });

  it('name the authority of time that was asked, and none that was not', () => {
    const timeAuthority = 'https://tsa.example/stamp';
    assert.equal(runFacts({ ...plan, timeAuthority }, lines).timeAuthority, timeAuthority);
    assert.ok(!('timeAuthority' in runFacts(plan, lines)));
  });

  it('give no end to a run that has none', () => {
    assert.equal(runFacts(plan, lines.slice(0, -1)).finishedAt, undefined);
  });

  it('have every agreement on TLS once, in whatever order its members are', () => {
    const agreed: TlsAgreement = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', peer: [] };
    const turned: TlsAgreement = { peer: [], cipher: agreed.cipher, protocol: agreed.protocol };
    const overTls = lines.map((line, place): JournalLine => {
      const { event } = line;
      if (event.type !== 'exchange-recorded') return line;
      const tls = { agreed: place % 2 === 0 ? agreed : turned };
      return { ...line, event: { ...event, exchange: { ...event.exchange, tls } } };
    });
    assert.deepEqual(runFacts(plan, overTls).tls, [agreed]);
  });

  it('lock packages and profiles of our own by their digests', () => {
    const file = 'fixtures/a/slot.json';
    const own = { file, url: 'https://example.org/slot' };
    const profiles = {
      slot: { own, official: 'https://example.org/official' },
      other: { official: 'https://example.org/x' },
    };
    const inputs = [{ path: file, sha256: 'a'.repeat(64) }];
    const packages = [{ file: 'packages/1.tgz', sha256: 'b'.repeat(64), name: 'p', version: '1.0.0' }];
    const made = factFiles({ ...plan, api: { ...plan.api, profiles }, inputs, packages }, lines);
    assert.deepEqual([...made.keys()], [RUN_FACTS, PACKAGES_LOCK]);
    assert.deepEqual(JSON.parse(Buffer.from(made.get(PACKAGES_LOCK) ?? []).toString()), {
      schema: 'assay/packages-lock/1',
      fhirVersion: 'stu3',
      packages,
      profiles: [{ ...own, sha256: 'a'.repeat(64), standsFor: 'https://example.org/official' }],
    });
  });
});
