import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { exchanged } from '../../fixtures/run/exchanged.ts';
import type { FileSet } from '../model/digest.ts';
import type { Exchange, HeaderField } from '../model/exchange.ts';
import { redactBody } from './body.ts';
import { leakSearch } from './leak-scan.ts';
import { Redactor } from './redactor.ts';
import { rulesOf } from './rules.ts';
import { StandIns } from './stand-ins.ts';

const newRedactor = (): Redactor =>
  new Redactor({ declared: { family: 'Marchbank', service: '1000000001' }, secret: Buffer.from('one run') });

const responding = (body: Uint8Array, headers: readonly HeaderField[] = []): Exchange =>
  exchanged({ response: { headers, body } });

const written = (body: Uint8Array | string, redactor = newRedactor()): Buffer =>
  Buffer.from(redactor.redactExchange(responding(Buffer.from(body))).redacted.response?.body ?? []);

/** Every code unit as an escape of its own. */
const escapedWhole = (text: string): string =>
  text
    .split('')
    .map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

const PERSON = '{"resourceType":"Patient","name":[{"family":"Ferncastle","given":["Oriel"]}],"birthDate":"1980-02-03"}';

describe('people in JSON', () => {
  const ways: Readonly<Record<string, string | Buffer>> = {
    plainly: PERSON,
    'with the name escaped': PERSON.replace('Ferncastle', escapedWhole('Ferncastle')).replace('Oriel', 'Or\\u0069el'),
    'with the type escaped': PERSON.replace('Patient', '\\u0050atient'),
    'with the members escaped': PERSON.replace('family', 'f\\u0061mily')
      .replace('given', '\\u0067iven')
      .replace('birthDate', 'birth\\u0044ate'),
    'with the type at the end':
      '{"name":[{"family":"Ferncastle","given":["Oriel"]}],"birthDate":"1980-02-03","resourceType":"Patient"}',
    'without a type': PERSON.replace('"resourceType":"Patient",', ''),
    'with the type in small letters': PERSON.replace('Patient', 'patient'),
    'after a byte order mark': `\ufeff${PERSON}`,
    'in UTF-16': Buffer.from(`\ufeff${PERSON}`, 'utf16le'),
    'in UTF-16, big end first': Buffer.from(`\ufeff${PERSON}`, 'utf16le').swap16(),
    'in UTF-16 without a mark': Buffer.from(PERSON, 'utf16le'),
    'in UTF-32': Buffer.from([...PERSON].flatMap((character) => [character.charCodeAt(0), 0, 0, 0])),
    'cut off': PERSON.slice(0, -3),
    'cut off in a value': PERSON.slice(0, PERSON.indexOf('03"}')),
    'with a comma too many': PERSON.replace('"birthDate"', ',"birthDate"'),
    'with bytes that are no UTF-8': Buffer.concat([Buffer.from([0xff]), Buffer.from(PERSON)]),
    'after a guard': `)]}',\n${PERSON}`,
    'in a list': `[${PERSON}]`,
    'nested deep': `${'{"a":['.repeat(20_000)}${PERSON}${']}'.repeat(20_000)}`,
    'in a text': JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ diagnostics: `Got ${PERSON}` }] }),
    'in a page': `<html><body><pre>${PERSON.replaceAll('"', '&quot;')}</pre></body></html>`,
    'in a Bundle': `{"resourceType":"Bundle","entry":[{"resource":${PERSON}}]}`,
    'after a text that does not end': PERSON.replace('"name"', '"id":"x, "name"'),
    'in single quotes': PERSON.replaceAll('"', "'"),
    'without quotes': PERSON.replace(/"(\w+|[\d-]+)"/g, '$1'),
    'closed by the wrong bracket': PERSON.replace('"name"', '"a":[1},"name"'),
    'twice under one name': `{"resourceType":"Patient","name":[{"family":"Ferncastle","family":"Oriel"}],"birthDate":"1980-02-03"}`,
  };
  for (const [way, body] of Object.entries(ways)) {
    it(`are replaced ${way}`, () => {
      const redactor = newRedactor();
      const { redactions, response } = redactor.redactExchange(responding(Buffer.from(body)));
      assert.ok(redactions.length > 0);
      const file = new Map([['it', response?.bytes ?? assert.fail()]]);
      assert.deepEqual(redactor.leaks(file), []);
      const text = `${written(body)} ${written(body).toString('utf16le')}`;
      assert.ok(!/Ferncastle|Oriel|1980-02-0/.test(text), text.slice(0, 500));
    });
  }

  it('are quoted in a body that breaks off within a character', () => {
    const redactor = newRedactor();
    written('{"resourceType":"Patient","name":[{"family":"Ferncästle"}]}', redactor);
    const body = Buffer.from('{"issue":[{"diagnostics":"Ferncästle Ferncä');
    const kept = written(body.subarray(0, -1), redactor);
    assert.ok(!kept.includes('Ferncästle') && kept.at(-1) === 0xc3, kept.toString('latin1'));
  });

  it('keep everything around them as it was sent', () => {
    const body = PERSON.replaceAll(':', ' : ').replace('Ferncastle', 'Fern\\u0063astle');
    const around = (text: string) => text.replace(/Redacted-[a-z]{8}|\d{4}-\d\d-\d\d|Oriel|Fern\\u0063astle/g, '*');
    assert.equal(around(written(body).toString()), around(body));
  });

  it('are not looked for among those who work with them, nor in other resources', () => {
    for (const type of ['Practitioner', 'Organization', 'Location']) {
      const body = `{"resourceType":"${type}","name":[{"family":"Ferncastle"}],"address":{"city":"Testford"},"identifier":[{"value":"A1"}]}`;
      assert.equal(written(body).toString(), body);
    }
  });

  it('are told by references to them', () => {
    const told = (actor: object): string => written(JSON.stringify({ resourceType: 'Appointment', actor })).toString();
    assert.doesNotMatch(told({ display: 'Oriel Ferncastle', reference: 'Patient/1' }), /Oriel|Ferncastle/);
    assert.doesNotMatch(told({ reference: 'https://p.invalid/RelatedPerson/1', display: 'Ferncastle' }), /Ferncastle/);
    assert.match(told({ display: 'Ferncastle Surgery', reference: 'Location/1' }), /Ferncastle Surgery/);
    assert.match(told({ display: 'Patient', reference: 'Patient/1' }), /"Patient"/);
  });

  it('are replaced wherever the exchange quotes them, in whichever order', () => {
    const original = responding(Buffer.from(PERSON.replace('{', '{"url":"http://x.invalid/?family=Ferncastle",')), [
      ['X-Family', 'Ferncastle'],
    ]);
    const url = 'http://provider.invalid/Patient?family=Ferncastle&text=Oriel%20Ferncastle';
    const request = { ...original.request, url };
    const { redacted } = newRedactor().redactExchange({ ...original, request });
    const { response } = redacted;
    const all = [redacted.request.url, Buffer.from(response?.body ?? []).toString(), response?.headers.join()].join();
    assert.ok(!/Ferncastle|Oriel/.test(all), all);
  });

  it('are withheld from where nobody can tell what a payload says, unless it is declared', () => {
    const rest = 'Ferncastle"}]}';
    const broken = written(`{"resourceType":"Patient","name":[{"family":${rest}`).toString();
    assert.match(broken, /^\{"resourceType":"Patient","name":\[\{"family":\[withheld: 14 characters, [0-9a-f]{8}\]$/);
    const declared = '{"resourceType":"Patient","name":[{"family":Marchbank}]}';
    assert.equal(written(declared).toString(), declared);
    const stranger = '{"error":[no name],"code":[E 17]}';
    assert.equal(written(stranger).toString(), stranger);
  });

  it('are read in time that grows with the payload', () => {
    const many = 100_000;
    for (const body of [
      '['.repeat(many) + '"x",'.repeat(many),
      '<a>'.repeat(many) + '</b>'.repeat(many),
      '<a>'.repeat(many) + '</a>'.repeat(many),
      `{"token":"${'x'.repeat(8_000_000)}"}`,
      `{"a":"${'"<a '.repeat(many)}"}`,
      `{"a":"${'\\u0041'.repeat(many)}"}`,
    ]) {
      assert.ok(written(body).length > 0);
    }
  });

  it('do not hide an NHS number in the name of a member', () => {
    assert.ok(!written('{"\\u0039990000026":1}').includes('990000026'));
    assert.ok(!written('{"9990000026":1}').includes('9990000026'));
  });

  const elements: Readonly<Record<string, string>> = {
    'a name as one text': '"name":[{"text":"Oriel Ferncastle"}]',
    'an uncommon prefix': '"name":[{"prefix":["Ferncastle of"]}]',
    'a suffix': '"name":[{"suffix":["Ferncastle"]}]',
    'a contact': '"contact":[{"name":{"family":"Ferncastle"}}]',
    'where a contact lives': '"contact":[{"address":{"text":"Ferncastle House"}}]',
    'how to reach a contact': '"contact":[{"telecom":[{"value":"ferncastle@Ferncastle.example"}]}]',
    'an identifier': '"identifier":[{"value":"Ferncastle-7"}]',
    'when they died': '"deceasedDateTime":"Ferncastle"',
    'an identifier that is a number': '"identifier":[{"value":1234567890123}],"name":[{"text":"Oriel"}]',
    'a photo': '"photo":[{"data":"RmVybmNhc3RsZQ==","url":"http://x.invalid/Ferncastle.png"}]',
    'the place of birth': '"extension":[{"valueAddress":{"city":"Ferncastle"}}]',
    "the mother's maiden name": '"extension":[{"valueString":"Ferncastle"}]',
    'a name in the extension of a primitive': '"_birthDate":{"extension":[{"valueString":"Ferncastle"}]}',
    'a narrative':
      '"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>Oriel <b>Ferncastle</b></p></div>"}',
    'a name in markup': '"name":[{"family":"<b>Ferncastle</b>"}]',
  };
  for (const type of ['Patient', 'RelatedPerson', 'Person']) {
    for (const [element, json] of Object.entries(elements)) {
      it(`are told by ${element} in a ${type}`, () => {
        const text = written(`{"resourceType":"${type}",${json}}`).toString();
        assert.ok(!/ferncastle|Oriel|RmVybm|1234567890123/i.test(text), text);
      });
    }
  }
});

const XML =
  '<Patient xmlns="http://hl7.org/fhir"><name><family value="Ferncastle"/><given value="Oriel"/></name><birthDate value="1980-02-03"/></Patient>';

describe('people in XML', () => {
  const ways: Readonly<Record<string, string>> = {
    plainly: XML,
    'in single quotes': XML.replaceAll('"', "'"),
    'with a prefix': XML.replace(/<(\/?)/g, '<$1f:').replace('xmlns=', 'xmlns:f='),
    'with an attribute before the value': XML.replace('<family ', '<family id="a" '),
    'with space around the sign': XML.replaceAll('value=', 'value = '),
    'with line ends in the tags': XML.replaceAll(' value', '\n  value'),
    'with references to characters': XML.replace('Ferncastle', '&#70;ern&#x63;astle').replace('Oriel', 'Ori&#101;l'),
    'with a name as one text': XML.replace(/<family.*<\/name>/, '<text value="Oriel Ferncastle"/></name>'),
    'cut off': XML.slice(0, XML.indexOf('3"/></Patient>')),
    'cut off in a name': XML.slice(0, XML.indexOf('"/><given')),
    'with a tag that does not end': XML.replace('</name>', '<name>'),
    'without quotes': XML.replaceAll(/value="([^"]*)"/g, 'value=$1 '),
    'contained in another resource': `<Appointment xmlns="http://hl7.org/fhir"><contained>${XML}</contained></Appointment>`,
    'in a document type': `<!DOCTYPE Patient [<!ENTITY x "y">]>${XML}`,
    'by an entity': `<!DOCTYPE Patient [<!ENTITY x "Ferncastle">]>${XML.replace('Ferncastle', '&x;')}`,
    'and in a comment': XML.replace('</name>', '</name><!-- Oriel Ferncastle -->'),
    'and in a comment before': `<!-- Ferncastle -->${XML}`,
    'and by a reference': `<Appointment><contained>${XML}</contained><actor><reference value="Patient/1"/><display value="O Ferncastle-X"/></actor></Appointment>`,
    'after a declaration and a comment': `<?xml version="1.0"?><!-- a --> ${XML}`,
    'in a narrative': '<Patient><text><div>Oriel <b>Ferncastle</b> <![CDATA[born 1980-02-03]]></div></text></Patient>',
    'as a RelatedPerson': XML.replaceAll('Patient', 'RelatedPerson'),
  };
  for (const [way, body] of Object.entries(ways)) {
    it(`are replaced ${way}`, () => {
      const text = written(body).toString();
      assert.ok(!/Ferncastle|Oriel|1980-02-0|&#70;/.test(text), text);
    });
  }

  it('keep everything around them as it was sent', () => {
    const around = (text: string) => text.replace(/Redacted-[a-z]{8}|\d{4}-\d\d-\d\d|Oriel|Ferncastle/g, '*');
    assert.equal(around(written(XML).toString()), around(XML));
  });

  it('are not looked for among those who work with them', () => {
    const staff = XML.replaceAll('Patient', 'Practitioner');
    assert.equal(written(staff).toString(), staff);
  });
});

describe('responses that came only in part', () => {
  const kept = (wire: string) => {
    const { response: _, ...sent } = responding(Buffer.alloc(0));
    const { response, redactions } = newRedactor().redactExchange({
      ...sent,
      outcome: 'truncated',
      responseWire: Buffer.from(wire, 'latin1'),
    });
    return { text: Buffer.from(response?.bytes ?? []).toString('latin1'), rules: redactions.map(({ rule }) => rule) };
  };
  const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nSet-Cookie: id=s3cret-value\r\n';

  it('lose people and secrets, and keep their head', () => {
    const { text, rules } = kept(`${HEAD}Content-Length: 999\r\n\r\n${PERSON.slice(0, -5)}`);
    assert.ok(!/Ferncastle|Oriel|1980-02|s3cret/.test(text), text);
    assert.match(text, /^HTTP\/1\.1 200 OK\r\nContent-Type: application\/fhir\+json\r\nSet-Cookie: redacted-/);
    assert.deepEqual(rules, ['name', 'name', 'birth-date', 'secret-header']);
  });

  it('lose the secrets of interim responses and of what follows them', () => {
    const { text } = kept(
      `HTTP/1.1 103 Early Hints\r\nSet-Cookie: s3cret\r\n\r\n${HEAD}X-Auth-Token: a\r\n s3cret\r\n\r\n{}`,
    );
    assert.ok(!text.includes('s3cret') && text.endsWith('\r\n\r\n{}'), text);
  });

  for (const coding of ['Transfer-Encoding: chunked', 'Content-Encoding: br']) {
    it(`are withheld when nobody can look into them (${coding})`, () => {
      const { text, rules } = kept(`${HEAD}${coding}\r\n\r\n5\r\n{"fam\r\n9\r\nily":"Ferncastle"`);
      assert.ok(!/Ferncastle/.test(text) && text.includes(coding), text);
      assert.ok(rules.includes('unreadable-body'));
    });
  }
});

describe('what a response has beside its head and body', () => {
  const FIELDS = 'X-Session-Id: s3cret-value\r\n';
  const wires = {
    'an interim response': `HTTP/1.1 103 Early Hints\r\n${FIELDS}\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}`,
    'a trailer': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n${FIELDS}\r\n`,
  };
  for (const [what, wire] of Object.entries(wires)) {
    it(`holds no secret: ${what}`, () => {
      const responseWire = Buffer.from(wire);
      const kept = newRedactor().redactExchange({ ...responding(Buffer.from('{}')), responseWire });
      assert.ok(!Buffer.from(kept.response?.bytes ?? []).includes('s3cret'));
      assert.deepEqual(
        kept.redactions.map(({ rule }) => rule),
        ['secret-header'],
      );
    });
  }
});

describe('secrets', () => {
  const header = (name: string, value: string): string =>
    newRedactor().redactExchange(responding(Buffer.alloc(0), [[name, value]])).redacted.response?.headers[0]?.[1] ?? '';

  for (const name of [
    'X-Auth-Token',
    'x-api-key',
    'Ocp-Apim-Subscription-Key',
    'X-Session-Id',
    'Client-Secret',
    'Set-Cookie',
  ]) {
    it(`are kept out of ${name}`, () => assert.match(header(name, 'hunter2'), /^redacted-[0-9a-f]{8}$/));
  }

  for (const name of [
    'access_token',
    'client_secret',
    'api-key',
    'subscription-key',
    'jsessionid',
    'x_auth_token',
    'sig',
  ]) {
    it(`are kept out of the parameter ${name} of queries and forms`, () => {
      assert.doesNotMatch(written(`a=1&${name}=s3cret%2Bvalue&b=2`).toString(), /s3cret/);
      assert.match(written(`a=1&${name}=s3cret%2Bvalue&b=2`).toString(), /^a=1&.*&b=2$/);
    });
  }

  it('are found without a scheme before them, and after that of a proxy', () => {
    assert.doesNotMatch(header('Authorization', 's3cret'), /s3cret/);
    assert.match(header('Proxy-Authorization', 'Basic s3cret'), /redacted-/);
    assert.doesNotMatch(header('Proxy-Authorization', 'Basic s3cret'), /s3cret/);
  });

  it('are no types of tokens', () => {
    const body = '{"token_type":"bearer","expires_in":300}';
    assert.equal(written(body).toString(), body);
    assert.equal(header('X-Token-Type', 'bearer'), 'bearer');
  });

  it('do not include how to authenticate', () =>
    assert.equal(header('WWW-Authenticate', 'Bearer realm="a"'), 'Bearer realm="a"'));

  it('are replaced even where they are equal to declared test data', () => {
    assert.match(header('X-Auth-Token', 'Marchbank'), /^redacted-/);
    assert.match(header('Authorization', 'Bearer 1000000001'), /^Bearer redacted-/);
    assert.ok(!written('{"client_secret":"Marchbank"}').includes('Marchbank'));
    assert.ok(!written('{"client\\u005fsecret":"Marchbank"}').includes('Marchbank'));
  });
});

describe('people outside resources of their own', () => {
  const json = (value: object): string => JSON.stringify(value);
  const display = 'FERNCASTLE, Oriel (Ms)';
  const ways: Readonly<Record<string, string>> = {
    'in plain JSON': json({ patient: { surname: 'Ferncastle', forename: 'Oriel', dob: '1980-02-03' } }),
    'in plain JSON without a patient': json({ firstName: 'Oriel', last_name: 'Ferncastle', dateOfBirth: '1980-02-03' }),
    'in plain JSON with short names': json({ patient: { name: 'Oriel Ferncastle', birthDate: '1980-02-03' } }),
    'in plain JSON with long names': json({ 'patient-name': 'Oriel Ferncastle', patientDateOfBirth: '1980-02-03' }),
    'in FHIR names without FHIR': json({ family: 'Ferncastle', given: ['Oriel'], birthdate: '1980-02-03' }),
    'in JSON that is quoted': json({
      resourceType: 'OperationOutcome',
      issue: [{ diagnostics: json({ surname: 'Ferncastle' }) }],
    }),
    'in plain XML': '<r><surname>Ferncastle</surname><FirstName>Oriel</FirstName><dob>1980-02-03</dob></r>',
    'in a document of HL7 V3':
      '<ClinicalDocument xmlns="urn:hl7-org:v3"><patient><name><given>Oriel</given><family>Ferncastle</family></name><birthTime value="1980-02-03"/></patient></ClinicalDocument>',
    'in a comment beside a display': json({
      resourceType: 'Appointment',
      participant: [{ actor: { reference: 'Patient/5', display } }],
      comment: 'for Oriel Ferncastle',
    }),
    'in small letters': json({ comment: 'for oriel ferncastle', actor: { reference: 'Patient/5', display } }),
    'in a possessive': json({ comment: "Ferncastle's and Oriel's", actor: { reference: 'Patient/5', display } }),
    'in a narrative beside a display': json({
      resourceType: 'Appointment',
      text: { div: '<div><p>Oriel Ferncastle</p></div>' },
      participant: [{ actor: { reference: 'Patient/5', display } }],
    }),
    'as the patient of a reference that does not say of what': json({
      resourceType: 'Encounter',
      subject: { display },
    }),
    'in the query of a link': json({ url: 'http://p.invalid/Patient?name=Oriel+Ferncastle&birthdate=ge1980-02-03' }),
    'in a chained query': json({
      url: 'http://p.invalid/Appointment?patient.family:exact=Ferncastle&patient:Patient.given=Oriel',
    }),
    'in a form': 'given=Oriel&family=Ferncastle&birthdate=1980-02-03',
  };
  for (const [way, body] of Object.entries(ways)) {
    it(`are replaced ${way}`, () => {
      const text = written(body).toString();
      assert.ok(!/ferncastle|oriel|1980-02-03/i.test(text), text);
    });
  }

  it('are replaced in URLs, Location and headers of such names, where no payload tells of them', () => {
    const url = 'http://p.invalid/Patient?family=Ferncastle&given=Oriel&birthdate=1980-02-03&_count=5';
    const original = responding(Buffer.alloc(0), [
      ['Location', '/Patient?name=Ferncastle'],
      ['X-Patient', 'Oriel Ferncastle'],
      ['X-Patient-Surname', 'Ferncastle'],
      ['DOB', '1980-02-03'],
    ]);
    const { redacted } = newRedactor().redactExchange({ ...original, request: { ...original.request, url } });
    const all = `${redacted.request.url} ${redacted.response?.headers.join()}`;
    assert.ok(!/Ferncastle|Oriel|1980-02-03/.test(all), all);
    assert.match(redacted.request.url, /&_count=5$/);
  });

  it('are replaced in the record of what a comment said', () => {
    const redactor = newRedactor();
    written(json({ actor: { reference: 'Patient/5', display } }), redactor);
    assert.doesNotMatch(redactor.redactValue(['was "for Oriel Ferncastle"', 'Oriel']).join(), /Oriel|Ferncastle/);
  });

  it('stay when they are declared', () => {
    const redactor = new Redactor({
      declared: ['Ferncastle', 'Oriel', '1980-02-03', 'FERNCASTLE', '(Ms)'],
      secret: Buffer.from('a'),
    });
    for (const body of Object.values(ways).filter((one) => !/ge1980/.test(one)))
      assert.equal(written(body, redactor).toString(), body);
  });

  for (const body of [
    json({ software: { name: 'Acme Book' }, name: 'metadata', practitioner: { surname: 'Ferncastle' } }),
    json({ resourceType: 'Practitioner', name: [{ family: 'Ferncastle', given: ['Oriel'] }] }),
    json({ resourceType: 'Location', address: { postalCode: 'ZZ99 1AA' } }),
    json({ url: 'http://p.invalid/Organization?name=Acme&_count=1' }),
    json({ subject: { reference: 'Group/1', display: 'Everybody' } }),
    'Content-Disposition: form-data; name="file"',
  ]) {
    it(`are not seen in ${body}`, () => assert.equal(written(body).toString(), body));
  }
});

describe('coded content', () => {
  const json = (value: object): string => JSON.stringify(value);
  const coded = (text: string | Buffer): string => Buffer.from(text).toString('base64');
  const lines = (text: string): string => text.replace(/.{76}/g, '$&\r\n');
  const BINARY = Buffer.concat([Buffer.from([0x80, 0, 0xff]), Buffer.from('Ferncastle, Oriel')]);

  const ways: Readonly<Record<string, string>> = {
    'in a Binary of STU3': json({
      resourceType: 'Binary',
      contentType: 'application/fhir+json',
      content: coded(PERSON),
    }),
    'in a Binary of R4': json({ resourceType: 'Binary', data: coded(PERSON) }),
    'in a Binary in XML': `<Binary xmlns="http://hl7.org/fhir"><content value="${coded(PERSON)}"/></Binary>`,
    'in an attachment': json({ resourceType: 'DocumentReference', content: [{ attachment: { data: coded(PERSON) } }] }),
    'in an extension': json({ resourceType: 'Slot', extension: [{ valueBase64Binary: coded(PERSON) }] }),
    'in lines': json({ resourceType: 'Binary', content: lines(coded(PERSON)) }),
    'as XML': json({
      resourceType: 'Binary',
      content: coded('<Patient><name><family value="Ferncastle"/></name></Patient>'),
    }),
    'in UTF-16': json({ resourceType: 'Binary', content: coded(Buffer.from(`\ufeff${PERSON}`, 'utf16le')) }),
    'as no text': json({ resourceType: 'Binary', content: coded(BINARY) }),
    'as no text, in XML': `<Binary><content value="${coded(BINARY)}"/></Binary>`,
    'as no text, in an attachment': json({ resourceType: 'Media', content: { data: coded(BINARY) } }),
    'packed, anywhere': json({
      resourceType: 'OperationOutcome',
      issue: [{ diagnostics: `got ${coded(gzipSync(PERSON))}` }],
    }),
    'in diagnostics': json({ resourceType: 'OperationOutcome', issue: [{ diagnostics: `got ${coded(PERSON)}.` }] }),
    'in prose': `got ${coded(PERSON)}`,
    'in lines of prose': `got\n${lines(coded(PERSON))}\nthere`,
    'in base64url': json({ a: Buffer.from(PERSON.replace('Oriel', 'Ori\u00ffel?>')).toString('base64url') }),
    'after a path': json({ a: `http://p.invalid/x/${coded(PERSON)}` }),
    'after a word': json({ cursor: `next_${coded(PERSON)}` }),
    'in a data URL': json({ url: `data:application/fhir+json;base64,${coded(PERSON)}` }),
    'in a page': `<html><pre>${coded(PERSON)}</pre></html>`,
    'in coded content': json({
      resourceType: 'Binary',
      content: coded(json({ resourceType: 'Binary', content: coded(PERSON) })),
    }),
  };
  for (const [way, body] of Object.entries(ways)) {
    it(`gives nobody away ${way}`, () => {
      const redactor = newRedactor();
      const text = written(body, redactor).toString();
      const views = [text, text.replace(/(?:\\r\\n)|\s/g, '')].join(' ');
      assert.ok(!views.includes('Ferncastle'), text);
      for (const [run] of views.matchAll(/[\w+/]{16,}/g)) {
        assert.ok(
          !/Ferncastle|Oriel|1980-02-03/.test(Buffer.from(run, 'base64').toString().replaceAll('\0', '')),
          text,
        );
      }
      // Another message tells the redactor who it is, so that the scan looks for the name.
      written(PERSON, redactor);
      assert.deepEqual(redactor.leaks(new Map([['it', written(body, redactor)]])), []);
    });
  }

  it('is coded again, and says where it was', () => {
    const body = json({ resourceType: 'Binary', content: coded(PERSON) });
    const { redacted, redactions } = newRedactor().redactExchange(responding(Buffer.from(body)));
    const { content } = JSON.parse(Buffer.from(redacted.response?.body ?? []).toString()) as { content: string };
    const inside = JSON.parse(Buffer.from(content, 'base64').toString()) as { resourceType: string };
    assert.equal(inside.resourceType, 'Patient');
    assert.deepEqual([...new Set(redactions.map(({ at }) => at))], ['body /content']);
  });

  it('gives nobody away in headers, URLs and the record', () => {
    const redactor = newRedactor();
    const name = coded('nhs=9990000026&x=y');
    const original = responding(Buffer.alloc(0), [['X-State', name]]);
    const url = `http://p.invalid/Slot?_getpages=${name}`;
    const { redacted } = redactor.redactExchange({ ...original, request: { ...original.request, url } });
    assert.ok(!`${redacted.request.url} ${redacted.response?.headers.join()}`.includes(name.slice(0, 16)));
    assert.ok(
      !redactor
        .redactValue([`actual ${name}`])
        .join()
        .includes(name.slice(0, 16)),
    );
  });

  it('holds no secret either', () => {
    const state = coded('{"clientSecret":"hunter2hunter2"}');
    const text = written(json({ state })).toString();
    assert.ok(!Buffer.from(/"state":"([^"]*)"/.exec(text)?.[1] ?? 'hunter', 'base64').includes('hunter'), text);
  });

  it('stays when it says nothing of anyone, or is declared', () => {
    const picture = coded(BINARY);
    const redactor = new Redactor({
      declared: ['Ferncastle', 'Oriel', '1980-02-03', picture],
      secret: Buffer.from('a'),
    });
    for (const body of [
      json({ resourceType: 'Binary', content: coded('{"resourceType":"Slot","id":"a"}') }),
      json({ resourceType: 'Binary', content: coded(PERSON) }),
      json({ resourceType: 'Binary', content: picture }),
      json({ resourceType: 'Observation', valueSampledData: { data: '2.31 2.45 2.47 2.49' } }),
      json({
        id: '8d1c4a7e-4c3b-4c3b-9a5f-0123456789ab',
        profile: 'https://fhir.hl7.org.uk/STU3/StructureDefinition/A',
      }),
      json({ hash: 'qUiQTy8PR5uPgZdpSzAYSw0u0cHNKh7A+4XSmaGSpEc=' }),
    ]) {
      assert.equal(written(body, redactor).toString(), body);
    }
  });

  it('is withheld when it is nested deeper than anybody writes', () => {
    let nested = PERSON;
    for (let level = 0; level < 12; level += 1) nested = json({ a: coded(nested) });
    let text = written(nested).toString();
    for (let level = 0; level < 14; level += 1) {
      assert.ok(!text.includes('Ferncastle'));
      text = Buffer.from(/"a":"([^"]*)"/.exec(text)?.[1] ?? '', 'base64').toString();
    }
  });

  it('is read in time that grows with it, and withheld when it is larger than anything of use', () => {
    assert.ok(written(json({ a: coded('['.repeat(1_000_000)) })).length > 0);
    assert.ok(written(json({ a: 'QUJD'.repeat(1_200_000) })).length < 1000);
    assert.ok(written(json({ a: 'QUJD'.repeat(2_000_000) })).length > 0);
    assert.ok(written(`<a>${'&lt;a>'.repeat(100_000)}</a>`).length > 0);
    const word = `%41 ${'a'.repeat(500_000)}`;
    assert.equal(written(word).toString(), word);
  });

  it('is read line by line, however many there are', () => {
    const wrapped = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
    const file = wrapped(Buffer.alloc(300_000, 0x82));
    assert.equal(written(file).toString(), file);
    const lines = [file.slice(0, 76), coded(`${PERSON} `.slice(0, 57)), coded('x'.repeat(57))];
    assert.ok(!written(lines.join('\n')).includes(coded(`${PERSON} `.slice(0, 57))));
  });
});

