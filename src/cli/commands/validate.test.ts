import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Desk } from '../../../fixtures/cli/desk.ts';
import { createValidator } from '../../fhir/validator.ts';
import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import { EXIT } from '../../model/exit-code.ts';
import { HarnessError } from '../../model/harness-error.ts';
import type { JsonObject } from '../../model/json.ts';
import { validate } from './validate.ts';

const PATIENT: JsonObject = {
  resourceType: 'Patient',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
  name: [{ family: 'Sample', given: ['Ada'] }],
  gender: 'female',
};

const PROFILE = 'https://example.org/StructureDefinition/Dated';
const DEFINITION: JsonObject = {
  resourceType: 'StructureDefinition',
  url: PROFILE,
  version: '1.0.0',
  name: 'Dated',
  status: 'draft',
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  differential: { element: [{ id: 'Patient.birthDate', path: 'Patient.birthDate', min: 1 }] },
};

const SLOT_XML = `<?xml version="1.0"?>
<Slot xmlns="http://hl7.org/fhir">
  <schedule><reference value="Schedule/1"/></schedule>
  <status value="fre"/>
  <start value="2026-01-05T09:00:00Z"/>
  <end value="2026-01-05T09:20:00Z"/>
</Slot>`;

describe('assay validate', function () {
  this.timeout(30_000);
  const desk = Desk.perTest();

  const put = (name: string, content: unknown): Promise<string> => {
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    return desk.write(name, isRaw ? content : JSON.stringify(content, null, 2));
  };

  const run = (...argv: readonly string[]): Promise<number> => desk.assay('validate', ...argv);
  const runOn = (stdin: string): Promise<number> => desk.assayIn({ stdin: () => stream(stdin) }, 'validate', '-');

  /** Each error as `CODE file:line:column fhirpath`. */
  async function errors(...argv: readonly string[]): Promise<readonly string[]> {
    await run(...argv, '--json');
    const resources: readonly { readonly diagnostics: readonly Diagnostic[] }[] = JSON.parse(desk.out).resources;
    return resources
      .flatMap(({ diagnostics }) => diagnostics)
      .filter(isError)
      .map(({ code, location: { source, fhirpath } = {} }) =>
        [code, ...(source ? [`${source.file}:${source.line}:${source.column}`] : []), fhirpath ?? ''].join(' ').trim(),
      );
  }

  describe('says of a resource', () => {
    it('that it is valid, and ends with 0', async () => {
      await put('patient.json', PATIENT);
      assert.equal(await run('patient.json'), EXIT.ok);
      assert.equal(
        desk.out,
        '✔ valid  patient.json  Patient, STU3 (default)\n1 file, 0 errors, 0 warnings, 0 not checked\n',
      );
    });

    it('what is wrong and where in JSON, with the lines around it, and ends with 1', async () => {
      await put('patient.json', { ...PATIENT, gender: 'F' });
      assert.equal(await run('patient.json'), EXIT.systemUnderTestFailed);
      assert.match(desk.out, /^✘ invalid {2}patient\.json {2}Patient, STU3 \(default\): 1 error/);
      assert.match(desk.out, /patient\.json:17:3 {2}error BINDING {2}Patient\.gender/);
      assert.match(desk.out, /> 17 \| {3}"gender": "F"\n {7}\| {3}\^{8}\n/);
      assert.match(desk.out, /rule: http:\/\/hl7\.org\/fhir\/StructureDefinition\/Patient\|3\.0\.2#Patient\.gender/);
    });

    it('what is wrong and where in XML', async () => {
      await put('slot.xml', SLOT_XML);
      assert.deepEqual(await errors('slot.xml'), ['BINDING slot.xml:4:3 Slot.status']);
    });

    it('what was not checked, once for each reason with its count, and no word of it being valid', async () => {
      const unknown = { ...PATIENT, extension: [{ url: 'https://example.org/a', valueString: 'x' }] };
      await put('a.json', unknown);
      await put('b.json', unknown);
      assert.equal(await run('a.json', 'b.json'), EXIT.ok);
      assert.match(desk.out, /✔ no errors {2}a\.json {2}Patient, STU3 \(default\): 1 not checked/);
      assert.match(desk.out, /2 files, 0 errors, 0 warnings, 2 not checked\n {4}2 × The extension/);
      assert.equal(desk.out.match(/https:\/\/example\.org\/a/g)?.length, 1);
    });

    it('that the validation was stopped, which is neither valid nor invalid, and ends with 3', async () => {
      const bundle = (resource: JsonObject): JsonObject => ({
        resourceType: 'Bundle',
        type: 'collection',
        entry: Array.from({ length: 3000 }, () => ({ resource })),
      });
      const hurried = (paths: readonly string[], json = false): Promise<number> =>
        validate(paths, { profile: [], package: [], timeLimit: 5, json }, desk.context());
      await put('large.json', bundle(PATIENT));
      assert.equal(await hurried(['large.json']), EXIT.harness);
      assert.match(desk.out, /^✘ stopped/);
      assert.equal(await hurried(['large.json'], true), EXIT.harness);
      assert.equal(JSON.parse(desk.out).valid, false);
      await put('small.json', { ...PATIENT, gender: 'F' });
      assert.equal(await hurried(['large.json', 'small.json']), EXIT.systemUnderTestFailed);
      assert.equal(await run('large.json'), EXIT.ok);
    });

    it('the profiles that it was checked against, and the file where there is no place in it', async () => {
      await put('dated.json', DEFINITION);
      await put('patient.json', { ...PATIENT, birthDate: '1980-02-29', meta: { profile: [PROFILE, 'urn:none'] } });
      await run('patient.json', '--package=dated.json');
      assert.match(desk.out, /^✔ no errors {2}patient\.json {2}Patient, STU3 \(default\), Dated: 1 not checked/);
      await put('empty.json', '');
      await run('empty.json');
      assert.match(
        desk.out,
        /^✘ invalid {2}empty\.json {2}no resource: 1 error\n\n {2}empty\.json {2}error EMPTY_BODY/,
      );
    });

    it('nothing that steers the terminal, in lines that fit it', async () => {
      await put('patient.json', { ...PATIENT, ['\u001b[2J'.repeat(60)]: 1, gender: 'word '.repeat(40) });
      await desk.assayIn({ columns: 60 }, 'validate', 'patient.json');
      assert.doesNotMatch(desk.out.replaceAll('\n', ''), /\p{Cc}/u);
      const frames = desk.out.split('\n').filter((line) => /^ +(>|\d+) /.test(line));
      assert.deepEqual(
        frames.filter((line) => line.length > 60),
        [],
      );
    });
  });

  describe('reads', () => {
    it('folders with all below them in the order of their paths, each file once, without what is hidden', async () => {
      for (const file of ['b/2.json', 'b/1.JSON', 'a.json', 'b/c/3.json', '.git/4.json', 'node_modules/5.json'])
        await put(file, PATIENT);
      await put('b/readme.md', 'no resource');
      await symlink(desk.path('a.json'), desk.path('b/link.json'));
      await symlink(desk.folder, desk.path('b/loop.json'));
      assert.equal(await run('.', 'a.json', '--json'), EXIT.ok);
      assert.deepEqual(
        JSON.parse(desk.out).resources.map(({ file }: { file: string }) => file),
        ['a.json', 'b/1.JSON', 'b/2.json', 'b/c/3.json', 'b/link.json'],
      );
    });

    it('one resource a line in .ndjson, each at its line of the file', async () => {
      const lines = [PATIENT, { ...PATIENT, active: 'yes' }, { resourceType: 'Patint' }].map((one) =>
        JSON.stringify(one),
      );
      await put('all.ndjson', `${lines.join('\n\n')}\n`);
      assert.deepEqual(await errors('all.ndjson'), [
        `JSON_TYPE all.ndjson:3:${(lines[1]?.indexOf('"active"') ?? 0) + 1} Patient.active`,
        'UNKNOWN_RESOURCE_TYPE all.ndjson:5:1',
      ]);
      await run('all.ndjson');
      assert.match(desk.out, /1 file, 3 resources, 2 errors/);
    });

    it('standard input, JSON or XML by its first character', async () => {
      assert.equal(await runOn(JSON.stringify(PATIENT)), EXIT.ok);
      assert.equal(await runOn(`\n ${SLOT_XML}`.trim()), EXIT.systemUnderTestFailed);
      assert.match(desk.out, /stdin:4:3 {2}error BINDING/);
      assert.equal(await runOn(''), EXIT.systemUnderTestFailed);
      assert.match(desk.out, /EMPTY_BODY/);
    });
  });

  it('says that it is an error of the environment when reading breaks off', async () => {
    await assert.rejects(
      validate(['-'], { profile: [], package: [] }, desk.context({ stdin: () => stream(new Error('EIO')) })),
      (error) => error instanceof HarnessError && error.diagnostic.code === 'FILE_NOT_FOUND',
    );
  });

  describe('takes the version', () => {
    const version = async (resource: unknown, ...argv: readonly string[]): Promise<unknown> => {
      await put('one.json', resource);
      await run('one.json', '--json', ...argv);
      return JSON.parse(desk.out).resources[0].fhir;
    };

    it('that is asked for, that the resource tells, that it fits, or STU3', async () => {
      assert.deepEqual(await version(PATIENT, '--fhir=r4'), { version: 'r4', basis: 'asked' });
      assert.deepEqual(await version({ ...PATIENT, meta: { profile: ['https://example.org/R4/a'] } }), {
        version: 'r4',
        basis: 'told',
        by: 'meta.profile https://example.org/R4/a',
      });
      assert.deepEqual(await version({ resourceType: 'ServiceRequest' }), {
        version: 'r4',
        basis: 'structure',
        by: 'There is no resource type ServiceRequest',
      });
      assert.deepEqual(await version({ resourceType: 'Appointment', basedOn: [{ display: 'x' }] }), {
        version: 'r4',
        basis: 'structure',
        by: 'Appointment.basedOn',
      });
      assert.deepEqual(await version({ ...PATIENT, gendr: 'x' }), { version: 'stu3', basis: 'default' });
    });

    it('of XML too', async () => {
      await put(
        'one.xml',
        '<Appointment xmlns="http://hl7.org/fhir"><basedOn><display value="x"/></basedOn></Appointment>',
      );
      await run('one.xml', '--json');
      assert.equal(JSON.parse(desk.out).resources[0].fhir.version, 'r4');
    });
  });

  describe('validates against packages', () => {
    it('of a folder, an archive or one file, and names them by digest', async () => {
      await put('package/deep/dated.json', DEFINITION);
      await put('package.tgz', gzipSync(Buffer.concat([entry('package/dated.json', JSON.stringify(DEFINITION))])));
      await put('patient.json', PATIENT);
      for (const named of ['package', 'package.tgz', 'package/deep/dated.json']) {
        assert.deepEqual(await errors('patient.json', '--package', named, '--profile', PROFILE), [
          'MISSING_ELEMENT patient.json:1:1 Patient.birthDate',
        ]);
        const { packages, resources } = JSON.parse(desk.out);
        assert.deepEqual(
          packages.map(({ name }: { name: string }) => name),
          [named],
        );
        assert.match(packages[0].sha256, /^[0-9a-f]{64}$/);
        assert.deepEqual(resources[0].profiles, [{ url: PROFILE, version: '1.0.0', checked: 'official' }]);
      }
    });
  });

  describe('gives OperationOutcomes', () => {
    it('of one resource, and of several as a Bundle, valid in both versions', async () => {
      await put('a b.json', { ...PATIENT, gender: 'F', meta: { profile: ['urn:none'] } });
      await put('many.ndjson', `${JSON.stringify(PATIENT)}\n{"resourceType":"Patient","a":1}`);
      for (const [path, type] of [
        ['a b.json', 'OperationOutcome'],
        ['.', 'Bundle'],
      ] as const) {
        assert.equal(await run(path, '--outcome'), EXIT.systemUnderTestFailed);
        const outcome = JSON.parse(desk.out);
        assert.equal(outcome.resourceType, type);
        for (const version of ['stu3', 'r4'] as const) {
          const { diagnostics } = createValidator(version).validate(outcome);
          assert.deepEqual(diagnostics.filter(isError), []);
        }
      }
      assert.deepEqual(
        JSON.parse(desk.out).entry.map((one: { link: readonly { url: string }[] }) => one.link[0]?.url),
        ['a%20b.json', 'many.ndjson#line=1', 'many.ndjson#line=2'],
      );
    });
  });

  describe('finds in bytes that are no resource', () => {
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    const nested = `<Patient xmlns="http://hl7.org/fhir">${'<contact>'.repeat(200)}${'</contact>'.repeat(200)}</Patient>`;
    const bytes: readonly (readonly [file: string, content: string | Uint8Array, finding: string])[] = [
      ['no.json', 'plain text', 'JSON_SYNTAX no.json:1:1'],
      ['no.xml', 'plain text', 'XML_SYNTAX no.xml:1:1'],
      ['broken.json', '{\n  "resourceType": "Patient",\n}', 'JSON_SYNTAX broken.json:3:1'],
      ['empty.json', '', 'EMPTY_BODY'],
      ['twice.json', '{"resourceType":"Patient",\n"id":"a","id":"b"}', 'JSON_DUPLICATE_KEY twice.json:2:10'],
      ['mark.json', `\ufeff${JSON.stringify(PATIENT)}`, 'BYTE_ORDER_MARK mark.json:1:1'],
      ['latin.json', Buffer.from('{"a":1,\n"b\u00e9":1}', 'latin1'), 'INVALID_UTF8 latin.json:2:3'],
      ['deep.json', `{"resourceType":"Patient","a":${deep(200)}}`, 'JSON_TOO_DEEP deep.json:1:159'],
      ['deep.xml', nested, 'XML_TOO_DEEP'],
      ['big.json', Buffer.alloc(10 * 1024 * 1024 + 1, 0x20), 'BODY_TOO_LARGE'],
      ['type.xml', '<!DOCTYPE a><Patient xmlns="http://hl7.org/fhir"/>', 'XML_DOCTYPE type.xml:1:1'],
      ['other.json', '{"name":"x"}', 'NOT_A_RESOURCE'],
      ['type.json', '{"resourceType":"Patint"}', 'UNKNOWN_RESOURCE_TYPE type.json:1:1'],
    ];
    for (const [file, content, finding] of bytes) {
      it(`${finding.split(' ')[0]}, as in ${file}, and ends with 1`, async () => {
        await put(file, content);
        const [first = '', ...more] = await errors(file);
        assert.ok(first.startsWith(finding), `${first} is not ${finding}`);
        assert.deepEqual(more, []);
        assert.equal(await run(file), EXIT.systemUnderTestFailed);
      });
    }
  });

  describe('validates nothing and ends with 2', () => {
    const link = Buffer.from(entry('package/a.json', ''));
    link.write('2', 156);
    const cases: readonly (readonly [why: string, argv: readonly string[], code: RegExp])[] = [
      ['for a file that is missing', ['good.json', 'missing.json'], /^error FILE_NOT_FOUND: missing\.json/],
      ['for a folder without resources', ['good.json', 'empty'], /^error NOTHING_SELECTED: .*\n {2}hint: /],
      ['for two forms of output', ['good.json', '--json', '--outcome'], /^error USAGE: .*\n {2}hint: /],
      [
        'for a profile that nobody knows',
        ['good.json', '--profile', `${PROFILE}d`, '--package=package'],
        /^error PROFILE_UNKNOWN: .*\n {2}hint: .*"https:\/\/example\.org\/StructureDefinition\/Dated"/,
      ],
      [
        'for a profile of FHIR that is misspelt',
        ['good.json', '--profile=http://hl7.org/fhir/StructureDefinition/Patiemt'],
        /^error PROFILE_UNKNOWN: .*\n {2}hint: .*\/Patient"/,
      ],
      [
        'for a profile that cannot be used',
        ['good.json', '--profile', PROFILE, '--package=orphan'],
        /^error PROFILE_INVALID/,
      ],
      ['for a package that is missing', ['good.json', '--package=no.tgz'], /^error FILE_NOT_FOUND: no\.tgz/],
      [
        'for a package that is none',
        ['good.json', '--package=package/readme.md'],
        /^error PACKAGE_UNREADABLE: .*\n {2}hint: /,
      ],
      ['for a package without definitions', ['good.json', '--package=good.json'], /^error PACKAGE_UNREADABLE/],
      ['for an archive that is none', ['good.json', '--package=plain.tgz'], /^error PACKAGE_UNREADABLE/],
      ['for an archive that is cut short', ['good.json', '--package=cut.tgz'], /^error PACKAGE_UNREADABLE/],
      ['for an archive that leaves its folder', ['good.json', '--package=leaves.tgz'], /^error PACKAGE_UNSAFE/],
      ['for an archive with a link', ['good.json', '--package=link.tgz'], /^error PACKAGE_UNSAFE/],
    ];
    for (const [why, argv, code] of cases) {
      it(why, async () => {
        await put('good.json', PATIENT);
        await put('package/dated.json', DEFINITION);
        await put('package/readme.md', 'no package');
        await put('orphan/dated.json', { ...DEFINITION, baseDefinition: 'https://example.org/none' });
        await put('plain.tgz', 'no archive');
        await put('cut.tgz', gzipSync(entry('package/a.json', '{}'.repeat(600)).subarray(0, 700)));
        await put('leaves.tgz', gzipSync(entry('package/../../../etc/dated.json', JSON.stringify(DEFINITION))));
        await put('link.tgz', gzipSync(link));
        await mkdir(desk.path('empty'));
        assert.equal(await run(...argv), EXIT.usage);
        assert.match(desk.err, code);
        assert.equal(desk.out, '');
      });
    }
  });

  describe('as a process', () => {
    const assay = (
      args: string,
      stdin = '',
    ): { readonly code: number | null; readonly out: string; readonly err: string } => {
      const command = `${process.execPath} --import=tsx src/cli/main.ts validate ${args}`;
      const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], { input: stdin });
      return { code: status, out: String(stdout), err: String(stderr) };
    };

    it('reads a pipe and ends with the code of its findings', () => {
      assert.equal(assay('- --json', JSON.stringify(PATIENT)).code, EXIT.ok);
      const { code, out } = assay('- --json --fhir r4', '{"resourceType":"Patient","a":1}');
      assert.equal(code, EXIT.systemUnderTestFailed);
      assert.equal(JSON.parse(out).resources[0].fhir.basis, 'asked');
    });

    it('ends with 2 when its arguments are none', () => {
      assert.equal(assay('').code, EXIT.usage);
      const { code, out, err } = assay('- --fhir r5');
      assert.equal(code, EXIT.usage);
      assert.equal(out, '');
      assert.match(err, /stu3 and r4/);
    });

    it('does not mind that nobody reads to the end', async () => {
      const lines = `${JSON.stringify({ ...PATIENT, a: 'x'.repeat(1000) })}\n`.repeat(100);
      await put('many.ndjson', lines);
      const { code, err } = assay(`${desk.path('many.ndjson')} | head -1`);
      assert.equal(code, EXIT.systemUnderTestFailed);
      assert.equal(err, '');
    });
  });
});

/** A stream of a text, or one that breaks off. */
const stream = (content: string | Error): Readable =>
  content instanceof Error
    ? new Readable({ read: () => undefined }).destroy(content)
    : Readable.from([Buffer.from(content)]);

/** A regular file in a tar archive (POSIX ustar). */
function entry(path: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(Buffer.byteLength(content).toString(8).padStart(11, '0'), 124);
  header.write('0', 156);
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc((512 - (Buffer.byteLength(content) % 512)) % 512)]);
}
