import assert from 'node:assert/strict';
import { loadApi } from './load-api.ts';
import { planRun } from './plan.ts';
import { readApiFiles } from './read-api-files.ts';

const OWN = 'suites/uec-booking/redaction.yaml';

describe('redaction.yaml', () => {
  let files: ReadonlyMap<string, Uint8Array>;
  before(async () => {
    files = (await readApiFiles('.', 'uec-booking')).files;
  });

  const loadedWith = (policies: Readonly<Record<string, readonly string[]>>) =>
    loadApi(
      new Map([
        ...files,
        ...Object.entries(policies).map(([path, lines]) => [path, Buffer.from(`${lines.join('\n')}\n`)] as const),
      ]),
      'suites/uec-booking',
    );

  const errorsOf = (...lines: readonly string[]) =>
    loadedWith({ 'redaction.yaml': lines })
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code, location }) => [code, location?.source?.file, location?.source?.line, location?.source?.column]);

  it('of the interface and of the supplier are one policy of the plan, and inputs of it', () => {
    const { loaded } = loadedWith({
      [OWN]: ['claims: { sub: user-id }'],
      'redaction.yaml': ['headers: { X-Caller: user-id }', 'claims: { caller/name: name }'],
    });
    assert.ok(loaded);
    const { plan } = planRun(loaded, {
      sut: { role: 'provider', baseUrl: 'http://127.0.0.1:1' },
      values: {},
      selection: { filter: ['BK-01'], tags: [], simulator: true },
      salt: 'salt',
      engine: { name: 'assay', version: '0', digest: '0', nodeMajor: 20 },
    });
    assert.deepEqual(plan?.redaction, {
      headers: { 'X-Caller': 'user-id' },
      claims: { sub: 'user-id', 'caller/name': 'name' },
    });
    for (const path of [OWN, 'redaction.yaml']) assert.ok(plan.inputs.some((input) => input.path === path));
  });

  it('leaves no trace in a plan without it', () => {
    const without = new Map([...files].filter(([path]) => path !== OWN));
    assert.equal(loadApi(without, 'suites/uec-booking').loaded?.redaction, undefined);
  });

  it('may say again what holds already', () => {
    assert.deepEqual(errorsOf('members: { date_of_birth: birth-date }', 'fhir: { Patient.name.family: name }'), []);
  });

  for (const [what, line, code, column] of [
    ['a class that there is not', 'headers: { X-Caller: person }', 'WRONG_VALUE', 22],
    ['that something is left as it is', 'fhir: { Patient.name.family: none }', 'WRONG_VALUE', 30],
    ['a place that there is not', 'cookies: { a: cookie }', 'UNKNOWN_KEY', 1],
    ['nothing', 'headers: {}', 'WRONG_VALUE', 10],
    ['no path of FHIR', 'fhir: { family: name }', 'WRONG_VALUE', 9],
    ['a path of XML with prefixes', 'xml: { itk:id/@uri: user-id }', 'WRONG_VALUE', 8],
    ['another class than always holds', 'members: { Date_Of_Birth: narrative }', 'REDACTION_CONFLICT', 27],
    ['another class than the interface has', 'claims: { sub: name }', 'REDACTION_CONFLICT', 16],
  ] as const) {
    it(`is refused when it says ${what}`, () =>
      assert.deepEqual(errorsOf(line), [[code, 'redaction.yaml', 1, column]]));
  }
});
