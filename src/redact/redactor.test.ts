import assert from 'node:assert/strict';
import { exchanged } from '../../fixtures/run/exchanged.ts';
import { encodeRequest, encodeResponse } from '../message/wire.ts';
import type { Exchange, HeaderField } from '../model/exchange.ts';
import { checkDigit, isNhsNumber } from './nhs-number.ts';
import { Redactor } from './redactor.ts';

const DECLARED = { patient: { nhsNumber: '9990000018', family: 'Marchbank', given: 'Iolanthe', city: 'Testford' } };
/** Valid by its check digit, and declared nowhere. */
const STRANGER = '9990000026';

const redactor = (secret = 'one run'): Redactor =>
  new Redactor({ declared: DECLARED, secret: Buffer.from(secret, 'utf8') });

function exchange(parts: {
  headers?: readonly HeaderField[];
  body?: unknown;
  url?: string;
  reply?: unknown;
}): Exchange {
  const request = {
    method: 'POST',
    url: parts.url ?? 'http://provider.invalid/Appointment',
    headers: parts.headers ?? [],
    body: Buffer.from(JSON.stringify(parts.body ?? {})),
  };
  return exchanged({ request, response: { body: Buffer.from(JSON.stringify(parts.reply ?? {})) } });
}

const patient = (family: string, given: string): object => ({
  resourceType: 'Appointment',
  contained: [{ resourceType: 'Patient', name: [{ family, given: [given] }], birthDate: '1980-02-03' }],
});

