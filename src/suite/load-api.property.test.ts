import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { renderDiagnostic } from '../cli/render-diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { loadApi } from './load-api.ts';
import { planRun } from './plan.ts';
import { readApiFiles } from './read-api-files.ts';

const RUNS = 300;

/** Loads, and holds the loader to its promise: a result or an error, every finding at a place of a file that exists. */
function loadSafely(files: FileSet): void {
  const { loaded, diagnostics } = loadApi(files, 'suites/uec-booking');
  assert.equal(
    loaded === undefined,
    diagnostics.some(({ severity }) => severity === 'error'),
  );
  for (const finding of diagnostics) {
    const { file = '', line = 0, column = 0 } = finding.location?.source ?? {};
    assert.ok(files.has(file) && line > 0 && column > 0, JSON.stringify(finding));
    assert.ok(renderDiagnostic(finding, files).startsWith(`${file}:${line}:${column}: `));
  }
  if (loaded === undefined) return;
  planRun(loaded, {
    sut: { role: 'provider', baseUrl: 'http://127.0.0.1:1' },
    values: {},
    selection: { filter: [], tags: [], simulator: true },
    salt: 'seed',
    engine: { name: 'assay', version: '0', digest: '0', nodeMajor: 20 },
  });
}

/** Words of the language and what does not belong, where they hurt. */
const word = fc.constantFrom(
  ...[
    'id',
    'each',
    'steps',
    'given',
    'twin',
    'expect',
    'mutate',
    'send',
    'same',
    'use',
    'status',
    'BK-01',
    'free-slot',
    'booked',
  ],
  ...[
    '${each.id}',
    '${values.service}',
    '${slot.id}',
    '${',
    '&a',
    '*a',
    '!x',
    '<<',
    '-',
    ':',
    '{',
    '}',
    '[',
    ']',
    '|',
    '"',
    "'",
    '#',
    '\t',
  ],
  ...[
    'null',
    '~',
    '010',
    '1e9',
    'constructor',
    '__proto__',
    'toString',
    '../x',
    '\u0000',
    '\u{1F600}',
    '\r\n',
    '---',
    '%',
  ],
);

describe('the loader', () => {
  it('never crashes on a damaged suite or interface', async function () {
    this.timeout(120_000);
    const { files } = await readApiFiles('.', 'uec-booking');
    const names = [...files.keys()].filter((path) => path.endsWith('.yaml') || path.endsWith('.json'));
    const damage = fc.record({
      file: fc.constantFrom(...names),
      at: fc.nat(),
      cut: fc.nat({ max: 40 }),
      put: fc.array(word, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(damage, ({ file, at, cut, put }) => {
        const text = Buffer.from(files.get(file) ?? []).toString('utf8');
        const place = at % (text.length + 1);
        const damaged = text.slice(0, place) + put.join(' ') + text.slice(place + cut);
        loadSafely(new Map([...files, [file, Buffer.from(damaged, 'utf8')]]));
      }),
      { numRuns: RUNS / 10 },
    );
  });

  it('never crashes on a suite of any shape', () => {
    const api = Buffer.from('api: uec-booking\ntitle: T\nversion: "1"\nfhir: stu3\nsources: {}\ninteractions: {}\n');
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        word,
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(word, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (tests) => {
        const suite = { suite: 's', title: 'T', api: 'uec-booking', role: 'provider', tests };
        loadSafely(
          new Map([
            ['suites/uec-booking/api.yaml', api],
            ['suites/uec-booking/s.suite.yaml', Buffer.from(JSON.stringify(suite))],
          ]),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('never crashes on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        loadSafely(new Map([['suites/uec-booking/api.yaml', bytes]])),
      ),
      { numRuns: RUNS },
    );
  });
});
