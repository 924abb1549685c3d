import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readYaml } from './read-yaml.ts';

const read = (text: string) => readYaml('a.yaml', Buffer.from(text, 'utf8'));
const found = (text: string) =>
  read(text).diagnostics.map(({ code, location }) => `${code} ${location?.source?.line}:${location?.source?.column}`);

describe('readYaml', () => {
  it('reads the core schema: only true and false are booleans, and dates stay texts', () => {
    assert.deepEqual(read('a: no\nb: true\nc: 2024-01-01\nd: 7\ne: -1.5\nf: ~\ng: "010"').value, {
      a: 'no',
      b: true,
      c: '2024-01-01',
      d: 7,
      e: -1.5,
      f: null,
      g: '010',
    });
  });

  it('knows where each key and value stands', () => {
    const { locate } = read('tests:\n  - id: A\n    "x/y":\n      - 1\n      - {b: 2}\n');
    const at = (pointer: string, part?: 'key' | 'value') => {
      const { line, column } = locate(pointer, part);
      return `${line}:${column}`;
    };
    assert.equal(at('/tests', 'key'), '1:1');
    assert.equal(at('/tests/0'), '2:5');
    assert.equal(at('/tests/0/id'), '2:9');
    assert.equal(at('/tests/0/x~1y/1/b'), '5:13');
    assert.equal(at('/tests/0/x~1y/1/b', 'key'), '5:10');
    assert.equal(at('/tests/0/absent/deeper'), '2:5');
    assert.equal(at(''), '1:1');
  });

  it('does not merge', () => {
    assert.deepEqual(read('a: &a {x: 1}\nb:\n  <<: *a\n').value, { a: { x: 1 }, b: { '<<': { x: 1 } } });
  });

  it('refuses what is no YAML', () => {
    assert.deepEqual(found('a: [1\nb: 2'), ['YAML_SYNTAX 2:1']);
    assert.deepEqual(found('a: 1\na: 2'), ['YAML_SYNTAX 2:1']);
    assert.deepEqual(found('a: 1\n---\nb: 2'), ['YAML_SYNTAX 2:1']);
    assert.deepEqual(found('? [a]\n: 1'), ['YAML_SYNTAX 1:3']);
    assert.equal(readYaml('a.yaml', Uint8Array.of(0x61, 0xff)).diagnostics[0]?.code, 'YAML_SYNTAX');
    assert.equal(found('['.repeat(5_000))[0]?.split(' ')[0], 'YAML_SYNTAX');
    assert.equal(found(`a: ${'['.repeat(200)}${']'.repeat(200)}`)[0]?.split(' ')[0], 'YAML_SYNTAX');
  });

  it("refuses tags of one's own", () => {
    assert.deepEqual(found('a: !secret x'), ['YAML_TAG 1:4']);
  });

  it('refuses numbers that lose how they were written', () => {
    assert.deepEqual(found('a: 010\nb: 1.10\nc: 0x1F\nd: .inf\ne: 10\nf: 0.5'), [
      'YAML_NUMBER 1:4',
      'YAML_NUMBER 2:4',
      'YAML_NUMBER 3:4',
      'YAML_NUMBER 4:4',
    ]);
  });

  it('takes aliases, in moderation', () => {
    assert.deepEqual(read('a: &a [1]\nb: *a').value, { a: [1], b: [1] });
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) {
      bomb.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    const { value, diagnostics } = read(bomb.join('\n'));
    assert.equal(value, undefined);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['YAML_ALIAS_BOMB'],
    );
  });

  it('refuses an alias of itself', () => {
    assert.deepEqual(
      found('a: &a [*a]').map((one) => one.split(' ')[0]),
      ['YAML_SYNTAX'],
    );
  });
});
