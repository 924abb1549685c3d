import assert from 'node:assert/strict';
import { packageFromFiles } from '../fhir/conformance-package.ts';
import type { Definitions } from '../fhir/definitions/definitions.ts';
import { createValidator } from '../fhir/validator.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Api, Profile } from '../model/suite.ts';
import type { Role } from '../model/system-under-test.ts';
import type { Finding } from './kind.ts';
import { payloadOf } from './payload.ts';
import { profile } from './profile.ts';

const OFFICIAL = 'https://published.example/StructureDefinition/Slot-1';
const OWN = 'urn:test:slot';

const definition = (url: string, element: JsonObject): JsonObject => ({
  resourceType: 'StructureDefinition',
  url,
  name: 'Slot',
  kind: 'resource',
  type: 'Slot',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Slot',
  derivation: 'constraint',
  differential: { element: [element] },
});

const packageOf = (resource: JsonObject) =>
  packageFromFiles(String(resource.url), new Map([['a.json', Buffer.from(JSON.stringify(resource))]]), 'stu3').package;

const ours = packageOf(definition(OWN, { id: 'Slot.identifier', path: 'Slot.identifier', min: 1 }));
const official = packageOf(definition(OFFICIAL, { id: 'Slot.comment', path: 'Slot.comment', max: '0' }));

const SLOT = {
  resourceType: 'Slot',
  meta: { profile: [OFFICIAL] },
  identifier: [{ value: '1' }],
  schedule: { reference: 'Schedule/1' },
  status: 'free',
  start: '2030-01-01T09:00:00Z',
  end: '2030-01-01T09:10:00Z',
};
const { identifier: _, ...NAMELESS } = SLOT;

interface Asked {
  readonly args?: JsonValue;
  readonly role?: Role;
  readonly definitions?: Definitions;
  readonly profile?: Profile;
  readonly sent?: JsonObject;
  readonly status?: number;
}

const STAND_IN: Profile = { official: OFFICIAL, own: { file: 'profiles/slot.json', url: OWN } };
const WITHOUT_OFFICIAL: Definitions = { packages: [ours], standIns: { [OFFICIAL]: OWN } };
const WITH_OFFICIAL: Definitions = { packages: [official, ours], standIns: { [OFFICIAL]: OWN } };

function judged(received: JsonObject, asked: Asked = {}): Finding {
  const { args = 'slot', role = 'provider', definitions = WITHOUT_OFFICIAL, sent = {}, status = 200 } = asked;
  const message = (resource: JsonObject) => ({
    headers: [['Content-Type', 'application/fhir+json']] as const,
    body: Buffer.from(JSON.stringify(resource)),
  });
  const exchange: Exchange = {
    ref: { id: '0001-01', purpose: 'step', attempt: 1 },
    outcome: 'response',
    startedAt: '2026-01-01T00:00:00.000Z',
    timings: { totalMs: 1 },
    request: { method: 'POST', url: 'http://provider.invalid/', ...message(sent) },
    requestWire: Buffer.alloc(0),
    response: { status, reason: '', ...message(received) },
  };
  const api = { fhirVersion: 'stu3', profiles: { slot: asked.profile ?? STAND_IN } };
  return profile.check(args, {
    // Only these parts of an interface are read here.
    api: api as unknown as Api,
    role,
    ours: role === 'provider' ? 'request' : 'response',
    validator: createValidator('stu3', definitions),
    step: 'act',
    exchange,
    own: role === 'client' ? exchange.request : exchange.response,
    payload: payloadOf(role === 'client' ? exchange.request : exchange.response, 'stu3'),
    variables: {},
    reading: () => ({ unread: 'nothing is' }),
  });
}

const codes = ({ diagnostics = [] }: Finding, wanted: string): readonly string[] =>
  diagnostics.filter(({ severity }) => severity === wanted).map(({ code }) => code);

