import assert from 'node:assert/strict';
import { makeHolder, TIME_STAMPING } from '../../../fixtures/keys/signers.ts';
import { manifestOf, manifestText } from '../seal/assemble.ts';
import { BAG_DECLARATION, bagInfoText, parseBagInfo, parseManifest } from './bagit.ts';
import { decodeBase64, parseCanonical } from './canonical.ts';
import { readCertificate } from './certificate.ts';
import { readDer } from './der.ts';
import { preAuthEncoding } from './dsse.ts';
import { certificatesPem, parsePem } from './pem.ts';

describe('parseCanonical', () => {
  it('reads canonical JSON', () => {
    assert.deepEqual(parseCanonical(Buffer.from('{"a":[1,"é"],"b":null}')), { a: [1, 'é'], b: null });
  });

  for (const text of [
    '',
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{ "a":1}',
    '1.0',
    '1e0',
    '{}\n',
    '\ufeff{}',
    '"\\u0041"',
    '"\\ud800"',
    '{}x',
    "{'a':1}",
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseCanonical(Buffer.from(text)), undefined));
  }

  it('refuses what is not UTF-8', () => assert.equal(parseCanonical(Buffer.from([0x22, 0xff, 0x22])), undefined));
});

describe('decodeBase64', () => {
  it('reads the canonical form', () => {
    for (const bytes of [[], [1], [1, 2], [1, 2, 3]].map((list) => Buffer.from(list))) {
      assert.deepEqual(decodeBase64(bytes.toString('base64')), bytes);
    }
  });

  for (const text of ['QQ', 'QQ=', 'QR==', 'QQ==\n', ' QQ==', 'Q-==', 'Q_==', 'QQ==QQ==', '=']) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(decodeBase64(text), undefined));
  }
});

describe('preAuthEncoding', () => {
  it('gives the example of the DSSE protocol', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
    assert.equal(Buffer.from(encoded).toString(), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('counts bytes, not characters', () => {
    assert.equal(Buffer.from(preAuthEncoding('é', Buffer.from('é'))).toString(), 'DSSEv1 2 é 2 é');
  });
});

describe('the manifest', () => {
  const payload = new Map([
    ['data/b', Buffer.from('')],
    ['data/a', Buffer.from('a')],
  ]);

  it('lists every file once, sorted, and reads back', () => {
    const read = parseManifest(Buffer.from(manifestText(manifestOf(payload))));
    assert.deepEqual('value' in read && [...read.value.keys()], ['data/a', 'data/b']);
  });

  it('locates every line that is wrong', () => {
    const read = parseManifest(Buffer.from(`x\n${manifestText(manifestOf(payload))}${'0'.repeat(64)}  ../c\n`));
    assert.deepEqual('findings' in read && read.findings.map(({ location }) => location?.source?.line), [1, 4]);
  });

  it('goes with tags that count the payload', () => {
    const info = { runId: 'r', baggingDate: '2026-03-03', agent: 'assay 0.1.0' };
    assert.deepEqual(parseBagInfo(bagInfoText(info, payload), payload), info);
    assert.equal(parseBagInfo(bagInfoText(info, payload), new Map()), undefined);
    assert.equal(parseBagInfo(`${bagInfoText(info, payload)}X: y\n`, payload), undefined);
    assert.equal(BAG_DECLARATION.split('\n').length, 3);
  });
});

describe('PEM', () => {
  it('reads back what it wrote, and what people write', async () => {
    const certificates = [await makeHolder(), await makeHolder()].map(({ certificate }) => Buffer.from(certificate));
    const text = certificatesPem(certificates);
    assert.deepEqual(parsePem(text), certificates);
    assert.deepEqual(parsePem(`Subject: CN=x\r\n${text.replaceAll('\n', '\r\n')}`), certificates);
  });
});

describe('readDer', () => {
  it('reads short and long lengths', () => {
    assert.equal(readDer(Buffer.from('040101', 'hex')).content.length, 1);
    assert.equal(readDer(Buffer.concat([Buffer.from('048180', 'hex'), Buffer.alloc(128)])).content.length, 128);
  });

  for (const [what, hex] of Object.entries({
    nothing: '',
    'bytes after the value': '04010100',
    'a value cut short': '040201',
    'a length in a longer form': '04810101',
    'a length with leading zeros': '0482000101',
    'an indefinite length': '30800000',
    'a tag of several bytes': '1f8101',
  })) {
    it(`refuses ${what}`, () => assert.throws(() => readDer(Buffer.from(hex, 'hex')), RangeError));
  }
});

describe('readCertificate', () => {
  /** The object identifier of the extended key usage, then the flag. */
  const critical = Buffer.from('0603551d250101ff', 'hex');
  const flagged = async (flag: number) => {
    const der = Buffer.from((await makeHolder({ extendedUsage: TIME_STAMPING })).certificate);
    der[der.indexOf(critical) + critical.length - 1] = flag;
    return readCertificate(der);
  };

  it('takes an extension for critical when its flag says so, and not when it is written out as false', async () => {
    assert.equal((await flagged(0xff))?.purposesCritical, true);
    assert.equal((await flagged(0x00))?.purposesCritical, false);
  });

  it('refuses a flag that is neither', async () => assert.equal(await flagged(0x01), undefined));
});