describe('bodies that are more than a stack bears', () => {
  it('keep what they have', () => {
    const attributes = `<a ${'b="c" '.repeat(150_000)}/>`;
    assert.equal(written(attributes).toString(), attributes);
  });

  it('are withheld when it gives way all the same', () => {
    const overflows = (): never => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const protection = {
      standIns: new StandIns(Buffer.alloc(32, 1)),
      rules: rulesOf(),
      isDeclared: overflows,
      isPublished: overflows,
    };
    const noted: string[] = [];
    const kept = redactBody(Buffer.from(PERSON), protection, (rule) => noted.push(rule));
    assert.match(Buffer.from(kept).toString(), /^\[withheld: \d+ characters, [\da-f]{8}\]$/);
    assert.deepEqual(noted, ['unreadable-body']);
  });
});

describe('secrets in prose', () => {
  const told = (diagnostics: string): string =>
    written(JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ diagnostics }] })).toString();
  const ways: Readonly<Record<string, string>> = {
    'after a sign of equality': 'login failed: password=hunter2hunter; retry',
    'after a colon': 'config: api_key: sk-live-hunter2, region: eu',
    'after an arrow of capitals': 'CLIENT-SECRET: hunter2',
    'written as one word': 'clientSecret=hunter2 apiKey=hunter2a',
    'in JSON that is quoted': 'sent {"a":"b", "clientSecret" : "hunter2 and more"}',
    'in JSON that is quoted twice': String.raw`sent \"clientSecret\" : \"hunter2\"`,
    'in single quotes': "{'password': 'hunter2'}",
    'of letters alone': 'password: hunterhunter',
    'as credentials': 'Authorization: Basic aHVudGVyMjpodW50ZXIy',
    'as credentials without their header': 'got Basic aHVudGVyMjpodW50ZXIy.',
    'as a bearer token': '"Authorization":"Bearer hunter2hunter2"',
    'as credentials without a scheme': 'Authorization = hunter2hunter2',
    'as a session': 'session: hunter2-8d1c',
    'as a cookie': 'Set-Cookie: s=hunter2; Path=/',
    'as a token': 'token=hunter2hunter2',
  };
  for (const [way, diagnostics] of Object.entries(ways)) {
    it(`are replaced ${way}`, () => {
      for (const body of [
        told(diagnostics),
        written(diagnostics).toString(),
        written(`<p>${diagnostics}</p>`).toString(),
      ]) {
        assert.ok(!/hunter|aHVudGVy/.test(body), body);
      }
    });
  }

  it('are replaced in members and parameters whose names are one word', () => {
    assert.ok(!written('{"clientSecret":"hunter","accessToken":"hunter"}').includes('hunter'));
    assert.ok(!written('a=1&clientSecret=hunter&accessToken=hunter').includes('hunter'));
  });

  for (const diagnostics of [
    'password: required',
    'The password is missing',
    'api_key: must not be empty',
    'token: expired',
    'token: expired 2026-01-01T00:00:00Z',
    'session: 2026-01-01T00:00:00Z',
    'signature: invalid',
    'Authorization: header missing',
    'Bearer authentication required',
    'Basic information about Bearer tokens',
    'Search parameter identifier: token, service: reference',
    'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.',
    'token: eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.',
    'token: https://p.invalid/token',
  ]) {
    it(`are not seen in "${diagnostics}"`, () => assert.ok(told(diagnostics).includes(JSON.stringify(diagnostics))));
  }
});

