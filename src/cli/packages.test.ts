import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { opened } from '../../fixtures/bundles/tampering.ts';
import { testContext } from '../../fixtures/cli/test-context.ts';
import { specFiles } from '../../scripts/spec-data.ts';
import { readTarball } from '../fhir/tarball.ts';
import { writeTarball } from '../fhir/write-tarball.ts';
import { sha256 } from '../model/digest.ts';
import { EXIT } from '../model/exit-code.ts';
import type { JsonObject } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { RunResult } from '../model/result.ts';
import { lint } from './commands/lint.ts';
import { replay } from './commands/replay.ts';
import { run } from './commands/run.ts';
import type { Context } from './context.ts';

const SUITES = join(process.cwd(), 'suites/uec-booking');
const SLOT = 'https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Slot-1';

/** What is published, as far as this test is concerned. */
const slotProfile = (element: JsonObject): JsonObject => ({
  resourceType: 'StructureDefinition',
  url: SLOT,
  version: '1.1.0',
  name: 'CareConnect-Slot-1',
  kind: 'resource',
  type: 'Slot',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Slot',
  derivation: 'constraint',
  differential: { element: [element] },
});

const LENIENT = slotProfile({ id: 'Slot.comment', path: 'Slot.comment', max: '0' });
const STRICT = slotProfile({ id: 'Slot.comment', path: 'Slot.comment', min: 1 });

