// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of suites look like these
import assert from 'node:assert/strict';
import { interpolate, placeholdersOf } from './interpolate.ts';
import type { Scope } from './scope.ts';

const SCOPE: Scope = {
  now: '2026-03-29T00:59:59.500Z',
  values: { window: '2h', patient: { age: 52, names: ['Iolanthe', 'Ruth'] } },
  book: (path) => (path.join('.') === 'request.header.X-Request-ID' ? 'r-1' : undefined),
};

describe('interpolate', () => {
  for (const [template, expected] of [
    ['${values.patient.age}', 52],
    ['${values.patient}', { age: 52, names: ['Iolanthe', 'Ruth'] }],
    ['aged ${values.patient.age}', 'aged 52'],
    ['${values.patient.names.1}', 'Ruth'],
    ['${book.request.header.X-Request-ID}', 'r-1'],
    ['ge${now | plus 1h | instant}', 'ge2026-03-29T01:59:59.500Z'],
    ['${now | plus values.window | instant}', '2026-03-29T02:59:59.500Z'],
    ['${now | minus 1d | date}', '2026-03-28'],
    ['${now | epoch}', 1774745999],
    ['${now | seconds}', '2026-03-29T00:59:59Z'],
    ['${now | offset 1h}', '2026-03-29T01:59:59.500+01:00'],
    ['${now | offset -90m}', '2026-03-28T23:29:59.500-01:30'],
    ['${values.patient.names.0 | base64}', 'SW9sYW50aGU='],
    ['${values.patient.names.1 | times 3}', 'RuthRuthRuth'],
    [
      { list: ['${values.patient.age}', { deep: 'x${now | date}' }], kept: null },
      { list: [52, { deep: 'x2026-03-29' }], kept: null },
    ],
    ['no placeholder: $5 {x}', 'no placeholder: $5 {x}'],
  ] as const) {
    it(`fills ${JSON.stringify(template)}`, () => {
      assert.deepEqual(interpolate(template, SCOPE), { value: expected, diagnostics: [] });
    });
  }

  it('reports every placeholder that has no value, and gives none', () => {
    const { value, diagnostics } = interpolate(
      ['${values.nobody}', '${nothing.at.all} and ${now | backwards}', '${now | plus values.nobody}'],
      SCOPE,
    );
    assert.equal(value, undefined);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      Array(4).fill('UNKNOWN_VALUE'),
    );
  });

  it('does not put an object inside a text', () => {
    assert.equal(interpolate('x ${values.patient}', SCOPE).diagnostics[0]?.code, 'UNKNOWN_VALUE');
  });

  it('does not reach what objects inherit', () => {
    assert.equal(interpolate('${values.constructor}', SCOPE).diagnostics.length, 1);
    assert.equal(interpolate('${toString}', SCOPE).diagnostics.length, 1);
  });

  it('names the placeholders of a template', () => {
    const found = placeholdersOf({ a: ['${x.y}'], b: '${z | plus 5m | epoch}' });
    assert.deepEqual(
      found.map(({ path, filters }) => [path, filters]),
      [
        [['x', 'y'], []],
        [['z'], [{ name: 'plus', argument: '5m' }, { name: 'epoch' }]],
      ],
    );
  });
});