describe('NHS numbers in prose', () => {
  const ways = [
    '999.000.0026',
    '999\u00a0000\u00a00026',
    '999\u2009000\u20090026',
    '999\u2011000\u20110026',
    '9 9 9 0 0 0 0 0 2 6',
    '9.9.9.0.0.0.0.0.2.6',
    '9-9-9-0-0-0-0-0-2-6',
    '999%20000%200026',
    '999+000+0026',
    '999 0000026',
  ];
  for (const way of ways) {
    it(`are replaced as ${JSON.stringify(way)}`, () => {
      for (const text of [`n=${way} born`, `{"diagnostics":"(${way})"}`, `<p title="${way}">${way}</p>`]) {
        assert.ok(!written(text).includes(way), written(text).toString());
      }
    });
  }

  it('are replaced with the spaces of HTML', () =>
    assert.ok(!written('<p>999&nbsp;000&nbsp;0026</p>').includes('0026')));

  it('stay when they are declared', () => {
    const redactor = new Redactor({ declared: ['9990000018'], secret: Buffer.from('one run') });
    const text = '999.000.0018 or 9 9 9 0 0 0 0 0 1 8';
    assert.equal(written(text, redactor).toString(), text);
  });

  for (const text of [
    '999.000.0027',
    '9 9 9 0 0 0 0 0 2 7',
    '2.999.0000026',
    '999.0000026',
    '9990-00-00 26:30:00',
    '9.990000026',
    'urn:oid:9.9.9.0.0.0.0.0.2.6.1',
  ]) {
    it(`are not seen in ${text}`, () => assert.equal(written(text).toString(), text));
  }
});

