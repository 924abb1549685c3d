import assert from 'node:assert/strict';
import { commandLines, hanging, wrap } from './wrap.ts';

const PATH = `evidence/${'x'.repeat(90)}.zip`;

describe('wrap', () => {
  it('breaks between words, and never in one', () =>
    assert.deepEqual(wrap(`see ${PATH} for it`, 20), ['see', PATH, 'for it']));

  it('counts no column for colours', () => {
    const red = '\u001b[31mfive5\u001b[39m';
    assert.deepEqual(wrap(`${red} ${red}`, 11), [`${red} ${red}`]);
  });
});

describe('hanging', () => {
  it('has what follows under the end of what leads', () =>
    assert.deepEqual(hanging('name  ', 'one two three four five six', 30), [
      'name  one two three four five',
      '      six',
    ]));

  it('fits beside what leads, and hangs less far in under what is long', () => {
    const lines = hanging('what leads is very long: ', 'one two three four five six seven', 40);
    assert.deepEqual(lines, ['what leads is very long: one two three', '    four five six seven']);
  });
});

describe('commandLines', () => {
  it('is one line where it fits', () =>
    assert.deepEqual(commandLines('verify  ', 'npx assay verify a.zip', 80), ['verify  npx assay verify a.zip']));

  it('goes on as a shell reads it where it does not, with a path that is whole', () =>
    assert.deepEqual(commandLines('verify  ', `npx assay verify ${PATH}`, 80), [
      'verify  npx assay verify \\',
      `  ${PATH}`,
    ]));
});
