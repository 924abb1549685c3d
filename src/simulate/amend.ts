import type { Reply } from '../http/listen.ts';
import { parseDuration } from '../message/duration.ts';
import type { Scope } from '../message/scope.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { Amendment, FaultRule } from '../model/simulator.ts';
import { changed } from './changed.ts';
import { fill } from './conditions.ts';
import { markup } from './markup.ts';

type Fault = NonNullable<Reply['fault']>;

/** A reply before it is put into bytes. */
export interface Draft {
  readonly status: number;
  /** Null for a header that is not sent. */
  readonly headers: JsonObject;
  readonly resource: JsonObject;
  /** Sent instead of the resource. */
  readonly text?: string;
  readonly fault?: Fault;
}

/** The reply after an amendment that applies to it. */
export function amended(draft: Draft, amendment: Amendment, scope: Scope): Draft {
  const { status = draft.status, headers = {}, edits = [], text, write, fault } = amendment;
  const filled = fill(headers, scope);
  return {
    ...draft,
    status,
    headers: { ...draft.headers, ...(isJsonObject(filled) ? filled : {}) },
    resource: changed(draft.resource, edits, scope),
    ...(text === undefined ? {} : { text: String(fill(text, scope) ?? text) }),
    ...(write === undefined ? {} : { text: markup(write, scope) }),
    ...(fault === undefined ? {} : { fault: faultOf(fault) }),
  };
}

function faultOf({ delay, silent: isSilent, drop, reset, slowBody, lengthBy }: FaultRule): Fault {
  const delayMs = delay === undefined ? undefined : parseDuration(delay);
  const slowBodyMs = slowBody === undefined ? undefined : parseDuration(slowBody);
  return {
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(isSilent === undefined ? {} : { isSilent }),
    ...(drop === undefined ? {} : { ending: { at: drop, by: 'close' } }),
    ...(reset === undefined ? {} : { ending: { at: reset, by: 'reset' } }),
    ...(slowBodyMs === undefined ? {} : { slowBodyMs }),
    ...(lengthBy === undefined ? {} : { lengthErrorBytes: lengthBy }),
  };
}
