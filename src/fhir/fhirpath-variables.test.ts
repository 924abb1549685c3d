import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { variablesOf } from './fhirpath-variables.ts';

describe('variablesOf', () => {
  it('finds the variables that a case must give', () => {
    assert.deepEqual(variablesOf('id = %slot.id and start >= %values.from'), ['slot', 'values']);
  });

  it('leaves out what the engine knows, and what stands in texts and comments', () => {
    assert.deepEqual(
      variablesOf("%resource.id = '%slot' and %`vs-name` in %context // %x\n and a = /* %y */ 'it\\'s %z'"),
      [],
    );
  });
});
