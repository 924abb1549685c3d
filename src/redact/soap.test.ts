import assert from 'node:assert/strict';
import { getNHSNumber } from '../../fixtures/smsp-client/envelope.ts';
import { Redactor } from './redactor.ts';

const DECLARED = { given: 'Iolanthe', family: 'Marchbank', gender: '2', postcode: 'ZZ99 3VZ', bornOn: '19080403' };
const STRANGER = { given: 'Zebedee', family: 'Quillfeather', gender: '1', postcode: 'QX9 9ZZ', bornOn: '19510722' };

/** What is written of a SOAP request for a person, with more in it, as `Person.NHSNumber` and a password. */
function written(person: typeof DECLARED, more: readonly (readonly [before: string, added: string])[] = []): string {
  const { headers, body } = getNHSNumber(
    person,
    'http://provider.invalid/',
    new Date(0),
    () => 'c0ffee00-0000-4000-8000-000000000000',
  );
  const full = more.reduce((text, [before, added]) => text.replace(before, `${added}${before}`), body);
  const request = {
    method: 'POST',
    url: 'http://provider.invalid/',
    headers: Object.entries(headers),
    body: Buffer.from(full),
  };
  const { redacted } = new Redactor({ declared: DECLARED, secret: Buffer.from('one run') }).redactExchange({
    ref: { id: '0001-01', purpose: 'step', attempt: 1 },
    outcome: 'response',
    startedAt: '2026-01-01T00:00:00.000Z',
    timings: { totalMs: 1 },
    request,
    requestWire: Buffer.from(full),
  });
  return Buffer.from(redacted.request.body).toString();
}

describe('redaction of SOAP messages', () => {
  it('leaves declared test data, and what is about nobody', () => {
    const body = written(DECLARED);
    for (const text of [...Object.values(DECLARED), 'ward-client', '200000000115'])
      assert.ok(body.includes(text), text);
  });

  it('writes nothing of an undeclared person', () => {
    const body = written(STRANGER);
    for (const text of ['Zebedee', 'Quillfeather', 'QX9', '19510722']) assert.ok(!body.includes(text), text);
  });

  it('writes no undeclared NHS number, wherever it stands', () => {
    const body = written(DECLARED, [
      [
        '<Person.Gender>',
        '<Person.NHSNumber><value root="2.16.840.1.113883.2.1.4.1" extension="9990000107"/></Person.NHSNumber>',
      ],
      ['<wsa:To>', '<!-- 999 000 0115 -->'],
    ]);
    for (const text of ['9990000107', '999 000 0115']) assert.ok(!body.includes(text), text);
  });

  it('writes no password of a UsernameToken, plain or as a digest', () => {
    const body = written(DECLARED, [
      ['</wsse:UsernameToken>', '<wsse:Password Type="x#PasswordText">correct horse</wsse:Password>'],
      [
        '<wsse:UsernameToken>',
        '<w:UsernameToken xmlns:w="urn:w"><w:Password>q83vEjRWeJq83vEjRWeJ3q2+7w8=</w:Password></w:UsernameToken>',
      ],
    ]);
    for (const text of ['correct horse', 'q83vEjRWeJq83vEjRWeJ']) assert.ok(!body.includes(text), text);
  });
});
