import assert from 'node:assert/strict';
import { FHIR_VERSIONS } from '../model/suite.ts';
import { checkExpression, compileExpression, evaluate } from './fhirpath.ts';

const patient = {
  resourceType: 'Patient',
  birthDate: '1970-01-31',
  deceasedBoolean: false,
  name: [{ given: ['Ada', 'Bea'] }, { given: ['Cleo'] }],
};

for (const version of FHIR_VERSIONS) {
  const values = (expression: string, variables = {}) => {
    const evaluated = evaluate(expression, patient, { version, variables });
    return 'values' in evaluated ? evaluated.values : evaluated.problem.code;
  };

  describe(`evaluate (${version})`, () => {
    it('gives what is selected, in order, as plain JSON', () => {
      assert.deepEqual(values('Patient.name.given'), ['Ada', 'Bea', 'Cleo']);
      assert.deepEqual(values('birthDate'), ['1970-01-31']);
      assert.deepEqual(values('Patient.contact'), []);
    });

    it('knows choices by the model of the version', () => assert.deepEqual(values('Patient.deceased'), [false]));

    it('reads variables', () => {
      assert.deepEqual(values('%slot = name[1].given', { slot: 'Cleo' }), [true]);
      assert.deepEqual(values('%startedAt.toDateTime() > @2020', { startedAt: '2026-01-01T00:00:00Z' }), [true]);
    });

    it('knows the resource itself from everywhere in it', () =>
      assert.deepEqual(values('name.all(%resource is Patient)'), [true]));

    it('finds, and does not throw, what the engine throws', () => {
      assert.equal(values('name.given.single()'), 'FHIRPATH_FAILED');
      assert.equal(values('%unknown'), 'FHIRPATH_FAILED');
      assert.equal(values('name.where('), 'FHIRPATH_FAILED');
    });

    const runaways: readonly (readonly [string, string])[] = [
      ['a pattern', `'${'a'.repeat(60)}!'.matches('^(a+)+$')`],
      ['criteria within criteria', 'many.all(%r.many.all(%r.many.all(%r.many.all(true))))'],
      ['a large value', 'many.all(%r.many.all(%r.many.all(true)))'],
    ];
    for (const [what, expression] of runaways) {
      it(`stops ${what} that runs away`, () => {
        const many = Array.from({ length: what === 'a large value' ? 30_000 : 300 }, (_, index) => index);
        const resource = { resourceType: 'Basic', many };
        const evaluated = evaluate(expression, resource, { version, variables: { r: resource } });
        assert.equal('problem' in evaluated && evaluated.problem.code, 'FHIRPATH_FAILED');
      });
    }

    it('gives nothing for no resource', () => {
      assert.deepEqual(evaluate('Patient.name', undefined, { version }), { values: [] });
    });

    it('keeps trace() from writing', () => assert.deepEqual(values("name.trace('x').count()"), [2]));
  });

  describe(`checkExpression (${version})`, () => {
    const code = (expression: string) => checkExpression(expression, version)?.code;

    it('accepts what parses', () => assert.equal(code("Appointment.status = 'booked'"), undefined));

    it('refuses what does not', () => {
      assert.equal(code('Appointment.status ='), 'BAD_FHIRPATH');
      assert.equal(code(''), 'BAD_FHIRPATH');
    });

    for (const clock of ['now()', 'today()', 'timeOfDay()', 'Slot.where(start > now())', 'iif(true, today(), {})']) {
      it(`refuses ${clock}, which no replay could recompute`, () => assert.equal(code(clock), 'BAD_FHIRPATH'));
    }

    it('does not take a word in a text or a path for a call', () => assert.equal(code("now = 'today()'"), undefined));
  });

  describe(`compileExpression (${version})`, () => {
    it('compiles once', () => assert.equal(compileExpression('name', version), compileExpression('name', version)));

    it('runs on an element, given the path of its definition', () => {
      const ready = compileExpression('value.exists()', version, 'Observation.component');
      assert.ok('run' in ready);
      assert.deepEqual(ready.run({ valueString: 'x' }, {}), [true]);
    });

    it('gives a finding for what is no FHIRPath', () => assert.ok('problem' in compileExpression('a..b', version)));
  });
}
