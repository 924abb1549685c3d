import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { writeXml } from '../fhir/bytes/json-to-xml.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { Mutation } from '../model/suite.ts';
import { idOf, Provider, type Sent, slotsOf } from './test-provider.test.ts';

const XML = 'application/fhir+xml';
const JSON_TYPE = 'application/fhir+json';

const header = (at: string, value: string): Mutation => ({ in: 'header', op: 'replace', at, value });
const asXml = (resource: JsonObject): Sent => ({
  headers: { Accept: XML, 'Content-Type': XML },
  mutations: [{ in: 'bytes', op: 'set', value: Buffer.from(writeXml(resource, 'stu3')).toString('utf8') }],
});

/** A booking as a consumer sends it: what the provider gave the appointment is left out. */
const BOOKING: JsonObject = (() => {
  const { id: _, meta, ...rest } = new Provider().book().resource;
  return { ...rest, meta: { profile: isJsonObject(meta) ? (meta.profile ?? []) : [] } };
})();

describe('formats of the reference provider', () => {
  it('are JSON and XML for the same resource', () => {
    const provider = new Provider();
    const json = provider.send('search-slots');
    const xml = provider.send('search-slots', { headers: { Accept: XML } });
    match(xml.header('Content-Type') ?? '', /^application\/fhir\+xml;/);
    match(xml.text, /^<\?xml/);
    deepEqual(slotsOf(xml), slotsOf(json));
  });

  const asked: readonly (readonly [format: string | null, accept: string | null, given: string])[] = [
    [null, null, JSON_TYPE],
    [null, XML, XML],
    [null, 'application/xml', XML],
    [null, 'text/xml', XML],
    [null, 'application/xml+fhir', XML],
    ['xml', JSON_TYPE, XML],
    ['json', XML, JSON_TYPE],
    ['application/fhir+xml', null, XML],
    ['text/xml', 'text/plain', XML],
  ];
  for (const [_format, Accept, given] of asked) {
    it(`are ${given} for _format ${_format ?? 'absent'} and Accept ${Accept ?? 'absent'}`, () => {
      const answer = new Provider().send('capability', { query: { _format }, headers: { Accept } });
      equal(answer.status, 200);
      equal(answer.header('Content-Type'), `${given};charset=utf-8`);
      equal(answer.resource.resourceType, 'CapabilityStatement');
    });
  }

  it('are refused when unknown, though Accept could be met', () => {
    const { status, resource } = new Provider().send('search-slots', { query: { _format: 'text/plain' } });
    deepEqual([status, resource.resourceType], [415, 'OperationOutcome']);
  });

  it('refuse in XML too', () => {
    const refused = new Provider().send('search-slots', {
      headers: { Accept: XML },
      mutations: [{ in: 'query', op: 'replace', at: 'schedule.actor:healthcareservice', value: 'a\u0000b' }],
    });
    deepEqual([refused.status, refused.resource.resourceType], [404, 'OperationOutcome']);
    match(refused.text, /^<\?xml/);
  });

  it('book, read and cancel in XML', () => {
    const provider = new Provider();
    const booked = provider.book(asXml(BOOKING));
    equal(booked.status, 201);
    match(booked.header('Content-Type') ?? '', /xml/);
    const read = provider.send('read', { appointmentId: idOf(booked) });
    deepEqual(read.resource, booked.resource);
    const cancelled = provider.cancel(idOf(booked), asXml({ ...read.resource, status: 'cancelled' }));
    deepEqual([cancelled.status, cancelled.resource.status], [200, 'cancelled']);
  });

  it('name the faults of values in XML as in JSON', () => {
    const refused = new Provider().book(asXml({ ...BOOKING, minutesDuration: 'ten' }));
    equal(refused.status, 422);
    match(refused.text, /minutesDuration/);
  });

  const bodies: readonly (readonly [what: string, status: number, mutation: Mutation])[] = [
    ['XML that is called JSON', 400, header('Content-Type', JSON_TYPE)],
    ['XML that is only called XML', 415, header('Content-Type', 'application/xml')],
    ['XML that breaks off', 400, { in: 'bytes', op: 'truncate', keep: 300 }],
    [
      'XML with text between its elements',
      400,
      { in: 'bytes', op: 'set', value: '<Appointment xmlns="http://hl7.org/fhir">x</Appointment>' },
    ],
    [
      'XML with entities',
      400,
      { in: 'bytes', op: 'set', value: '<!DOCTYPE a [<!ENTITY b "c">]><Appointment xmlns="http://hl7.org/fhir"/>' },
    ],
    ['XML that is no FHIR', 400, { in: 'bytes', op: 'set', value: '<booking/>' }],
  ];
  for (const [what, status, mutation] of bodies) {
    it(`refuse ${what}`, () => {
      const xml = asXml(BOOKING);
      equal(new Provider().book({ ...xml, mutations: [...(xml.mutations ?? []), mutation] }).status, status);
    });
  }
});

describe('content codings of the reference provider', () => {
  it('make replies smaller when asked for', () => {
    const provider = new Provider();
    const plain = provider.send('search-slots');
    const coded = provider.send('search-slots', { headers: { 'Accept-Encoding': 'gzip' } });
    deepEqual([plain.header('Content-Encoding'), coded.header('Content-Encoding')], [undefined, 'gzip']);
    ok(coded.sizeBytes < plain.sizeBytes / 4);
    deepEqual(slotsOf(coded), slotsOf(plain));
  });

  it('apply to refusals too, and not to what is empty', () => {
    const headers = { 'Accept-Encoding': 'gzip', Accept: 'text/plain' };
    equal(new Provider().send('capability', { headers }).header('Content-Encoding'), 'gzip');
    const silent = new Provider(['silent-errors']).send('capability', { headers });
    deepEqual([silent.header('Content-Encoding'), silent.sizeBytes], [undefined, 0]);
  });
});

describe('HEAD of the reference provider', () => {
  it('gives the head of the reply to GET', () => {
    const provider = new Provider();
    const got = provider.send('capability');
    const asked = provider.send('capability', { mutations: [{ in: 'method', op: 'set', value: 'HEAD' }] });
    deepEqual([asked.status, asked.text], [200, '']);
    equal(asked.header('Content-Length'), String(got.sizeBytes));
    equal(asked.header('Content-Type'), got.header('Content-Type'));
  });

  it('is refused where nothing can be got', () => {
    const method: Mutation = { in: 'method', op: 'set', value: 'HEAD' };
    equal(new Provider().send('search-slots', { mutations: [method] }).status, 200);
    equal(new Provider().send('read', { appointmentId: 'x', mutations: [method] }).status, 404);
  });
});
