import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redactor } from '../redact/redactor.ts';
import { Attachments, attachedBy } from './attachments.ts';
import { createEvidenceFolder } from './evidence-folder.ts';

describe('attachments', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-attachments-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function stored(name: string, content: string | Uint8Array) {
    await writeFile(join(folder, name), content);
    const attachments = new Attachments(folder);
    const problem = await attachments.open(name);
    const evidence = createEvidenceFolder(folder, `run-${name}`);
    const redactor = new Redactor({ declared: [], secret: randomBytes(32) });
    const attachment = attachments.store(name, evidence, redactor);
    const text = attachment && (await readFile(join(evidence.path, attachment.file), 'utf8'));
    return { problem: problem?.code, attachment, text };
  }

  for (const [name, content, mediaType] of [
    ['a.png', Buffer.from('89504e470d0a1a0a00', 'hex'), 'image/png'],
    ['a.jpeg', Buffer.from('ffd8ffe0', 'hex'), 'image/jpeg'],
    ['a.pdf', '%PDF-1.7\n', 'application/pdf'],
    ['a.json', '{"a":1}', 'application/json'],
    ['a.xml', '<?xml version="1.0"?><a/>', 'application/xml'],
    ['a.log', '{ not json: refused', 'text/plain'],
    // What is in it counts, not what it is called.
    ['b.png', 'refused', 'text/plain'],
  ] as const) {
    it(`are told by what is in them: ${name} is ${mediaType}`, async () => {
      const { problem, attachment } = await stored(name, content);
      assert.deepEqual([problem, attachment?.mediaType, attachment?.replaced], [undefined, mediaType, undefined]);
    });
  }

  for (const [what, content] of [
    ['a program', Buffer.from('7f454c4600', 'hex')],
    ['an archive', Buffer.from('504b030414000000', 'hex')],
    ['a text in Latin-1', Buffer.from([0x4d, 0xfc, 0x6c])],
  ] as const) {
    it(`are not ${what}`, async () => {
      assert.equal((await stored('a.txt', content)).problem, 'ATTACHMENT_TYPE');
    });
  }

  it('have stand-ins in their text for what may not be written, and say so', async () => {
    const { attachment, text } = await stored('a.log', 'search for 9434765919 refused');
    assert.equal(attachment?.replaced, true);
    assert.match(text ?? '', /^search for 999\d{7} refused$/);
  });

  it('are 50 MB together at most', async () => {
    const attachments = new Attachments(folder);
    const codes: (string | undefined)[] = [];
    for (let count = 0; count < 11; count += 1) {
      await writeFile(join(folder, `${count}.txt`), ' '.repeat(5 * 1024 * 1024));
      codes.push((await attachments.open(`${count}.txt`))?.code);
    }
    assert.deepEqual(codes, [...Array.from({ length: 10 }, () => undefined), 'ATTACHMENT_TOO_LARGE']);
  });

  it('are named with their case', () => {
    assert.deepEqual(
      [...attachedBy(['A=x=1.png', 'B=y', 'A=z'])],
      [
        ['A', ['x=1.png', 'z']],
        ['B', ['y']],
      ],
    );
  });
});
