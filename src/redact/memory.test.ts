import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { exchanged } from '../../fixtures/run/exchanged.ts';
import type { Exchange } from '../model/exchange.ts';
import { type KeptOriginal, keptOriginal } from './memory.ts';
import { Redactor } from './redactor.ts';

const SECRET = Buffer.alloc(32, 9);

const PATIENT = {
  resourceType: 'Patient',
  name: [{ family: 'Ferncastle', given: ['Oriel'] }],
  telecom: [{ system: 'email', value: 'oriel@ferncastle.example' }],
  birthDate: '1980-02-03',
};

const replying = (body: unknown): Exchange => exchanged({ response: { body: Buffer.from(JSON.stringify(body)) } });

/** What a run wrote of a patient, and what it kept, before it stopped. */
function stopped(): { readonly written: string; readonly before: readonly KeptOriginal[] } {
  const before: KeptOriginal[] = [];
  const memory = { before: [], keep: (one: KeptOriginal) => before.push(one) };
  const redactor = new Redactor({ declared: [], secret: SECRET, memory });
  const { redacted } = redactor.redactExchange(replying(PATIENT));
  return { written: Buffer.from(redacted.response?.body ?? []).toString(), before };
}

const resumed = (before: readonly KeptOriginal[]): Redactor =>
  new Redactor({ declared: [], secret: SECRET, memory: { before, keep: () => {} } });

describe('what a run keeps of what it replaced', () => {
  const { written, before } = stopped();

  it('holds no value, and has the shape that is read again', () => {
    assert.equal(before.length, 4);
    for (const one of before) assert.equal(keptOriginal(one), undefined);
    assert.equal(keptOriginal({ ...before[0], original: 'Ferncastle' }), '/original');
    assert.doesNotMatch(JSON.stringify(before), /Ferncastle|Oriel|1980|RmVybmNhc3Rs/);
  });

  it('gives each value the stand-in that it had, though others came first', () => {
    const redactor = resumed(before);
    redactor.redactExchange(replying({ ...PATIENT, name: [{ family: 'Larchwood' }], birthDate: '1981-03-04' }));
    const { redacted } = redactor.redactExchange(replying(PATIENT));
    assert.equal(Buffer.from(redacted.response?.body ?? []).toString(), written);
  });

  it('takes stand-ins of before for no values', () => {
    const { redactions } = resumed(before).redactExchange(replying(JSON.parse(written)));
    assert.deepEqual(redactions, []);
  });

  it('knows the words of a name where free text has them', () => {
    const [text] = resumed(before).redactValue(['Cannot book for OrIeL FERNCASTLE or Larchwood']) as readonly string[];
    assert.match(text ?? '', /^Cannot book for OrIeL Redacted-\w+ or Larchwood$/);
    assert.equal(resumed([]).redactValue('for Ferncastle'), 'for Ferncastle');
  });

  const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
    plain: (text) => Buffer.from(text),
    base64: (text) => Buffer.from(Buffer.from(`xy${text}z`).toString('base64')),
    hexadecimal: (text) => Buffer.from(Buffer.from(text).toString('hex')),
    'UTF-16': (text) => Buffer.from(text, 'utf16le'),
    gzip: (text) => gzipSync(text),
    'percent-encoding': (text) => Buffer.from(text.replaceAll('r', '%72')),
    'escapes of JSON': (text) => Buffer.from(`"${text.replaceAll('r', '\\u0072')}"`),
    'references of XML': (text) => Buffer.from(`<a>${text.replaceAll('r', '&#114;')}</a>`),
  };
  for (const [name, encode] of Object.entries(encodings)) {
    it(`finds a value in a file by its HMACs: ${name}`, () => {
      const findings = (text: string) =>
        resumed(before)
          .leaks(new Map([['later.txt', encode(text)]]))
          .map(({ code, severity, message }) => [code, severity, /^later\.txt holds a ([\w-]+)/.exec(message)?.[1]]);
      assert.deepEqual(findings('Ms Ferncastle called'), [['LEAK', 'error', 'name']]);
      assert.deepEqual(findings('Ms Larchwood called'), []);
      assert.deepEqual(findings('born 1980-02-03 or so'), [['LEAK', 'warning', 'birth-date']]);
    });
  }
});
