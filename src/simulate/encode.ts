import { STATUS_CODES } from 'node:http';
import type { Reply } from '../http/listen.ts';
import { withContentCoding } from '../message/content-coding.ts';
import { lookUp, type Scope } from '../message/scope.ts';
import type { HeaderField } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import { MEDIA_TYPES } from '../model/simulator.ts';
import type { Draft } from './amend.ts';
import { fill } from './conditions.ts';
import type { World } from './request-scope.ts';
import { serialised } from './serialise.ts';

/** The reply as it goes out: in the format and coding that the request asked for. */
export function encoded(draft: Draft, scope: Scope, { rules, version }: World): Reply {
  const { status, resource, text, fault } = draft;
  const [byDefault = MEDIA_TYPES[0]] = Object.values(rules.formats.replies);
  const format = MEDIA_TYPES.find((one) => one === lookUp(scope, ['format'])) ?? byDefault;
  const plain = text === undefined ? serialised(resource, format, version) : Buffer.from(text, 'utf8');
  const coding = plain.length === 0 ? undefined : rules.codings.find((one) => one === lookUp(scope, ['coding']));
  const own = {
    'Content-Type': `${format};charset=utf-8`,
    ...(coding === undefined ? {} : { 'Content-Encoding': coding }),
    ...rules.headers,
  };
  const headers = filledHeaders({ ...own, ...draft.headers }, scope);
  const fields = Object.entries(headers).map(([name, value]): HeaderField => [name, String(value)]);
  const body = coding === undefined ? plain : withContentCoding(plain, coding);
  const response = { status, reason: STATUS_CODES[status] ?? '', headers: fields, body };
  return { response, ...(fault === undefined ? {} : { fault }) };
}

/** The reply to HEAD: that to GET without its body (RFC 9110 section 9.3.2). */
export function headOf({ response, ...rest }: Reply): Reply {
  const length: HeaderField = ['Content-Length', String(response.body.length)];
  return { ...rest, response: { ...response, headers: [...response.headers, length], body: new Uint8Array() } };
}

/** Headers with a value; null and unfilled ones are left out. */
export function filledHeaders(headers: JsonObject, scope: Scope): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, template]) => {
      const value = template === null ? undefined : fill(template, scope);
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}
