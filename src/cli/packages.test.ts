import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { Desk, SUITES } from '../../fixtures/cli/desk.ts';
import { specFiles } from '../../scripts/spec-data.ts';
import { readTarball } from '../fhir/tarball.ts';
import { writeTarball } from '../fhir/write-tarball.ts';
import { sha256 } from '../model/digest.ts';
import { EXIT } from '../model/exit-code.ts';
import type { JsonObject } from '../model/json.ts';
import type { RunPlan } from '../model/plan.ts';
import type { RunResult } from '../model/result.ts';

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
  this.timeout(120_000);
  const desk = Desk.perTest();

  const run = (packages: readonly string[], selection = ['--filter=SS-16']): Promise<number> =>
    desk.assay('run', SUITES, ...selection, ...packages.flatMap((path) => ['--package', path]));

  const replay = async (): Promise<number> => desk.assay('replay', await desk.bundle());

  const planned = async (): Promise<RunPlan> => JSON.parse((await desk.sealed('plan.json')).toString());

  const put = (file: string, content: Uint8Array | JsonObject): Promise<string> =>
    desk.write(file, content instanceof Uint8Array ? content : JSON.stringify(content));

  /** What was found, but for information: that a code is not of the value set that FHIR prefers is no fault. */
  const codesOf = ({ cases }: RunResult): readonly string[] =>
    cases
      .flatMap(({ steps }) => steps)
      .flatMap(({ assertions }) => assertions)
      .flatMap(({ diagnostics }) => diagnostics)
      .filter(({ severity }) => severity !== 'information')
      .map(({ code, rule }) => `${code} ${rule}`);

  it('without a package says that our rules stood for the official ones', async () => {
    assert.equal(await run([]), EXIT.ok, desk.err);
    const result = await desk.result();
    assert.deepEqual((await planned()).packages, []);
    assert.ok(codesOf(result).includes(`PROFILE_STAND_IN ${SLOT}`));
    assert.ok(result.notChecked > 1);
    assert.match(desk.out, /not checked +\d+ times[^\n]*\n +\d+ x [^\n]*CareConnect-Slot-1/);
  });

  it('judges by the official definitions of a folder, and so does replay from the bundle alone', async () => {
    await put('official/profiles/slot with a space.json', STRICT);
    assert.equal(await run(['official']), EXIT.systemUnderTestFailed);
    const result = await desk.result();
    assert.ok(codesOf(result).includes(`MISSING_ELEMENT ${SLOT}|1.1.0#Slot.comment`));
    assert.ok(!codesOf(result).includes(`PROFILE_STAND_IN ${SLOT}`));
    await rm(desk.path('official'), { recursive: true });
    assert.equal(await replay(), EXIT.ok);
  });

  it('seals an archive as it was given and names it, its version and its digest', async () => {
    const manifest = { name: 'uk.example.booking', version: '2.0.0' };
    const files = { 'package/package.json': manifest, 'package/slot.json': LENIENT };
    const archive = writeTarball(
      new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(JSON.stringify(content))])),
    );
    await put('official.tgz', archive);
    assert.equal(await run(['official.tgz']), EXIT.ok);
    const plan = await planned();
    const file = 'packages/01-official.tgz';
    assert.deepEqual(plan.packages, [{ file, sha256: sha256(archive), ...manifest }]);
    assert.ok(plan.inputs.some((input) => input.path === file && input.sha256 === sha256(archive)));
    assert.deepEqual(await desk.sealed(`suite/${file}`), Buffer.from(archive));
    assert.equal(await replay(), EXIT.ok);
  });

  it('looks for a definition in the packages in the order in which they are named', async () => {
    const [lenient, strict] = [await put('b/slot.json', LENIENT), await put('a/slot.json', STRICT)];
    assert.equal(await run([lenient, strict]), EXIT.ok);
    assert.deepEqual(
      (await planned()).packages.map(({ file }) => file),
      ['packages/01-slot.tgz', 'packages/02-slot.tgz'],
    );
    assert.equal(await replay(), EXIT.ok);
    await rm(desk.path('evidence'), { recursive: true });
    assert.equal(await run([strict, lenient]), EXIT.systemUnderTestFailed);
  });

  it('takes a large package with things that are no definitions', async () => {
    await put('large/slot.json', LENIENT);
    await put('large/example.json', { resourceType: 'Binary', content: randomBytes(6_000_000).toString('base64') });
    assert.equal(await run(['large']), EXIT.ok);
    const archive = await desk.sealed('suite/packages/01-large.tgz');
    assert.deepEqual([...readTarball('large', archive).files.keys()], ['example.json', 'slot.json']);
    assert.equal(await replay(), EXIT.ok);
  });

  it('finds no fault in the reference provider by the official definitions, and leaves no rule unchecked (needs ../shared/spec-data)', async function () {
    const official = specFiles('uec-careconnect-stu3/conformance');
    if (official === undefined) this.skip();
    await put('official.tgz', writeTarball(official));
    assert.equal(await run(['official.tgz'], []), EXIT.ok, desk.err);
    const result = await desk.result();
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
      assert.equal(await run([name]), EXIT.usage, name);
      assert.match(desk.err, new RegExp(code), name);
      assert.equal(await desk.assay('lint', SUITES, '--package', name), EXIT.usage, name);
    }
    await assert.rejects(desk.list('evidence'));
  });
});