describe('the leak scan', () => {
  const original = 'O\'Ferncastle \\"& Söhne" 𠮷';
  const inString = (text: string): string => JSON.stringify(text).slice(1, -1);
  const ways: Readonly<Record<string, (text: string) => string>> = {
    'in JSON': inString,
    'in JSON in a text of JSON': (text) => inString(inString(text)),
    'in JSON in a page': (text) => inString(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    'escaped in JSON': escapedWhole,
    'escaped in JSON as it pleases': (text) => inString(text).replace("'", '\\u0027').replace('ö', '\\u00F6'),
    'escaped in JSON as laxer readers take it': (text) => inString(text).replace("'", "\\'").replace('&', '\\&'),
    'with references to characters': (text) => text.replace('&', '&amp;').replace("'", '&#39;'),
    'with a reference to every character': (text) =>
      [...text].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join(''),
    'escaped in JSON in a page': (text) => escapedWhole(text).replace('"', '&quot;'),
    'escaped in JSON in a text of JSON': (text) => escapedWhole(text).replaceAll('\\', '\\\\'),
    'percent-encoded': encodeURIComponent,
    'in a form': (text) => new URLSearchParams({ text }).toString(),
  };
  for (const [way, write] of Object.entries(ways)) {
    it(`finds an original ${way}`, () => {
      const search = leakSearch(new Map([[original, { kind: 'name' }]]));
      assert.deepEqual([...search(Buffer.from(`<p>"${write(original)}"</p>`))], ['name']);
      assert.deepEqual([...search(Buffer.from(`<p>"${write('somebody else')}"</p>`))], []);
    });
  }
});

describe('the leak scan of messages', () => {
  it('looks into bodies that are coded', () => {
    const redactor = newRedactor();
    written(PERSON, redactor);
    const message = (coding: string, body: Uint8Array): FileSet =>
      new Map([['it', Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${coding}\r\n\r\n`), body])]]);
    const codes = (files: FileSet) => redactor.leaks(files).map(({ code }) => code);
    assert.deepEqual(codes(message('Content-Encoding: gzip', gzipSync(PERSON))), ['LEAK', 'LEAK']);
    const chunks = Buffer.from('9\r\n"Ferncast\r\n3\r\nle"\r\n0\r\n\r\n');
    assert.deepEqual(codes(message('Transfer-Encoding: chunked', chunks)), ['LEAK']);
    const asked = (coding: string, body: Uint8Array): FileSet =>
      new Map([['it', Buffer.concat([Buffer.from(`POST /a HTTP/1.1\r\nHost: a\r\n${coding}\r\n\r\n`), body])]]);
    const zipped = gzipSync(PERSON);
    const coding = `Content-Encoding: gzip\r\nContent-Length: ${zipped.length}`;
    assert.deepEqual(codes(asked(coding, zipped)), ['LEAK', 'LEAK']);
    assert.deepEqual(codes(asked('Transfer-Encoding: chunked', chunks)), ['LEAK']);
  });

  it('finds the spaces of forms without any percent-encoding, and hex in capitals', () => {
    const search = leakSearch(new Map([['Oriel Ferncastle', { kind: 'name' }]]));
    for (const text of ['name=Oriel+Ferncastle&a=b', Buffer.from('Oriel Ferncastle').toString('hex').toUpperCase()]) {
      assert.deepEqual([...search(Buffer.from(text))], ['name'], text);
    }
    assert.deepEqual([...search(Buffer.from('name=Oriel+Fern&a=b'))], []);
  });
});

describe('any person, however written', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 6, maxLength: 20 }).filter((text) => text.trim().length >= 6);
  const escapes = fc.func(fc.boolean());

  const inJson = (text: string, escaped: (at: number) => boolean): string =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/(?<!\\)[A-Za-z](?![0-9a-f]{4})/g, (letter, at: number) =>
        escaped(at) ? escapedWhole(letter) : letter,
      );
  const inXml = (text: string, escaped: (at: number) => boolean): string =>
    [...text].map((one, at) => (/[&<>"']/.test(one) || escaped(at) ? `&#${one.codePointAt(0)};` : one)).join('');

  const survives = (family: string, body: string): boolean => {
    const redactor = newRedactor();
    // Another message tells the redactor who it is, so that the scan looks for the name.
    written(JSON.stringify({ resourceType: 'Patient', name: [{ family }] }), redactor);
    return redactor.leaks(new Map([['it', written(body, redactor)]])).length > 0;
  };

  it('does not survive in JSON, whole or cut off', () => {
    fc.assert(
      fc.property(name, escapes, fc.nat(), fc.boolean(), (family, escaped, cut, whole) => {
        const body = `{ "name" :\t[ {"family": "${inJson(family, escaped)}"} ],\n"resourceType":"Patient"}`;
        return !survives(family, whole ? body : body.slice(0, cut % body.length));
      }),
      { numRuns: 300 },
    );
  });

  it('does not survive in XML, whole or cut off', () => {
    fc.assert(
      fc.property(
        name,
        escapes,
        fc.nat(),
        fc.constantFrom('"', "'"),
        fc.constantFrom('', 'f:'),
        (family, escaped, cut, quote, prefix) => {
          const body = `<${prefix}Patient><${prefix}name><${prefix}family id='x' value=${quote}${inXml(family, escaped)}${quote}/>`;
          return !survives(family, body) && !survives(family, body.slice(0, cut % body.length));
        },
      ),
      { numRuns: 300 },
    );
  });

  const text = fc
    .string({ unit: fc.constantFrom(...'qwxzßéŁж字😀\'"\\/<&>%+ '), minLength: 4, maxLength: 12 })
    .filter((one) => one.trim().length >= 4 && !/^\s*<|\s{3}/.test(one));
  const person = fc.record({ family: text, given: text, line: text, value: text, div: text });
  type AnyPerson = typeof person extends fc.Arbitrary<infer T> ? T : never;

  /** Nothing of the person stands in the bytes, in any encoding that the scan of the evidence knows. */
  const isGone = (originals: AnyPerson, body: Uint8Array): boolean =>
    leakSearch(new Map(Object.values(originals).map((one) => [one, { kind: 'name' }])))(written(body)).size === 0;

  const jsonOf = (who: AnyPerson, escaped: (at: number) => boolean, blank: string): string => {
    const quoted = (one: string) => `"${inJson(one, escaped)}"`;
    const div = quoted(`<div xmlns="http://www.w3.org/1999/xhtml">${inXml(who.div, escaped)}</div>`);
    return `{"telecom":[{"value":${quoted(who.value)}}],"name":[{"family":${quoted(who.family)},"given":[${quoted(who.given)}]}],
      "contact":[{"address":{"line":[${quoted(who.line)}]}}],"text":{"div":${div}},"resourceType":"Patient"}`.replace(
      /(?<=")(?=[:\]}])/g,
      (mark) => mark + blank,
    );
  };
  const xmlOf = (who: AnyPerson, escaped: (at: number) => boolean, quote: string, prefix: string): string => {
    const tag = (name: string, one: string) =>
      `<${prefix}${name} id='x' value=${quote}${inXml(one, escaped)}${quote}/>`;
    const within = (name: string, inner: string) => `<${prefix}${name}>${inner}</${prefix}${name}>`;
    return within(
      'Patient',
      within('text', `<div>${inXml(who.div, escaped)}</div>`) +
        within('name', tag('family', who.family) + tag('given', who.given)) +
        within('contact', within('address', tag('line', who.line))) +
        within('telecom', tag('value', who.value)),
    );
  };

  it('leaves no text of four characters behind, in any encoding that the scan knows', () => {
    fc.assert(
      fc.property(
        person,
        escapes,
        fc.nat(),
        fc.constantFrom('"', "'"),
        fc.constantFrom('', 'f:'),
        fc.constantFrom<BufferEncoding>('utf8', 'utf16le'),
        (who, escaped, cut, quote, prefix, encoding) =>
          [jsonOf(who, escaped, quote === '"' ? '' : ' \n'), xmlOf(who, escaped, quote, prefix)].every((body) => {
            const bytes = Buffer.from(body, encoding);
            return isGone(who, bytes) && isGone(who, bytes.subarray(0, cut % bytes.length));
          }),
      ),
      { numRuns: 300 },
    );
  });
});
