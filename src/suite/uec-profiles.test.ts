import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { changedResource, readInterfaceCorpus } from '../../scripts/corpus.ts';
import { resourcesIn, specFiles } from '../../scripts/spec-data.ts';
import { readResource } from '../fhir/bytes/document.ts';
import { packageFromFiles } from '../fhir/conformance-package.ts';
import { createValidator, type Validator } from '../fhir/validator.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import type { JsonObject } from '../model/json.ts';
import { loadApi } from './load-api.ts';
import { readApiFiles } from './read-api-files.ts';

const { files } = await readApiFiles('.', 'uec-booking');
const { loaded } = loadApi(files, 'suites/uec-booking');
if (loaded === undefined) throw new Error('The suites do not load');
const { api } = loaded;
const validator = createValidator(api.fhirVersion, loaded.definitions);
const OWN = Object.values(api.profiles).flatMap(({ own }) => own ?? []);

interface Definition extends JsonObject {
  readonly url: string;
  readonly mapping: readonly { readonly identity: string }[];
  readonly differential: { readonly element: readonly Element[] };
}

interface Element extends JsonObject {
  readonly id: string;
  readonly mapping?: readonly { readonly identity: string; readonly map: string }[];
  readonly constraint?: readonly { readonly key: string; readonly requirements?: string; readonly source?: string }[];
}

const definitions = await Promise.all(
  OWN.map(async ({ file }) => JSON.parse(await readFile(file, 'utf8')) as Definition),
);
const elements = definitions.flatMap(({ differential }) => differential.element);

/** What no message consists of; their rules are shown in the examples of others. */
const PARTS = ['booking', 'delivery-channel', 'nhs-number-status'];

/** What an element asks for beside its place. */
const rulesOf = (element: Element): readonly string[] =>
  Object.keys(element).filter((name) => /^(?:min|max|type|binding|fixed.*|pattern.*)$/.test(name));

/** The errors that each fault gives, by its title. */
const found = (resource: JsonObject, profile: string): readonly Diagnostic[] =>
  validator.validate(resource, { profiles: [profile] }).diagnostics.filter(isError);

describe('the profiles of uec-booking', () => {
  it('are valid StructureDefinitions', () => {
    const findings = definitions.flatMap((definition) => createValidator('stu3').validate(definition).diagnostics);
    assert.deepEqual(findings.filter(isError), []);
  });

  it('are all that lies in their folder', () => {
    const lying = [...files.keys()].filter((path) => path.startsWith('fixtures/uec-booking/profiles/'));
    assert.deepEqual(OWN.map(({ file }) => file).sort(), lying.sort());
  });

  it('name for each rule what it stands for', () => {
    const unnamed = elements.filter((element) => rulesOf(element).length > 0 && !element.mapping?.length);
    assert.deepEqual(
      unnamed.map(({ id }) => id),
      [],
    );
    const constraints = elements.flatMap(({ constraint }) => constraint ?? []);
    assert.deepEqual(
      constraints.filter(({ requirements }) => !requirements).map(({ key }) => key),
      [],
    );
    assert.equal(new Set(constraints.map(({ key }) => key)).size, constraints.length);
  });

  it('name requirements that exist', () => {
    const ids = api.requirements.map(({ id }) => id);
    const named = elements.flatMap(({ mapping }) => mapping ?? []);
    const unknown = named.filter(({ identity, map }) => identity === 'scal' && !ids.includes(map));
    assert.deepEqual(unknown, []);
  });

  it('name keys of the test scripts that exist (needs ../shared/spec-data)', function () {
    const keys = specFiles('requirements')?.get('uec-scal-requirement-keys.json');
    if (keys === undefined) this.skip();
    const known: readonly string[] = JSON.parse(Buffer.from(keys).toString()).map(({ key }: { key: string }) => key);
    const mapped = elements.flatMap(({ mapping }) => mapping ?? []).map(({ map }) => map);
    const asked = elements
      .flatMap(({ constraint }) => constraint ?? [])
      .flatMap(({ requirements }) => requirements?.split('; ') ?? []);
    const named = [...mapped, ...asked].filter((name) => /^[CP]-/.test(name));
    assert.deepEqual([...new Set(named.filter((name) => !known.includes(name)))], []);
  });

  it('each have an example and faults', () => {
    const shown = readInterfaceCorpus().map(({ type }) => type);
    const named = Object.keys(api.profiles).filter((name) => !PARTS.includes(name));
    assert.deepEqual(named.sort(), [...shown].sort());
  });

  for (const { type: name, valid, faults } of readInterfaceCorpus()) {
    const url = api.profiles[name]?.own?.url ?? '';

    it(`${name}: accepts the example`, () => {
      const { diagnostics, profiles } = validator.validate(valid, { profiles: [url] });
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning'),
        [],
      );
      assert.ok(profiles.some((profile) => profile.url === url && profile.checked !== 'unknown'));
    });

    it(`${name}: finds each of ${faults.length} faults once, at its place`, () => {
      const errors = faults.map((fault) => found(changedResource(valid, fault), url));
      assert.deepEqual(
        errors.map((findings, place) =>
          findings.map(({ code, location, rule }) => [
            code,
            location?.pointer,
            faults[place]?.rule && rule?.replace(/^.*#/, ''),
          ]),
        ),
        faults.map(({ code, at, rule }) => [[code, at, rule]]),
      );
    });
  }
});

/** Published examples that break what the interface asks, though they are valid by the official profiles. */
const BY_OUR_RULES_ALONE: Readonly<Record<string, readonly string[]>> = {};

/** The resources among JSON and XML files. */
const published = (given: FileSet): ReturnType<typeof resourcesIn> => [
  ...resourcesIn(given),
  ...[...given].flatMap(([path, bytes]) => {
    const document = path.endsWith('.xml') ? readResource(bytes, 'xml', 'stu3').document : undefined;
    return document === undefined ? [] : [{ path, resource: document.resource }];
  }),
];

describe('published examples', () => {
  const examples = specFiles('uec-careconnect-stu3/examples/valid');
  const conformance = specFiles('uec-careconnect-stu3/conformance');

  const broken = (by: Validator): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(
      published(examples ?? new Map()).flatMap(({ path, resource }) => {
        const errors = by.validate(resource).diagnostics.filter(isError);
        return errors.length === 0
          ? []
          : [[basename(path), errors.map(({ code, location }) => `${code} ${location?.fhirpath}`)]];
      }),
    );

  it('are broken by our rules where they are by the official ones (needs ../shared/spec-data)', function () {
    if (examples === undefined || conformance === undefined) this.skip();
    const official = createValidator('stu3', {
      packages: [packageFromFiles('official', conformance, 'stu3').package],
    });
    const [ours, theirs] = [broken(validator), broken(official)];
    const alone = Object.fromEntries(Object.entries(ours).filter(([path]) => theirs[path] === undefined));
    assert.deepEqual(alone, BY_OUR_RULES_ALONE);
    assert.deepEqual(
      Object.keys(theirs).filter((path) => ours[path] === undefined),
      [],
    );
  });
});
