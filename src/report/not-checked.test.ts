import assert from 'node:assert/strict';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunResult } from '../model/result.ts';
import { notCheckedOf } from './not-checked.ts';

const finding = (message: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'BINDING_NOT_CHECKED',
  severity: 'not-checked',
  message,
  ...more,
});

/** Only these parts of a result are read here. */
const resultOf = (cases: Readonly<Record<string, readonly Diagnostic[]>>): RunResult =>
  ({
    cases: Object.entries(cases).map(([id, diagnostics]) => ({ id, steps: [{ assertions: [{ diagnostics }] }] })),
  }) as unknown as RunResult;

describe('notCheckedOf', () => {
  it('is empty when every rule was evaluated', () => {
    assert.deepEqual(
      notCheckedOf(resultOf({ A: [finding('x', { severity: 'error' }), finding('y', { severity: 'warning' })] })),
      [],
    );
  });

  it('says each reason once, the most frequent first, with its cases and how often it holds', () => {
    const found = notCheckedOf(
      resultOf({
        A: [finding('rare', { hint: 'Load it', rule: 'urn:rule' }), finding('often', { times: 3 })],
        B: [finding('often'), finding('often')],
      }),
    );
    assert.deepEqual(found, [
      { code: 'BINDING_NOT_CHECKED', message: 'often', times: 5, cases: ['A', 'B'] },
      { code: 'BINDING_NOT_CHECKED', message: 'rare', hint: 'Load it', rule: 'urn:rule', times: 1, cases: ['A'] },
    ]);
  });

  it('keeps reasons apart that differ by their code alone', () => {
    const found = notCheckedOf(resultOf({ A: [finding('x'), finding('x', { code: 'PROFILE_UNKNOWN' })] }));
    assert.deepEqual(
      found.map(({ code }) => code),
      ['BINDING_NOT_CHECKED', 'PROFILE_UNKNOWN'],
    );
  });
});