describe('Redactor', () => {
  it('leaves a message of declared test data as it was on the wire', () => {
    const original = exchange({ body: { value: '9990000018' } });
    const { redacted, request, redactions } = redactor().redactExchange(original);
    assert.equal(redacted, original);
    assert.deepEqual(redactions, []);
    assert.equal(request.form, 'wire');
    assert.equal(request.bytes, original.requestWire);
  });

  it('gives an undeclared NHS number a valid stand-in, the same wherever it stands', () => {
    const { redacted, request, redactions } = redactor().redactExchange(
      exchange({
        url: `http://provider.invalid/Patient?id=${STRANGER}`,
        body: { a: STRANGER },
        reply: { b: STRANGER },
      }),
    );
    const standIn = /id=(\d{10})/.exec(redacted.request.url)?.[1] ?? '';
    assert.ok(isNhsNumber(standIn) && standIn.startsWith('999') && standIn !== STRANGER);
    assert.deepEqual(JSON.parse(Buffer.from(redacted.request.body).toString()), { a: standIn });
    assert.deepEqual(JSON.parse(Buffer.from(redacted.response?.body ?? []).toString()), { b: standIn });
    assert.equal(request.form, 'decoded');
    assert.ok(redactions.some(({ message, at }) => message === 'request' && at === 'url'));
  });

  it('gives another stand-in under the secret of another run', () => {
    const standIn = (secret: string): string =>
      redactor(secret)
        .redactExchange(exchange({ body: STRANGER }))
        .redacted.request.body.toString();
    assert.notEqual(standIn('one'), standIn('two'));
  });

  it('leaves ten digits that are no NHS number', () => {
    assert.deepEqual(redactor().redactExchange(exchange({ body: '1234567890' })).redactions, []);
  });

  it('replaces the name and birth date of a patient who is not declared, and says where', () => {
    const { redacted, redactions } = redactor().redactExchange(exchange({ reply: patient('Ferncastle', 'Oriel') }));
    const text = Buffer.from(redacted.response?.body ?? []).toString();
    assert.ok(!text.includes('Ferncastle') && !text.includes('Oriel') && !text.includes('1980-02-03'));
    assert.deepEqual(
      redactions.map(({ rule, at }) => [rule, at]),
      [
        ['name', 'body /contained/0/name/0/family'],
        ['name', 'body /contained/0/name/0/given/0'],
        ['birth-date', 'body /contained/0/birthDate'],
      ],
    );
  });

  it('keeps the name of a declared patient', () => {
    const { redactions } = redactor().redactExchange(exchange({ reply: patient('Marchbank', 'Iolanthe') }));
    assert.deepEqual(
      redactions.map(({ rule }) => rule),
      ['birth-date'],
    );
  });

  it('keeps an unsecured token and replaces signatures, opaque bearers, basic credentials and cookies', () => {
    const sent = (name: string, value: string): string =>
      redactor().redactExchange(exchange({ headers: [[name, value]] })).redacted.request.headers[0]?.[1] ?? '';
    assert.equal(sent('Authorization', 'Bearer e30.e30.'), 'Bearer e30.e30.');
    assert.match(sent('Authorization', 'Bearer e30.e30.c2lnbmF0dXJl'), /^Bearer e30\.e30\.redacted-[0-9a-f]{8}$/);
    assert.match(sent('Authorization', 'Bearer opaque-secret'), /^Bearer redacted-/);
    assert.match(sent('authorization', 'Basic dXNlcjpwYXNz'), /^Basic redacted-/);
    assert.match(sent('Set-Cookie', 'session=abc'), /^redacted-/);
    assert.equal(sent('Accept', 'application/fhir+json'), 'application/fhir+json');
  });

  it('keeps what a faulty token says, and replaces whatever may be a signature', () => {
    const sent = (token: string): string => {
      const { redacted } = redactor().redactExchange(exchange({ headers: [['Authorization', `Bearer ${token}`]] }));
      return redacted.request.headers[0]?.[1] ?? '';
    };
    assert.equal(sent('e30.e30'), 'Bearer e30.e30');
    assert.match(sent('e30.e30.c2ln.c2ln'), /^Bearer e30\.e30\.(redacted-[0-9a-f]{8})\.\1$/);
    assert.match(sent('e30.{}.c2lnbmF0dXJl'), /^Bearer redacted-[0-9a-f]{8}$/);
    assert.match(sent('e30.c2VjcmV0.c2lnbmF0dXJl'), /^Bearer redacted-[0-9a-f]{8}$/);
  });

  it('keeps other claims in the place of a signature, and what the suites put there', () => {
    const one = new Redactor({ declared: {}, published: ['c2lnbmVk'], secret: Buffer.alloc(32, 1) });
    const claims = 'eyJpc3MiOiJodHRwczovL2NvbnN1bWVyLmV4YW1wbGUifQ';
    for (const token of [`e30.${claims}..${claims}`, `e30.${claims}.${claims}`, `e30.${claims}.c2lnbmVk`]) {
      const { redactions } = one.redactExchange(exchange({ headers: [['Authorization', `Bearer ${token}`]] }));
      assert.deepEqual(redactions, [], token);
    }
  });

  it("knows a number that is nobody's by its range, not by its check digit alone", () => {
    const times = Array.from({ length: 100 }, (_, second) => String(1_795_266_900 + second));
    assert.deepEqual(times.filter(isNhsNumber), []);
    assert.equal(isNhsNumber('9434765919'), true);
    assert.equal(isNhsNumber('0101010000'), checkDigit('010101000') === '0');
  });

  it('replaces an access token as a whole, also when it is a JWT, and the assertion it was obtained with', () => {
    const one = redactor();
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLXRva2Vu';
    const assertion = 'eyJhbGciOiJSUzUxMiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJlLW9mLWFzc2VydGlvbg';
    const asking = exchange({
      reply: { access_token: token, token_type: 'Bearer', expires_in: 300, quoted: `<${assertion}>` },
    });
    const body = Buffer.from(
      `grant_type=client_credentials&client_assertion=${assertion}&client_secret=s3cr3t-client&scope=a`,
    );
    const { redacted } = one.redactExchange({ ...asking, request: { ...asking.request, body } });
    const { redacted: use } = one.redactExchange(exchange({ headers: [['Authorization', `Bearer ${token}`]] }));

    const [asked, given] = [redacted.request.body, redacted.response?.body ?? []].map((bytes) =>
      Buffer.from(bytes).toString(),
    );
    assert.match(
      asked ?? '',
      /^grant_type=client_credentials&client_assertion=redacted-\w+&client_secret=redacted-\w+&scope=a$/,
    );
    const [, standIn] =
      /"access_token":"(redacted-\w+)","token_type":"Bearer","expires_in":300,/.exec(given ?? '') ?? [];
    assert.doesNotMatch(given ?? '', /c2lnbm/);
    assert.deepEqual(use.request.headers[0], ['Authorization', `Bearer ${standIn}`]);
    for (const faulty of [token.slice(0, -1), token.replace(/\.[^.]*$/, '.'), token.replace(/\.[^.]*$/, '')]) {
      const headers = [['Authorization', `Bearer ${faulty}`]] as const;
      const { redacted: misuse } = one.redactExchange(exchange({ headers }));
      assert.match(misuse.request.headers[0]?.[1] ?? '', /^Bearer redacted-\w+$/);
    }
  });

  it('replaces secrets in a query', () => {
    const { redacted } = redactor().redactExchange(
      exchange({ url: 'http://p.invalid/token?client_secret=hunter2&x=1' }),
    );
    assert.match(redacted.request.url, /client_secret=redacted-[0-9a-f]{8}&x=1$/);
  });

  it('puts the stand-ins into values that quote what was redacted', () => {
    const one = redactor();
    one.redactExchange(exchange({ reply: patient('Ferncastle', 'Oriel') }));
    const [text] = one.redactValue(['The name is Ferncastle, not Ferncastles']) as readonly string[];
    assert.match(text ?? '', /^The name is Redacted-[a-z]{8}, not Ferncastles$/);
  });

  for (const [name, encode] of Object.entries({
    plain: (text: string) => Buffer.from(text),
    base64: (text: string) => Buffer.from(Buffer.from(`xy${text}z`).toString('base64')),
    'UTF-16': (text: string) => Buffer.from(text, 'utf16le'),
    hexadecimal: (text: string) => Buffer.from(Buffer.from(text).toString('hex')),
  })) {
    it(`finds an original that stands ${name} in a file`, () => {
      const one = redactor();
      one.redactExchange(exchange({ reply: patient('Ferncastle', 'Oriel') }));
      const files = new Map([['report.html', encode('Ferncastle')]]);
      assert.deepEqual(
        one.leaks(files).map(({ code }) => code),
        ['LEAK'],
      );
      assert.deepEqual(one.leaks(new Map([['report.html', encode('Redacted')]])), []);
    });
  }

  it('finds where somebody lives or was born without blocking the seal: such values stand elsewhere by chance', () => {
    const one = redactor();
    one.redactExchange(exchange({ reply: patient('Ferncastle', 'Oriel') }));
    const severities = (text: string) =>
      one.leaks(new Map([['report.html', Buffer.from(text)]])).map((leak) => leak.severity);
    assert.deepEqual(severities('1980-02-03'), ['warning']);
    assert.deepEqual(severities('Ferncastle'), ['error']);
  });

  it('looks for what was withheld as it came, not for what had stand-ins in it already', () => {
    const one = redactor();
    const quoted = JSON.stringify({ received: JSON.stringify(patient('Ferncastle', 'Oriel')) });
    const page = `<pre>${quoted.replaceAll('"', '&quot;')}</pre>`;
    const original = exchange({});
    const files = [page, quoted].map((body) => {
      const response = { status: 200, reason: quoted.slice(0, -4), headers: [], body: Buffer.from(body) };
      return one.redactExchange({ ...original, response, responseWire: encodeResponse(response) }).response?.bytes;
    });
    const written = new Map(files.map((bytes, index) => [`${index}.res.http`, bytes ?? new Uint8Array()]));
    assert.ok([...written.values()].some((bytes) => Buffer.from(bytes).includes('withheld')));
    assert.deepEqual(one.leaks(written), []);
    const unreadable = { status: 200, reason: 'OK', headers: [], body: Buffer.from([0, 0, 1, 2, 3, 4, 5, 6, 7, 8]) };
    one.redactExchange({ ...original, response: unreadable, responseWire: encodeResponse(unreadable) });
    assert.deepEqual(
      one.leaks(new Map([['leaked', unreadable.body]])).map(({ code, severity }) => [code, severity]),
      [['LEAK', 'error']],
    );
  });

  it('replaces a patient where free text quotes them, in the same message and in later ones', () => {
    const one = redactor();
    const quoting = { display: 'Oriel Ferncastle', note: [{ text: 'Ms Ferncastle called' }], code: 'Ferncastle-code' };
    const texts = [patient('Ferncastle', 'Oriel'), {}].map((reply) => {
      const { redacted, redactions } = one.redactExchange(exchange({ reply: { ...reply, ...quoting } }));
      assert.ok(redactions.some(({ rule, at }) => rule === 'quote' && at === 'body /note/0/text'));
      return Buffer.from(redacted.response?.body ?? []).toString();
    });
    for (const text of texts) assert.ok(!/Oriel|Ms Ferncastle/.test(text), text);
  });

  it('replaces the identifying values of a Patient in XML and nothing beside it', () => {
    const xml = `<Patient xmlns="http://hl7.org/fhir"><identifier><value value="local-7"/></identifier><name><family value="Ferncastle"/>
      <given value="Iolanthe"/></name><telecom><system value="phone"/><value value="01632 960999"/></telecom><birthDate value="1980-02-03"/></Patient>`;
    const original = exchange({});
    const response = { status: 200, reason: 'OK', headers: [], body: Buffer.from(xml) };
    const { redacted, redactions } = redactor().redactExchange({
      ...original,
      response,
      responseWire: encodeResponse(response),
    });
    const text = Buffer.from(redacted.response?.body ?? []).toString();
    assert.ok(!/Ferncastle|01632 960999|1980-02-03/.test(text), text);
    assert.ok(/Iolanthe/.test(text) && /value="phone"/.test(text) && !/local-7/.test(text), text);
    assert.deepEqual(redactions.map(({ rule }) => rule).sort(), ['birth-date', 'identifier', 'name', 'telecom']);
  });

  const embedded: Readonly<Record<string, string>> = {
    'written 3-3-4': '999 000 0026',
    'as a number': `{"n":${STRANGER}}`,

    'after a percent-encoded space': `id=%20${STRANGER}`,
    'after a percent-encoded bar': `system%7C${STRANGER}`,
    'after a word and a hyphen': `nhs-${STRANGER}`,
    'after a word of hexadecimal letters and a hyphen': `schedule-${STRANGER}`,
    'in a reference': `Patient/${STRANGER}`,
    'with bars': '999/000/0026',
    'with low lines': '999_000_0026',
    'with tabs': '999\t000\t0026',
    'with soft hyphens': '999\u00ad000\u00ad0026',
    'with double gaps': '999  000 - 0026',
    'in full-width digits': '\uff19\uff19\uff19\uff10\uff10\uff10\uff10\uff10\uff12\uff16',
    'in Arabic-Indic digits': '\u0669\u0669\u0669\u0660\u0660\u0660\u0660\u0660\u0662\u0666',
    'in digits of Persian': '\u06f9\u06f9\u06f9 \u06f0\u06f0\u06f0 \u06f0\u06f0\u06f2\u06f6',
    'with a letter after it': `${STRANGER}A`,
    'with a colon after it': `${STRANGER}:1`,
    'alone in base64': Buffer.from(STRANGER).toString('base64'),
    'alone in base64 without padding': Buffer.from(STRANGER).toString('base64url'),
    'in base64 twice': Buffer.from(Buffer.from(STRANGER).toString('base64')).toString('base64'),
  };
  for (const [how, text] of Object.entries(embedded)) {
    it(`replaces an NHS number ${how}`, () => {
      const { redacted } = redactor().redactExchange(exchange({ headers: [['X-Note', text]], body: { note: text } }));
      assert.notEqual(redacted.request.headers[0]?.[1], text);
      const { note } = JSON.parse(Buffer.from(redacted.request.body).toString());
      assert.notEqual(String(note), text);
    });
  }
  for (const text of [
    `1${STRANGER}`,
    `0.${STRANGER}`,
    `${STRANGER}.5`,
    `8d1c-${STRANGER}ab`,
    `164fa628-0fff-46ed-9131-8b${STRANGER}`,
    '999-000-0027',
    `${STRANGER}abc`,
    '999 000 0026:30',
  ]) {
    it(`leaves ${text}, which is no NHS number`, () => {
      const { redactions } = redactor().redactExchange(exchange({ headers: [['X-Note', text]] }));
      assert.deepEqual(redactions, []);
    });
  }

  const secrets: Readonly<Record<string, string>> = {
    'in a token response': '{"access_token":"s3cret-value","token_type":"bearer"}',
    'in a form': 'grant_type=x&client_secret=s3cret-value',
    'named like its parameter': '{"password":"password"}',
    'as a private key': '-----BEGIN EC PRIVATE KEY-----\ns3cret+value\n-----END EC PRIVATE KEY-----',
    'as the signature of a token anywhere': '{"jwt":"eyJhbGciOiJSUzI1NiJ9.e30.s3cret-value"}',
  };
  for (const [how, text] of Object.entries(secrets)) {
    it(`replaces a secret ${how}`, () => {
      const original = exchange({});
      const request = { ...original.request, body: Buffer.from(text) };
      const { redacted } = redactor().redactExchange({ ...original, request, requestWire: encodeRequest(request) });
      const written = Buffer.from(redacted.request.body).toString();
      assert.match(written, /redacted-[0-9a-f]{8}/);
      assert.ok(!/s3cret|"password":"password"/.test(written), written);
    });
  }

  it('replaces an undeclared patient in the claims of a token, and keeps the others as they are', () => {
    const claims = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const sent = (token: string) =>
      redactor().redactExchange(exchange({ headers: [['Authorization', `Bearer ${token}`]] })).redacted.request
        .headers[0]?.[1];
    const declared = `e30.${claims({ patient: '9990000018' })}.`;
    assert.equal(sent(declared), `Bearer ${declared}`);
    const timed = `e30.${claims({ iat: 1795243414 })}.`;
    assert.equal(sent(timed), `Bearer ${timed}`);
    const [, , kept = ''] =
      /^Bearer (e30)\.([\w-]+)\.$/.exec(sent(`e30.${claims({ patient: STRANGER, a: 1 })}.`) ?? '') ?? [];
    assert.match(Buffer.from(kept, 'base64url').toString(), /^\{"patient":"999\d{7}","a":1\}$/);
    assert.ok(!Buffer.from(kept, 'base64url').toString().includes(STRANGER));
  });

  it('redacts bytes that are no response, and says so', () => {
    const { response: _, ...broken } = exchange({});
    const kept = redactor().redactExchange({
      ...broken,
      outcome: 'malformed',
      responseWire: Buffer.from(`\xff junk ${STRANGER}`, 'latin1'),
    });
    assert.equal(kept.response?.form, 'decoded');
    assert.equal(kept.response?.bytes[0], 0xff);
    assert.ok(!Buffer.from(kept.response?.bytes ?? []).includes(STRANGER));
    assert.deepEqual(kept.redactions, [
      { message: 'response', rule: 'nhs-number', at: 'body', values: { 'nhs-number': 1 } },
    ]);
  });

  it('keeps the other bytes of a body that is not UTF-8', () => {
    const original = exchange({});
    const request = { ...original.request, body: Buffer.from(`\xe9 ${STRANGER} \xff`, 'latin1') };
    const { redacted } = redactor().redactExchange({ ...original, request });
    assert.match(Buffer.from(redacted.request.body).toString('latin1'), /^\xe9 999\d{7} \xff$/);
  });

  it('leaves its own stand-ins as they are', () => {
    const one = redactor();
    const { redacted } = one.redactExchange(exchange({ body: { a: STRANGER }, reply: patient('Ferncastle', 'Oriel') }));
    const again = one.redactExchange({ ...redacted, requestWire: encodeRequest(redacted.request) });
    assert.deepEqual(again.redactions, []);
    const text = Buffer.from(redacted.request.body).toString();
    assert.equal(one.redactValue(text), text);
  });

  it('survives a payload nested deeper than the stack', () => {
    const deep = `{"x":"Patient","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const original = exchange({});
    const request = { ...original.request, body: Buffer.from(deep) };
    assert.doesNotThrow(() => redactor().redactExchange({ ...original, request }));
  });

  it('survives a payload nested too deep to parse', () => {
    const deep = `{"x":"Patient"${',"a":['.repeat(1)}${'['.repeat(100_000)}`;
    const original = exchange({});
    const request = { ...original.request, body: Buffer.from(deep) };
    assert.doesNotThrow(() => redactor().redactExchange({ ...original, request }));
  });
});