describe('assay run --package', function () {
  this.timeout(60_000);
  let folder: string;
  let out = '';
  let err: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-packages-'));
    out = '';
    err = '';
  });
  afterEach(() => rm(folder, { recursive: true }));

  const context = (): Context =>
    testContext({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'config') },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });

  const runWith = (packages: readonly string[], filter: readonly string[] = ['SS-16']): Promise<number> =>
    run(
      SUITES,
      {
        filter,
        tag: [],
        set: [],
        defect: [],
        package: packages,
        workers: 1,
        deadline: 5_000,
        evidence: 'evidence',
      },
      context(),
    );

  async function sealed() {
    const name = (await readdir(join(folder, 'evidence'))).find((one) => one.endsWith('.zip')) ?? '';
    const path = join(folder, 'evidence', name);
    const { files } = opened(await readFile(path));
    const read = (file: string): unknown => JSON.parse(Buffer.from(files.get(`data/${file}`) ?? []).toString());
    return { path, files, plan: read('plan.json') as RunPlan, result: read('results.json') as RunResult };
  }

  const put = async (file: string, content: Uint8Array | JsonObject): Promise<string> => {
    const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), bytes);
    return file;
  };

  /** What was found, but for information: that a code is not of the value set that FHIR prefers is no fault. */
  const codesOf = ({ cases }: RunResult): readonly string[] =>
    cases
      .flatMap(({ steps }) => steps)
      .flatMap(({ assertions }) => assertions)
      .flatMap(({ diagnostics }) => diagnostics)
      .filter(({ severity }) => severity !== 'information')
      .map(({ code, rule }) => `${code} ${rule}`);

  it('without a package says that our rules stood for the official ones', async () => {
    assert.equal(await runWith([]), EXIT.ok);
    const { plan, result } = await sealed();
    assert.deepEqual(plan.packages, []);
    assert.ok(codesOf(result).includes(`PROFILE_STAND_IN ${SLOT}`));
    assert.ok(result.notChecked > 1);
    assert.match(out, /not checked: \d+ times[^\n]*\n +\d+ x [^\n]*CareConnect-Slot-1/);
  });

  it('judges by the official definitions of a folder, and so does replay from the bundle alone', async () => {
    await put('official/profiles/slot with a space.json', STRICT);
    assert.equal(await runWith(['official']), EXIT.systemUnderTestFailed);
    const { path, result } = await sealed();
    assert.ok(codesOf(result).includes(`MISSING_ELEMENT ${SLOT}|1.1.0#Slot.comment`));
    assert.ok(!codesOf(result).includes(`PROFILE_STAND_IN ${SLOT}`));
    await rm(join(folder, 'official'), { recursive: true });
    assert.equal(await replay(path, {}, context()), EXIT.ok);
  });

  it('seals an archive as it was given and names it, its version and its digest', async () => {
    const manifest = { name: 'uk.example.booking', version: '2.0.0' };
    const files = { 'package/package.json': manifest, 'package/slot.json': LENIENT };
    const archive = writeTarball(
      new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(JSON.stringify(content))])),
    );
    await put('official.tgz', archive);
    assert.equal(await runWith(['official.tgz']), EXIT.ok);
    const { path, plan, files: bundled } = await sealed();
    const file = 'packages/01-official.tgz';
    assert.deepEqual(plan.packages, [{ file, sha256: sha256(archive), ...manifest }]);
    assert.ok(plan.inputs.some((input) => input.path === file && input.sha256 === sha256(archive)));
    assert.deepEqual(Buffer.from(bundled.get(`data/suite/${file}`) ?? []), Buffer.from(archive));
    assert.equal(await replay(path, {}, context()), EXIT.ok);
  });

  it('looks for a definition in the packages in the order in which they are named', async () => {
    const [lenient, strict] = [await put('b/slot.json', LENIENT), await put('a/slot.json', STRICT)];
    assert.equal(await runWith([lenient, strict]), EXIT.ok);
    const { path, plan } = await sealed();
    assert.deepEqual(
      plan.packages.map(({ file }) => file),
      ['packages/01-slot.tgz', 'packages/02-slot.tgz'],
    );
    assert.equal(await replay(path, {}, context()), EXIT.ok);
    await rm(join(folder, 'evidence'), { recursive: true });
    assert.equal(await runWith([strict, lenient]), EXIT.systemUnderTestFailed);
  });

  it('takes a large package with things that are no definitions', async () => {
    await put('large/slot.json', LENIENT);
    await put('large/example.json', { resourceType: 'Binary', content: randomBytes(6_000_000).toString('base64') });
    assert.equal(await runWith(['large']), EXIT.ok);
    const { path, files } = await sealed();
    const archive = files.get('data/suite/packages/01-large.tgz') ?? new Uint8Array();
    assert.deepEqual([...readTarball('large', archive).files.keys()], ['example.json', 'slot.json']);
    assert.equal(await replay(path, {}, context()), EXIT.ok);
  });

  it('finds no fault in the reference provider by the official definitions, and leaves no rule unchecked (needs ../shared/spec-data)', async function () {
    const official = specFiles('uec-careconnect-stu3/conformance');
    if (official === undefined) this.skip();
    await put('official.tgz', writeTarball(official));
    assert.equal(await runWith(['official.tgz'], []), EXIT.ok);
    const { result } = await sealed();
    const unknown = codesOf(result).filter((one) => !one.startsWith('UNKNOWN_EXTENSION'));
    assert.deepEqual(unknown, [], 'but the extension that a case invents');
    assert.ok(result.cases.length > 80);
  });

  it('refuses what is no package, is unsafe or is a bomb, before anything is sent', async () => {
    const outside = writeTarball(new Map([['../outside.json', Buffer.from('{}')]]));
    await put('outside.tgz', outside);
    await put('bomb.tgz', gzipSync(Buffer.alloc(300 * 1024 * 1024)));
    await put('plain.tgz', Buffer.from('no archive'));
    await put('empty/readme.txt', Buffer.from('nothing'));
    for (const [name, code] of [
      ['outside.tgz', 'PACKAGE_UNSAFE'],
      ['bomb.tgz', 'PACKAGE_LIMIT'],
      ['plain.tgz', 'PACKAGE_UNREADABLE'],
      ['empty', 'PACKAGE_UNREADABLE'],
      ['nowhere', 'FILE_NOT_FOUND'],
    ] as const) {
      err = '';
      assert.equal(await runWith([name]), EXIT.usage, name);
      assert.match(err, new RegExp(code), name);
      assert.equal(await lint([SUITES], { package: [name] }, context()), EXIT.usage, name);
    }
    await assert.rejects(readdir(join(folder, 'evidence')));
  });
});