describe('the assertion kind profile', () => {
  it('passes by our rules while the official ones are not at hand, and says so', () => {
    const finding = judged(SLOT);
    assert.equal(finding.verdict, 'pass');
    assert.deepEqual(codes(finding, 'not-checked'), ['PROFILE_STAND_IN']);
  });

  it('fails by our rules', () => {
    const finding = judged(NAMELESS);
    assert.equal(finding.verdict, 'fail');
    assert.deepEqual(codes(finding, 'error'), ['MISSING_ELEMENT']);
  });

  it('holds to ours and the official ones when both are at hand', () => {
    const asked = { definitions: WITH_OFFICIAL };
    assert.equal(judged(SLOT, asked).verdict, 'pass');
    assert.deepEqual(codes(judged(SLOT, asked), 'not-checked'), []);
    assert.deepEqual(codes(judged(NAMELESS, asked), 'error'), ['MISSING_ELEMENT']);
    assert.deepEqual(codes(judged({ ...SLOT, comment: 'Ring twice' }, asked), 'error'), ['PROHIBITED_ELEMENT']);
  });

  it('takes the official URL for its name', () => {
    assert.equal(judged(SLOT, { args: OFFICIAL }).verdict, 'pass');
    assert.equal(judged(NAMELESS, { args: OFFICIAL }).verdict, 'fail');
  });

  it('is an error when nothing of the profile could be checked', () => {
    const finding = judged(SLOT, { profile: { official: OFFICIAL }, definitions: {} });
    assert.equal(finding.verdict, 'error');
    assert.deepEqual(codes(finding, 'not-checked'), ['PROFILE_UNKNOWN']);
  });

  it('fails for what is invalid, even when nothing of the profile could be checked', () => {
    const unknown = { profile: { official: OFFICIAL }, definitions: {} };
    assert.equal(judged({ ...SLOT, status: 'perhaps' }, unknown).verdict, 'fail');
  });

  it('fails for a resource of another type', () => {
    const finding = judged({ resourceType: 'Basic', code: { text: 'x' } });
    assert.equal(finding.verdict, 'fail');
    assert.deepEqual(codes(finding, 'error'), ['PROFILE_TYPE', 'PROFILE_TYPE']);
  });

  it('says once, and how often, what holds for every entry of a Bundle', () => {
    const entry = [1, 2, 3].map((n) => ({
      fullUrl: `urn:uuid:0000000${n}-0000-4000-8000-000000000000`,
      resource: SLOT,
    }));
    const finding = judged(
      { resourceType: 'Bundle', type: 'collection', entry },
      { args: 'http://hl7.org/fhir/StructureDefinition/Bundle' },
    );
    assert.equal(finding.verdict, 'pass');
    assert.deepEqual(
      finding.diagnostics?.map(({ code, times }) => [code, times]),
      [['PROFILE_STAND_IN', 3]],
    );
  });

  describe('of the request', () => {
    const args = { is: 'slot', of: 'request' };

    it('passes and fails for what a client under test sent', () => {
      assert.equal(judged({}, { args, role: 'client', sent: SLOT }).verdict, 'pass');
      assert.equal(judged({}, { args, role: 'client', sent: NAMELESS }).verdict, 'fail');
    });

    it('is never the fault of a provider: what we sent is at fault in the suite', () => {
      assert.equal(judged({}, { args, sent: SLOT }).verdict, 'pass');
      assert.equal(judged({}, { args, sent: NAMELESS }).verdict, 'error');
    });
  });

  it('is never the fault of a client when it looks at what we answered', () => {
    assert.equal(judged(NAMELESS, { role: 'client', args: { is: 'slot', of: 'response' } }).verdict, 'error');
  });

  it('fails a client that was refused what the profile is about', () => {
    const args = { is: 'slot', of: 'response' };
    assert.equal(judged(NAMELESS, { role: 'client', args, status: 422 }).verdict, 'fail');
  });
});
