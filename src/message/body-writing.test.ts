import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonValue } from '../model/json.ts';
import { bodyWriting, writeBody } from './body-writing.ts';

const SLOT = { resourceType: 'Slot', status: 'free', identifier: [{ value: 's-1' }] };
const SLOT_XML =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Slot xmlns="http://hl7.org/fhir"><identifier><value value="s-1"/></identifier><status value="free"/></Slot>\n';

const written = (body: JsonValue | undefined, headers: Readonly<Record<string, string>>, keep?: number): Buffer =>
  Buffer.from(writeBody(body, bodyWriting(Object.entries(headers), 'stu3'), keep));

describe('a body', () => {
  it('is written as its Content-Type says, in the order of the definitions where that matters', () => {
    assert.equal(written(SLOT, { 'content-type': 'application/fhir+xml; charset=utf-8' }).toString(), SLOT_XML);
    assert.equal(written(SLOT, { 'Content-Type': 'application/fhir+json' }).toString(), JSON.stringify(SLOT));
  });

  it('is JSON where no type or another one is given, or where it is no resource', () => {
    assert.equal(written(SLOT, {}).toString(), JSON.stringify(SLOT));
    assert.equal(written(SLOT, { 'Content-Type': 'text/plain' }).toString(), JSON.stringify(SLOT));
    assert.equal(written([1], { 'Content-Type': 'application/fhir+xml' }).toString(), '[1]');
  });

  it('stands as it is when it is a text, and is empty when there is none', () => {
    assert.equal(written('<Slot/>', { 'Content-Type': 'application/fhir+xml' }).toString(), '<Slot/>');
    assert.equal(written(undefined, { 'Content-Type': 'application/fhir+xml' }).length, 0);
  });

  it('is cut off before it is compressed', () => {
    const headers = { 'Content-Type': 'application/fhir+xml', 'Content-Encoding': 'gzip' };
    assert.equal(gunzipSync(written(SLOT, headers)).toString(), SLOT_XML);
    assert.equal(gunzipSync(written(SLOT, headers, 5)).toString(), '<?xml');
  });

  it('that XML cannot hold is refused', () => {
    assert.throws(
      () => written({ resourceType: 'Slot', 'not a name': 1 }, { 'Content-Type': 'application/fhir+xml' }),
      (cause) => cause instanceof HarnessError && cause.diagnostic.code === 'COMPOSE_FAILED',
    );
  });
});
