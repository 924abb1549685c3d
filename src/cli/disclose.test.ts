import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { randomFrom } from '../../fixtures/bundles/forgeries/random.ts';
import { opened } from '../../fixtures/bundles/tampering.ts';
import { plant } from '../../fixtures/canaries/campaign.ts';
import { plantings } from '../../fixtures/canaries/plantings.ts';
import { Desk } from '../../fixtures/cli/desk.ts';
import { commitmentOf, type RedactionEntry } from '../evidence/disclose/redactions.ts';
import { EVIDENCE_SCHEMAS } from '../evidence/schema/evidence-schemas.ts';
import { EXIT } from '../model/exit-code.ts';

/** One name and one password, in a header and in a body. */
const CANARIES = plantings(randomFrom(7)).filter(
  ({ kind, encoding, place }) =>
    /^(?:name|password)$/.test(kind) && encoding === 'plain' && /^(?:body|header)$/.test(place),
);

const PASSPHRASE = 'seventeen herons';

describe('assay disclose', function () {
  this.timeout(120_000);
  const desk = Desk.perSuite();
  let bundle: Uint8Array;
  let openings: Uint8Array;
  let mode: number;
  let terminal: string;
  before(async () => {
    for (const name of ['own', 'other']) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      await desk.write(`${name}.key`, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
      await desk.write(`${name}.pub`, publicKey.export({ type: 'spki', format: 'pem' }));
      const locked = { cipher: 'aes-256-cbc', passphrase: PASSPHRASE };
      await desk.write(`${name}.locked.key`, privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }), 0o600);
    }
    ({ terminal } = await plant(CANARIES, ['--keep-openings', desk.path('own.pub')], async (folder) => {
      const evidence = join(folder, 'evidence');
      const named = async (ending: string): Promise<string> =>
        join(evidence, (await readdir(evidence)).find((name) => name.endsWith(ending)) ?? assert.fail(ending));
      bundle = await readFile(await named('.evidence.zip'));
      openings = await readFile(await named('.openings.json'));
      mode = (await stat(await named('.openings.json'))).mode & 0o777;
    }));
    await desk.write('run.evidence.zip', bundle);
    await desk.write('run.openings.json', openings);
  });

  const disclosed = (id: string, key = 'own.key') =>
    desk.assay('disclose', id, '--openings', 'run.openings.json', '--key', key);
  const entries = (): readonly RedactionEntry[] =>
    JSON.parse(Buffer.from(opened(bundle).files.get('data/redactions.json') ?? []).toString()).redactions;

  /** The codes of the findings of a disclosure. */
  async function verified(disclosure: string): Promise<readonly string[]> {
    await desk.write('disclosed.json', disclosure);
    await desk.assay('verify', 'run.evidence.zip', '--disclosed', 'disclosed.json', '--json');
    const { findings } = JSON.parse(desk.out) as { findings: readonly { code: string }[] };
    return findings.map(({ code }) => code).filter((code) => /DISCLOSURE/.test(code));
  }

  it('opens the commitment to every value that was replaced, and says where it stood', async () => {
    const values = new Set<string>();
    for (const { id, file, at, commit } of entries()) {
      assert.equal(await disclosed(id), EXIT.ok);
      const opening = JSON.parse(desk.out);
      assert.equal(commitmentOf(opening), commit);
      assert.equal(opening.pointer, `${file}#${at}`);
      assert.deepEqual(await verified(desk.out), []);
      values.add(opening.value);
    }
    for (const { value } of CANARIES) assert.ok(values.has(value), value);
  });

  it('is held to the value, its salt and its place', async () => {
    await disclosed('r-1');
    const opening = JSON.parse(desk.out);
    const changes = [{ value: 'Somebody' }, { salt: '0'.repeat(32) }, { pointer: 'exchanges/0001-01.req.http#url' }];
    for (const change of changes) {
      assert.deepEqual(await verified(JSON.stringify({ ...opening, ...change })), ['DISCLOSURE_DIFFERS']);
    }
    assert.deepEqual(await verified(JSON.stringify({ ...opening, id: 'r-2' })), ['DISCLOSURE_DIFFERS']);
    assert.deepEqual(await verified(JSON.stringify({ ...opening, id: 'r-9999' })), ['DISCLOSURE_INVALID']);
    assert.deepEqual(await verified('{}'), ['DISCLOSURE_INVALID']);
  });

  it('writes what the published schemas say', async () => {
    const document = JSON.parse(Buffer.from(opened(bundle).files.get('data/redactions.json') ?? []).toString());
    await disclosed('r-1');
    const opening = JSON.parse(desk.out);
    for (const [name, value] of Object.entries({ redactions: document, disclosure: opening })) {
      const fits = new Ajv2020().compile(EVIDENCE_SCHEMAS[`${name}.schema.json`] ?? assert.fail(name));
      assert.ok(fits(value), name);
      assert.equal(fits({ ...(value as object), original: 'Somebody' }), false, name);
    }
  });

  it('keeps openings for the owner of the key alone', async () => {
    assert.equal(mode, 0o600);
    for (const { value } of CANARIES) assert.ok(!Buffer.from(openings).includes(value));
    assert.equal(await disclosed('r-1', 'other.key'), EXIT.usage);
    assert.match(desk.err, /OPENINGS_UNREADABLE/);
    await disclosed('r-9999');
    assert.match(desk.err, /DISCLOSURE_INVALID/);
    assert.equal(await desk.assay('run', '--keep-openings', 'run.openings.json'), EXIT.usage);
    assert.match(desk.err, /KEY_TYPE/);
  });

  it('opens with an encrypted key by the environment, or by what is typed', async () => {
    const argv = ['disclose', 'r-1', '--openings', 'run.openings.json', '--key', 'own.locked.key'];
    const typing = (text: string) => ({ attended: true, stdin: () => Readable.from([`${text}\n`]) });
    const byEnvironment = (passphrase: string) => ({ env: { ASSAY_KEY_PASSPHRASE: passphrase } });
    for (const setting of [typing(PASSPHRASE), byEnvironment(PASSPHRASE)]) {
      assert.equal(await desk.assayIn(setting, ...argv), EXIT.ok, desk.err);
      assert.match(desk.out, /"id":"r-1"/);
    }
    for (const setting of [{}, typing('another'), byEnvironment('another')]) {
      assert.equal(await desk.assayIn(setting, ...argv), EXIT.usage);
      assert.match(desk.err, /KEY_PASSPHRASE/);
    }
    await chmod(desk.path('own.locked.key'), 0o644);
    assert.equal(await desk.assayIn(byEnvironment(PASSPHRASE), ...argv), EXIT.usage);
    assert.match(desk.err, /KEY_PERMISSIONS/);
  });

  it('is told of by the run that kept the openings', () => {
    assert.match(terminal, /^openings \S*\.openings\.json/m);
  });

  it('gives the same value another commitment at each place', () => {
    const commits = entries().map(({ commit }) => commit);
    assert.equal(new Set(commits).size, commits.length);
    assert.ok(commits.length >= CANARIES.length);
  });
});
