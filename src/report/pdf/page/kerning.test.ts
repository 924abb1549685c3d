import assert from 'node:assert/strict';
import { readKerning } from '../../../../fixtures/report/read-kerning.ts';
import { FILES } from './faces.ts';
import { KERNING } from './kerning.ts';

describe('the kerning of the faces', () => {
  for (const face of ['plain', 'strong', 'code'] as const) {
    it(`is that of the font: ${face}`, () => assert.deepEqual(readKerning(FILES[face]), KERNING[face]));
  }

  it('moves letters that leave a gap together, and none where all are of one width', () => {
    assert.ok(Number(Object.entries(KERNING.plain['T'] ?? {}).find(([, rights]) => rights.includes('o'))?.[0]) < 0);
    assert.deepEqual(KERNING.code, {});
  });
});
