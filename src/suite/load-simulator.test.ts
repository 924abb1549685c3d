import { deepEqual, equal, ok } from 'node:assert/strict';
import type { FileSet } from '../model/digest.ts';
import { loadSimulator } from './load-simulator.ts';
import { readApiFiles } from './read-api-files.ts';

const FILE = 'suites/small/provider.simulator.yaml';

const SOUND = `simulator: small
title: A small provider
api: small
fhir: stu3
formats: { asked: ["\${request.header.Accept}"], replies: { json: application/fhir+json }, bodies: { application/fhir+json: application/fhir+json } }
outcome: { system: "https://example.org/codes" }
store:
  resources: [one.json]
search:
  Slot:
    status: { type: token, path: status }
let:
  current: { stored: Slot, id: "\${parameters.id}" }
interactions:
  read:
    method: GET
    path: /Slot/{id}
    action: { give: "\${current}" }
    reply: { status: 200, headers: { ETag: "\${resource.meta.versionId}" } }
refusals:
  unknown: { status: 404, code: not-found, details: UNKNOWN, display: Unknown }
checks:
  known:
    on: [read]
    require: [{ fhirpath: "status = 'free'", of: "\${current}" }]
    refuse: unknown
    says: There is no \${parameters.id}
replies:
  missing: { on: [read], before: true, refuse: unknown, says: "There is no \${parameters.id}" }
defects:
  careless: { title: Knows everything, patch: [{ remove: /checks/known }] }
`;

const SLOT = '{ "resourceType": "Slot", "id": "one", "status": "free", "start": "${now}" }';

const filesWith = (text: string, slot = SLOT): FileSet =>
  new Map([
    [FILE, Buffer.from(text)],
    ['fixtures/small/one.json', Buffer.from(slot)],
  ]);

/** Codes and places of what is found when one part of the sound file is written otherwise. */
function found(part: string, otherwise: string, slot?: string): readonly string[] {
  ok(SOUND.includes(part), `The file has no ${part}`);
  const { definition, diagnostics } = loadSimulator(filesWith(SOUND.replace(part, otherwise), slot), FILE);
  equal(definition, undefined);
  return diagnostics.map(({ code, location }) => `${code} ${location?.source?.line}:${location?.source?.column}`);
}

describe('loadSimulator', () => {
  it('loads a sound file, with resources from files and defaults for what is not said', () => {
    const { definition, diagnostics } = loadSimulator(filesWith(SOUND), FILE);
    deepEqual(diagnostics, []);
    equal(definition?.id, 'small');
    equal(definition?.rules.store.resources[0]?.resourceType, 'Slot');
    deepEqual(definition?.rules.amend, {});
    deepEqual(definition?.defects.careless?.fails, []);
  });

  it('loads the reference provider of UEC booking', async () => {
    const { files } = await readApiFiles('.', 'uec-booking');
    const { definition, diagnostics } = loadSimulator(files, 'suites/uec-booking/provider.simulator.yaml');
    deepEqual(diagnostics, []);
    ok(Object.keys(definition?.defects ?? {}).length >= 10);
  });

  it('says when there is no such file', () => {
    deepEqual(
      loadSimulator(new Map(), FILE).diagnostics.map(({ code }) => code),
      ['FILE_NOT_FOUND'],
    );
  });

  const faults: readonly (readonly [what: string, part: string, otherwise: string, ...findings: readonly string[]])[] =
    [
      ['no YAML', 'simulator: small', 'simulator: [', 'YAML_SYNTAX 2:1'],
      ['an unknown key', 'title: A', 'titel: A', 'UNKNOWN_KEY 2:1'],
      ['a misspelt key', 'refusals:\n', 'amend: {}\nrefusal:\n', 'UNKNOWN_KEY 21:1'],
      ['an unknown FHIR version', 'stu3', 'dstu9', 'WRONG_VALUE 4:7'],
      ['an unknown kind of search parameter', 'type: token', 'type: fuzzy', 'WRONG_VALUE 11:21'],
      [
        'a condition of no kind',
        '{ fhirpath: "status = \'free\'", of: "${current}" }',
        '{ of: x }',
        'MISSING_KEY 25:15',
      ],
      ['an unknown interaction', 'on: [read]', 'on: [raed]', 'UNKNOWN_INTERACTION 24:10'],
      ['an unknown refusal', 'refuse: unknown', 'refuse: unknwon', 'UNKNOWN_VALUE 26:13'],
      ['a placeholder without a root', 'no ${parameters.id}', 'no ${parameter.id}', 'UNKNOWN_VALUE 27:11'],
      ['a placeholder of a later time', 'id: "${parameters.id}"', 'id: "${resource.id}"', 'UNKNOWN_VALUE 13:32'],
      ['an expression that does not parse', "status = 'free'", 'status = (', 'BAD_FHIRPATH 25:27'],
      ['an expression that asks for the time', "status = 'free'", 'start > now()', 'BAD_FHIRPATH 25:27'],
      [
        'a pattern that may run away',
        '{ fhirpath: "status = \'free\'", of: "${current}" }',
        '{ value: "${current.id}", matches: "(a+)+" }',
        'UNSAFE_REGEX 25:50',
      ],
      [
        'an unknown interaction of a reply',
        '{ on: [read], before',
        '{ on: [raed], before',
        'UNKNOWN_INTERACTION 29:19',
      ],
      ['an unknown refusal of a reply', 'refuse: unknown, says', 'refuse: unknwon, says', 'UNKNOWN_VALUE 29:48'],
      ['a header with a line break', 'ETag: "${resource.meta.versionId}"', 'ETag: "a\\nb"', 'HEADER_INJECTION 19:44'],
      ['a file that is not there', 'one.json', 'two.json', 'FILE_NOT_FOUND 8:15'],
      ['a file outside the fixtures', 'one.json', '../one.json', 'PATH_OUTSIDE_ROOT 8:15'],
      ['a patch that finds no place', '/checks/known', '/checks/unknown', 'MUTATION_WITHOUT_EFFECT 31:48'],
      ['a patch that leaves no sound rules', 'remove: /checks/known', 'remove: /refusals', 'MISSING_KEY 31:47'],
      [
        'a patch that takes away a name in use',
        'remove: /checks/known',
        'remove: /refusals/unknown',
        'UNKNOWN_VALUE 31:47',
      ],
    ];
  for (const [what, part, otherwise, ...findings] of faults) {
    it(`finds ${what}, and where`, () => {
      deepEqual(found(part, otherwise), findings);
    });
  }

  it('finds that a file holds no resource', () => {
    deepEqual(found('title: A small', 'title: A', '{ "id": "one" }'), ['NOT_A_RESOURCE 8:15']);
  });
});
