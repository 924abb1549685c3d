import assert from 'node:assert/strict';
import { exchanged } from '../../fixtures/run/exchanged.ts';
import { encodeRequest } from '../message/wire.ts';
import type { HeaderField } from '../model/exchange.ts';
import type { RedactionPolicy } from '../model/redaction-policy.ts';
import { STANDING_REDACTION } from '../model/standing-redaction.ts';
import { compileSchema } from '../schema/compile.ts';
import { REDACTION_SCHEMA } from '../suite/schema/redaction-schema.ts';
import { Redactor } from './redactor.ts';

interface Said {
  readonly headers?: readonly HeaderField[];
  readonly url?: string;
  readonly body?: string;
}

/** What is written of a request under a policy. */
function written(
  policy: RedactionPolicy | undefined,
  { headers = [], url = 'http://p.invalid/x', body = '' }: Said,
): string {
  const redactor = new Redactor({ declared: [], secret: Buffer.alloc(32, 1), ...(policy && { policy }) });
  const request = { method: 'POST', url, headers, body: Buffer.from(body) };
  const { redacted } = redactor.redactExchange(exchanged({ request }));
  return Buffer.from(encodeRequest(redacted.request)).toString('utf8');
}

const claims = (value: object): HeaderField => [
  'Authorization',
  `Bearer e30.${Buffer.from(JSON.stringify(value)).toString('base64url')}.`,
];
const VALUE = '555021935107';
const OTHER = '555021935115';
/** What stands for a number of twelve digits. */
const NUMBER = /0{5}\d{7}/;

/** A policy, and what it makes a stand-in of. */
const ADDED: Readonly<Record<string, readonly [RedactionPolicy, Said]>> = {
  'a header': [{ headers: { 'X-Caller': 'user-id' } }, { headers: [['x-caller', VALUE]] }],
  'a parameter': [{ parameters: { caller: 'user-id' } }, { url: `http://p.invalid/x?Caller=${VALUE}&a=1` }],
  'a member': [{ members: { caller_id: 'user-id' } }, { body: `{"practitioner":{"callerId":"${VALUE}"}}` }],
  'an element': [{ members: { callerId: 'user-id' } }, { body: `<a xmlns="urn:x"><CallerId>${VALUE}</CallerId></a>` }],
  'a member of a person': [{ persons: { ward: 'identifier' } }, { body: `{"patientWard":"${VALUE}"}` }],
  'an element of a resource': [
    { fhir: { 'Practitioner.identifier.value': 'user-id' } },
    { body: `{"resourceType":"Practitioner","identifier":[{"value":"${VALUE}"}]}` },
  ],
  'an element deep in any resource': [
    { fhir: { 'Resource.participant.actor.identifier.value': 'identifier' } },
    {
      body: `<Appointment xmlns="http://hl7.org/fhir"><participant><actor><identifier><value value="${VALUE}"/></identifier></actor></participant></Appointment>`,
    },
  ],
  'an attribute in XML': [
    { xml: { 'auditIdentity/id/@uri': 'user-id' } },
    {
      body: `<i:header xmlns:i="urn:i"><i:auditIdentity><i:id type="1.2" uri="${VALUE}"/></i:auditIdentity></i:header>`,
    },
  ],
};

describe('a redaction policy', () => {
  for (const [what, [policy, said]] of Object.entries(ADDED)) {
    it(`has stand-ins put in the place of ${what}`, () => {
      assert.match(written(undefined, said), new RegExp(VALUE));
      assert.doesNotMatch(written(policy, said), new RegExp(VALUE));
      assert.match(written(policy, said), NUMBER);
    });
  }

  it('reaches claims of a token from their top, and keeps the others as they are', () => {
    const policy: RedactionPolicy = {
      claims: { sub: 'user-id', 'requesting_practitioner/identifier/value': 'user-id' },
    };
    const said = {
      sub: VALUE,
      iat: 1,
      act: { sub: OTHER },
      requesting_practitioner: { identifier: [{ value: VALUE }] },
    };
    const [, kept = ''] = /Bearer e30\.([\w-]+)\./.exec(written(policy, { headers: [claims(said)] })) ?? [];
    const { sub, act, requesting_practitioner: user, iat } = JSON.parse(Buffer.from(kept, 'base64url').toString());
    assert.match(sub, NUMBER);
    assert.deepEqual(user, { identifier: [{ value: sub }] });
    assert.deepEqual([act, iat], [{ sub: OTHER }, 1]);
  });

  it('goes no further than it says', () => {
    const [policy] = ADDED['an element of a resource'] ?? assert.fail();
    for (const body of [
      `{"resourceType":"Organization","identifier":[{"value":"${VALUE}"}]}`,
      `{"resourceType":"Practitioner","extension":[{"value":"${VALUE}"}]}`,
    ])
      assert.match(written(policy, { body }), new RegExp(VALUE), body);
    const [xml] = ADDED['an attribute in XML'] ?? assert.fail();
    assert.match(written(xml, { body: `<manifest><id uri="${VALUE}"/></manifest>` }), new RegExp(VALUE));
  });

  it('takes nothing away from what is always redacted', () => {
    const policy: RedactionPolicy = { members: { dob: 'data' }, fhir: { 'Patient.birthDate': 'data' } };
    for (const body of ['{"dob":"1980-02-03"}', '{"resourceType":"Patient","birthDate":"1980-02-03"}'])
      assert.match(written(policy, { body }), /"18\d\d-\d\d-\d\d"/);
  });

  it('that always holds has the form of every other one', () => {
    assert.deepEqual(compileSchema(REDACTION_SCHEMA)(JSON.parse(JSON.stringify(STANDING_REDACTION))), []);
  });
});
