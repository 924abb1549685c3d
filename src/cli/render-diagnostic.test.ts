import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Diagnostic } from '../model/diagnostic.ts';
import { renderDiagnostic } from './render-diagnostic.ts';

const files = (text: string) => new Map([['a.yaml', new TextEncoder().encode(text)]]);
const at = (line: number, column: number): Diagnostic => ({
  code: 'UNKNOWN_KEY',
  severity: 'error',
  message: 'Unknown key "b"',
  hint: 'Did you mean "c"?',
  location: { source: { file: 'a.yaml', line, column } },
});

describe('renderDiagnostic', () => {
  it('frames the place with the lines around it', () => {
    assert.deepEqual(renderDiagnostic(at(9, 3), files(`${'\n'.repeat(7)}a:\n  b: 1\n  c: 2\n`)).split('\n'), [
      'a.yaml:9:3: error UNKNOWN_KEY: Unknown key "b"',
      '   8 | a:',
      '>  9 |   b: 1',
      '     |   ^',
      '  10 |   c: 2',
      '  hint: Did you mean "c"?',
    ]);
  });

  it('tells what needs nothing to be done in one line', () => {
    const told = renderDiagnostic({ ...at(1, 1), severity: 'information' }, files('b: 1'));
    assert.equal(told, 'a.yaml:1:1: information UNKNOWN_KEY: Unknown key "b"');
  });

  it('stays within the file', () => {
    assert.equal(renderDiagnostic(at(1, 1), files('b: 1')).split('\n').length, 4);
    assert.equal(renderDiagnostic(at(7, 1), files('b: 1')).split('\n').length, 2);
  });

  it('cuts long lines around the column', () => {
    const [, marked, pointer] = renderDiagnostic(at(1, 501), files(`${'x '.repeat(250)}b${' x'.repeat(250)}`)).split(
      '\n',
    );
    assert.ok((marked?.length ?? 0) < 140);
    assert.equal(marked?.[pointer?.indexOf('^') ?? 0], 'b');
  });

  it('marks the whole of what stands there', () => {
    const marks = (text: string, column: number): string =>
      renderDiagnostic(at(1, column), files(text)).split('\n')[2]?.split('| ')[1] ?? '';
    assert.equal(marks('{ "a b": 1 }', 3), '  ^^^^^');
    assert.equal(marks('  <name value="x"/>', 3), '  ^^^^^');
    assert.equal(marks('twin: BK-01', 7), '      ^^^^^');
    assert.equal(marks('[{}]', 2), ' ^');
  });

  it('needs no file and no place', () => {
    assert.equal(renderDiagnostic(at(1, 1), new Map()).split('\n').length, 2);
    assert.equal(renderDiagnostic({ code: 'USAGE', severity: 'error', message: 'No' }, new Map()), 'error USAGE: No');
    assert.equal(
      renderDiagnostic({ code: 'USAGE', severity: 'warning', message: 'No', location: { pointer: '/a' } }, new Map()),
      '/a: warning USAGE: No',
    );
  });

  it('lets nothing through that steers a terminal', () => {
    const text = renderDiagnostic({ ...at(1, 1), message: 'a\u001b[2J' }, files('\u001b[31mred\u009b: 1'));
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u);
  });
});
