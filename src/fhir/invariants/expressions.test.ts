import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import { createRuleBook } from '../compile/rule-book.ts';
import { coreDefinitions } from '../definitions/store.ts';
import { compileExpression } from '../fhirpath.ts';
import { fhirpathEvaluator } from './fhirpath-evaluator.ts';
import { parseExpression } from './parse.ts';
import { ANYTHING } from './shape.ts';
import { translate } from './translate.ts';
import { compareDates } from './values.ts';

const patient: JsonObject = {
  resourceType: 'Patient',
  id: 'p1',
  active: true,
  name: [
    { use: 'official', family: 'Sample', given: ['Ada', 'Bea'], period: { start: '2020-01-01', end: '2021-01-01' } },
    { use: 'nickname', given: ['Ada'] },
  ],
  telecom: [{ system: 'phone', value: '0113 496 0000', rank: 2 }],
  gender: 'female',
  _birthDate: { extension: [{ url: 'urn:x', valueString: 'unknown' }] },
  deceasedDateTime: '2024-05-01T10:00:00Z',
  multipleBirthInteger: 2,
  contained: [{ resourceType: 'Organization', id: 'o1', name: 'Org' }],
  managingOrganization: { reference: '#o1' },
};

/** Each expression with its truth; `undefined` where it cannot be evaluated. */
const EXPRESSIONS: readonly (readonly [expression: string, expected: boolean])[] = [
  ['active', true],
  ['active.not()', false],
  ["gender = 'female'", true],
  ["gender != 'female'", false],
  ["gender in ('male' | 'female')", true],
  ["gender in ('male' | 'other')", false],
  ["('male' | 'female') contains gender", true],
  ['name.exists()', true],
  ["name.exists(use = 'old')", false],
  ['maritalStatus.exists()', false],
  ['maritalStatus.empty()', true],
  ['name.count() = 2', true],
  ['name.count() > 2', false],
  ['name.count() >= 2', true],
  ['name.count() < 2', false],
  ['name.count() + telecom.count() <= 3', true],
  ['name.given.count() = 3', true],
  ['name.given.isDistinct()', false],
  ['name.use.isDistinct()', true],
  ['name.family.isDistinct()', true],
  ['name.all(given.exists())', true],
  ['name.all(family.exists())', false],
  ["name.where(use = 'official').family = 'Sample'", true],
  ["name.where(use = 'official').given.first() = 'Ada'", true],
  ["name.given.tail().first() = 'Bea'", true],
  ["name.select(use & family).first() = 'officialSample'", true],
  ["name.first().family.startsWith('Sam')", true],
  ["name.first().family.startsWith('am')", false],
  ["name.first().family.contains('amp')", true],
  ["name.first().family.matches('^S.*e$')", true],
  ["name.first().family.matches('^x')", false],
  ['name.first().family.length() = 6', true],
  ["name.first().family.substring(3) = 'ple'", true],
  ['name.first().family.substring(9).empty()', true],
  ["telecom.rank.toString() = '2'", true],
  ["'12'.toInteger() = 12", true],
  ["'x'.toInteger().empty()", true],
  ['telecom.rank > 1', true],
  ['telecom.rank < 2', false],
  ['telecom.rank = 2', true],
  ['name.first().period.start <= name.first().period.end', true],
  ['name.first().period.start > name.first().period.end', false],
  ['birthDate.exists()', true],
  ['birthDate.hasValue()', false],
  ['gender.hasValue()', true],
  ['name.hasValue()', false],
  ['deceased.exists()', true],
  ['deceased is dateTime', true],
  ['deceased is boolean', false],
  ['(deceased as dateTime).exists()', true],
  ['deceased.ofType(boolean).exists()', false],
  ['multipleBirth is integer', true],
  ['active and gender.exists()', true],
  ['active and gender.empty()', false],
  ['active.not() or gender.exists()', true],
  ['active xor gender.exists()', false],
  ['active xor gender.empty()', true],
  ['active implies gender.empty()', false],
  ['active.not() implies gender.empty()', true],
  ['gender or active.not()', true],
  ['maritalStatus.text = name.family', true],
  ['{}.exists()', false],
  ['true', true],
  ["telecom.value.trace('x').exists()", true],
  ['contained.id.exists()', true],
  ["%resource.gender = 'female'", true],
  ["%context.gender = 'female'", true],
  ["Patient.gender = 'female'", true],
  ['managingOrganization.reference.substring(1) in %resource.contained.id', true],
  ['name.given.combine(telecom.value).count() = 4', true],
  ['(name.given | telecom.value).count() = 3', true],
  ["descendants().reference = '#o1'", true],
  ["%ucum = 'http://unitsofmeasure.org'", true],
  ['telecom.rank = -1', false],
  ["name.where($this.use = 'nickname').exists()", true],
];

