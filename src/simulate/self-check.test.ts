import { deepEqual, equal } from 'node:assert/strict';
import { patched } from '../message/patch.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import type { Change, SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { selfCheck } from './self-check.ts';
import { BASE_URL, DEFINITION, NOW, VALIDATOR } from './test-provider.test.ts';

const OPTIONS = { baseUrl: BASE_URL, validator: VALIDATOR, now: () => NOW, ids: () => 'id-1' };

/** What is found in the reference provider after a change of its rules: codes, and where what is wrong is declared. */
function found(...changes: readonly Change[]): readonly string[] {
  const rules = patched(DEFINITION.rules as unknown as JsonValue, changes);
  if (rules === undefined) throw new Error('The rules have no such place');
  const definition: SimulatorDefinition = { ...DEFINITION, rules: rules as unknown as SimulatorRules };
  return [...new Set(selfCheck(definition, OPTIONS).map(said))];
}

function said({ code, location }: Diagnostic): string {
  const at = Object.entries(DEFINITION.places).find(([, place]) => place === location?.source)?.[0];
  return `${code} ${at} ${location?.fhirpath ?? ''}`.trim();
}

describe('a simulator looks at its own replies', () => {
  for (const name of ['provider', 'sentinel']) {
    it(`those of the ${name} are right`, async () => {
      const { files } = await readApiFiles('.', 'uec-booking');
      const { definition } = loadSimulator(files, `suites/uec-booking/${name}.simulator.yaml`);
      if (definition === undefined) throw new Error('It does not load');
      deepEqual(selfCheck(definition, OPTIONS), []);
    });
  }

  it('finds what is wrong with a resource of its store', () => {
    deepEqual(found({ replace: '/store/series/0/resource/status', value: 'vacant' }).slice(0, 1), [
      'BINDING /interactions/search-slots Bundle.entry[0].resource.status',
    ]);
  });

  it('finds what is wrong with what an interaction gives', () => {
    deepEqual(found({ remove: '/interactions/capability/action/give/kind' }), [
      'MISSING_ELEMENT /interactions/capability CapabilityStatement.kind',
    ]);
  });

  it('finds what an amendment does to every reply', () => {
    const edits = [{ add: '/status', value: 'perhaps' }];
    deepEqual(found({ add: '/amend/perhaps', value: { on: ['read'], edits } }), [
      'BINDING /interactions/read Appointment.status',
    ]);
  });

  it('finds a named reply that is wrong, unless it is meant to be', () => {
    const wrong = { on: ['read'], edits: [{ add: '/weather', value: 'fine' }] };
    deepEqual(found({ add: '/replies/unknown-extension', value: wrong }), [
      'UNKNOWN_ELEMENT /replies/unknown-extension Appointment.weather',
    ]);
    deepEqual(found({ add: '/replies/unknown-extension', value: { ...wrong, valid: false } }), []);
  });

  it('finds a named reply that cannot be read, or has another media type', () => {
    deepEqual(found({ add: '/replies/lost', value: { on: ['read'], text: '{ "resourceType": ' } }), [
      'JSON_SYNTAX /replies/lost',
    ]);
    deepEqual(found({ remove: '/replies/wrong-media-type/valid' }), ['NOT_A_RESOURCE /replies/wrong-media-type']);
  });

  it('finds what is wrong with the refusal of a check', () => {
    deepEqual(found({ replace: '/refusals/slot-taken/code', value: 'too-late' }), [
      'BINDING /replies/unprocessable OperationOutcome.issue[0].code',
      'BINDING /checks/slot-free OperationOutcome.issue[0].code',
    ]);
  });

  it('finds that an example shows nothing', () => {
    deepEqual(found({ remove: '/interactions/read/example' }), ['NOT_A_RESOURCE /interactions/read']);
  });

  it('looks at every interaction, check and reply', () => {
    equal(
      Object.keys(DEFINITION.places).length,
      ['interactions', 'checks', 'replies'].reduce(
        (sum, part) => sum + Object.keys(DEFINITION.rules[part as 'checks']).length,
        0,
      ),
    );
  });
});
