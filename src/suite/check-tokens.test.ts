import assert from 'node:assert/strict';
import { loadApi } from './load-api.ts';

function codesOf(token: string): readonly string[] {
  const api = `
api: a
title: An interface
version: "1"
fhir: stu3
sources: { s: { title: S, url: https://example.org/ } }
values: { key: null, endpoint: null }
tokens: { one: ${token} }
interactions:
  search: { title: Search, method: GET, path: /Slot, token: one }
`;
  const suite = `
suite: a/one
title: One
api: a
role: provider
tests:
  - { id: A-01, title: Searches, polarity: positive, verifies: [R], steps: [{ id: a, send: { interaction: search }, expect: [{ status: [{ is: 200, cite: s }] }] }] }
`;
  const files = { 'suites/a/api.yaml': api, 'suites/a/one.suite.yaml': suite };
  const { diagnostics } = loadApi(
    new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
    'suites/a',
  );
  return diagnostics.map(({ code }) => code);
}

const KEY = 'key: "${values.key}"';
const EXCHANGE = 'exchange: { endpoint: "${values.endpoint}", scope: a, parameters: { audience: b } }';

describe('a token set', () => {
  for (const token of [
    '{ header: { alg: none }, claims: {} }',
    `{ header: { alg: RS512 }, claims: {}, ${KEY} }`,
    `{ header: { alg: ES256 }, claims: {}, ${KEY}, ${EXCHANGE} }`,
  ]) {
    it(`is sound: ${token}`, () => assert.deepEqual(codesOf(token), []));
  }

  for (const [token, code] of [
    ['{ header: { alg: RS512 }, claims: {} }', 'UNSIGNABLE_TOKEN'],
    [`{ header: { alg: none }, claims: {}, ${KEY} }`, 'UNSIGNABLE_TOKEN'],
    [`{ header: { alg: HS256 }, claims: {}, ${KEY} }`, 'UNSIGNABLE_TOKEN'],
    [`{ header: { alg: 512 }, claims: {}, ${KEY} }`, 'UNSIGNABLE_TOKEN'],
    [`{ header: {}, claims: {}, ${KEY} }`, 'UNSIGNABLE_TOKEN'],
    [`{ header: { alg: none }, claims: {}, ${EXCHANGE} }`, 'UNSIGNABLE_TOKEN'],
    ['{ header: { alg: RS512 }, claims: {}, key: client.pem }', 'WRONG_VALUE'],
    [`{ header: { alg: RS512 }, claims: {}, ${KEY}, exchange: { scope: a } }`, 'MISSING_KEY'],
    [`{ header: { alg: RS512 }, claims: {}, ${KEY}, exchange: { endpoint: a, secret: b } }`, 'UNKNOWN_KEY'],
    [`{ header: { alg: RS512 }, claims: {}, ${KEY.replace('key}', 'kye}')} }`, 'UNKNOWN_VALUE'],
  ] as const) {
    it(`has ${code}: ${token}`, () => assert.deepEqual(codesOf(token), [code]));
  }
});