describe('translate', () => {
  const book = createRuleBook(coreDefinitions('r4'), { inValueSet: () => undefined });
  const rule = book.rule('Patient');
  assert.ok(rule);
  const shape = { rules: [rule], primitives: [] };
  const site = { book, focus: shape, resource: shape, context: shape };
  const scope = { resource: patient, rootResource: patient };

  for (const [expression, expected] of EXPRESSIONS) {
    it(`${expression} is ${expected}, as the engine says`, () => {
      const holds = translate(expression, site);
      assert.ok(holds, 'not translated');
      assert.equal(holds(patient, scope), expected);
      if (!expression.startsWith('Patient.') && !expression.startsWith('%context')) {
        assert.equal(fhirpathEvaluator('r4', expression, 'Patient')(patient, scope), expected);
      }
    });
  }

  it('says that an expression on several values cannot be evaluated', () => {
    assert.equal(translate('name.given and active', site)?.(patient, scope), undefined);
  });

  it('leaves to the engine what it does not know for certain', () => {
    for (const expression of [
      'resolve().exists()',
      'name.aggregate($this)',
      '%unknown = 1',
      'name.period.start = name.period.end',
      'telecom.rank < name.family',
      'nose.exists()',
      'contained.name.exists()',
      'name[0].exists()',
      '@2020-01-01 = birthDate',
      "gender = 'female",
      'gender =',
      'div.exists()',
      'name.true',
      'birthDate + 2 days > birthDate',
      'gender is day',
      '(gender',
      'gender.exists(',
    ]) {
      assert.equal(translate(expression, site), undefined, expression);
    }
    assert.equal(translate('name.exists()', { ...site, focus: ANYTHING }), undefined);
  });
});

describe('parseExpression', () => {
  it('binds operators as FHIRPath does', () => {
    const text = (source: string): string => JSON.stringify(parseExpression(source));
    assert.equal(text('a or b and c'), text('a or (b and c)'));
    assert.equal(text('a implies b or c'), text('a implies (b or c)'));
    assert.equal(text('a = b | c'), text('a = (b | c)'));
    assert.equal(text('a & b = c'), text('(a & b) = c'));
    assert.equal(text('a in b and c'), text('(a in b) and c'));
    assert.equal(text('a is B and c'), text('(a is B) and c'));
    assert.equal(text('a.b(c).d'), text('((a).b(c)).d'));
    assert.equal(text('`name`.exists()'), text('name.exists()'));
    assert.notEqual(text('`div`.exists()'), undefined);
    assert.notEqual(text('a - b - c'), text('a - (b - c)'));
  });
});

describe('whatever parseExpression reads', () => {
  const words = [
    'name',
    'given',
    'where',
    'exists',
    'is',
    'as',
    'in',
    'contains',
    'ofType',
    'sort',
    'and',
    'or',
    'implies',
  ];
  const keywords = ['div', 'mod', 'true', 'false', 'day', 'hours'];
  const odd = [
    "'a\\'b'",
    "'\\d+'",
    "'\\'",
    "''",
    '`a b`',
    '``',
    '`sort`',
    '%resource',
    '%day',
    '$this',
    '$total',
    '1',
    '2.5',
    '1L',
    '@2020',
  ];
  const signs = [...'().,|&+-=<>{}[]', '<=', '!=', '~', '//', ' ', '\n', '\u00a0', '\f'];
  const token = fc.constantFrom(...words, ...words, ...keywords, ...odd, ...signs, ...'().= ');
  const tokens = fc.array(token, { maxLength: 8 }).chain((some) => fc.constantFrom(some.join(''), some.join(' ')));

  it('is FHIRPath for the engine', () => {
    let read = 0;
    fc.assert(
      fc.property(tokens, (source) => {
        if (parseExpression(source) === undefined) return;
        read += 1;
        assert.ok('run' in compileExpression(source, 'r4'), source);
      }),
      { numRuns: 20_000 },
    );
    assert.ok(read > 500);
  });
});

describe('compareDates', () => {
  const cases: readonly (readonly [string, string, number | undefined])[] = [
    ['2020-01-01', '2020-01-02', -1],
    ['2020-01-02', '2020-01-01', 1],
    ['2020-01-01', '2020-01-01', 0],
    ['2020', '2021-05', -1],
    ['2020', '2020-05', undefined],
    ['2020-05', '2020-05-01', undefined],
    ['2020-05', '2020-06-01', -1],
    ['2020', '2020', 0],
    ['2020-01-01T10:00:00Z', '2020-01-01T11:00:00+01:00', 0],
    ['2020-01-01T10:00:00Z', '2020-01-01T10:00:00.001Z', -1],
    ['2020-01-01T10:00:00Z', '2020-01-01', undefined],
    ['2020-01-01T10:00:00Z', '2020-01-02', -1],
    ['nonsense', '2020', undefined],
  ];
  for (const [a, b, expected] of cases) {
    it(`${a} and ${b}: ${expected}`, () => {
      const order = compareDates(a, b);
      assert.equal(order === undefined ? undefined : Math.sign(order), expected);
    });
  }
});
