import assert from 'node:assert/strict';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { distortions, withoutConsequences } from './consequence.ts';

const fault = (code: Diagnostic['code'], pointer: string, rule = 'a|1.0#A'): Diagnostic => ({
  code,
  severity: 'error',
  message: 'x',
  location: { pointer },
  rule,
});

describe('what follows from another fault', () => {
  it('is a second fault at the same place, and none elsewhere', () => {
    const [first, second] = [fault('JSON_TYPE', '/a'), fault('FIXED_VALUE', '/a')];
    const others = [fault('JSON_TYPE', ''), fault('JSON_TYPE', '/a/0'), fault('JSON_TYPE', '/b')];
    assert.deepEqual(withoutConsequences([first, second, ...others]), [first, ...others]);
  });

  it('is a missing element that is there under a wrong name', () => {
    const missing = fault('MISSING_ELEMENT', '/b/0/start', 'p|1.0#B.start');
    const unknown = fault('UNKNOWN_ELEMENT', '/b/0/strat', 'core|1.0#B.start');
    assert.deepEqual(withoutConsequences([missing, unknown]), [unknown]);
    for (const other of [
      fault('UNKNOWN_ELEMENT', '/b/0/strat', 'core|1.0#B'),
      fault('UNKNOWN_ELEMENT', '/b/1/strat', 'core|1.0#B.start'),
      fault('PRIMITIVE_FORMAT', '/b/0/strat', 'core|1.0#B.start'),
    ])
      assert.deepEqual(withoutConsequences([missing, other]), [missing, other]);
  });

  it('is what reading found already, or made empty', () => {
    const read = [
      fault('XML_TEXT', '/_a'),
      fault('UNKNOWN_ELEMENT', '/b/0/x'),
      fault('UNKNOWN_ELEMENT', '/strat', '#B.start'),
    ];
    const explained = [
      fault('EMPTY_ELEMENT', '/a'),
      fault('EMPTY_ELEMENT', '/b/0'),
      fault('MISSING_ELEMENT', '/start', '#B.start'),
    ];
    assert.deepEqual(withoutConsequences(explained, read), []);
    assert.deepEqual(withoutConsequences(explained, []), explained);
    const others = [
      fault('EMPTY_ELEMENT', '/b/1'),
      fault('MISSING_ELEMENT', '/b/0/c', '#B.c'),
      fault('JSON_TYPE', '/b/0'),
    ];
    assert.deepEqual(withoutConsequences(others, read), others);
  });
});

describe('findings of reading that change what is read', () => {
  it('are the errors, but for those of order', () => {
    const text = fault('XML_TEXT', '/a');
    const lossy = { ...fault('JSON_LOSSY_NUMBER', '/a'), severity: 'warning' } as const;
    assert.deepEqual(distortions([fault('XML_ELEMENT_ORDER', '/a'), text, lossy]), [text]);
  });
});
