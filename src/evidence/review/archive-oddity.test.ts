import assert from 'node:assert/strict';
import type { FileSet } from '../../model/digest.ts';
import { packZip, unpackZip } from '../format/zip.ts';
import { withOddity } from './archive-oddity.ts';

const FILES: FileSet = new Map([
  ['run/data/plan.json', Buffer.from('{"a":1}')],
  ['run/data/report.html', Buffer.from('<p>It passed</p>')],
]);
const whole = Buffer.from(packZip(FILES));

function hint(archive: Uint8Array): string {
  const read = unpackZip(archive);
  const [finding] = withOddity('findings' in read ? read.findings : assert.fail('it is canonical'), archive);
  assert.equal(finding?.code, 'ARCHIVE_NOT_CANONICAL');
  return finding?.hint ?? '';
}

function editing(edit: (archive: Buffer) => void): Buffer {
  const archive = Buffer.from(whole);
  edit(archive);
  return archive;
}

describe('what is odd about an archive', () => {
  it('is the entry in which a byte was changed', () => {
    const at = whole.indexOf('It passed');
    assert.match(hint(editing((archive) => archive.write('1', at))), /^run\/data\/report\.html .* checksum/);
  });

  it('is where it was cut short', () => {
    assert.match(hint(whole.subarray(0, whole.indexOf('It passed'))), /^run\/data\/report\.html is cut short/);
    assert.match(hint(whole.subarray(0, -5)), /cut short: the last 5 bytes/);
  });

  it('is what follows its end', () =>
    assert.match(hint(Buffer.concat([whole, Buffer.from('abc')])), /^3 bytes follow/));

  it('is its directory, or the order of its entries', () => {
    const end = whole.length - 22;
    assert.match(hint(editing((archive) => archive.writeUInt16LE(9, end + 8))), /directory/);
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = [...FILES].map(([name, bytes]) =>
      Buffer.from(packZip(new Map([[name, bytes]]))).subarray(0, 30 + name.length + bytes.length),
    );
    assert.match(hint(Buffer.concat([second, first])), /out of order/);
  });

  it('is an entry that is there twice, or badly named', () => {
    const name = 'run/data/plan.json';
    const entry = whole.subarray(0, 30 + name.length + 7);
    assert.match(hint(Buffer.concat([entry, whole])), /^run\/data\/plan\.json .*second/);
    assert.match(hint(editing((archive) => archive.write('../', 30))), /^The entry at byte 0 is badly named/);
  });

  it('is another zip tool, by a time, a compression, or an extra field', () => {
    const second = whole.indexOf('PK', 4);
    for (const [place, value] of [
      [10, 0x6000],
      [8, 8],
      [28, 4],
    ] as const) {
      const foreign = editing((archive) => archive.writeUInt16LE(value, second + place));
      assert.match(hint(foreign), /^run\/data\/report\.html was packed by another zip tool/);
    }
  });
});
