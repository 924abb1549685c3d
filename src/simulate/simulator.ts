import { STATUS_CODES } from 'node:http';
import type { Validator } from '../fhir/validator.ts';
import type { Reply } from '../http/listen.ts';
import { withContentCoding } from '../message/content-coding.ts';
import { lookUp, type Scope } from '../message/scope.ts';
import type { HeaderField, HttpRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import {
  type Check,
  FHIR_MEDIA_TYPES,
  type InteractionRule,
  type SimulatorDefinition,
  type SimulatorRules,
} from '../model/simulator.ts';
import { act, applyEffect } from './act.ts';
import { amended, type Draft } from './amend.ts';
import { allHold, fill } from './conditions.ts';
import { invalid, withDefects } from './defects.ts';
import { outcomeOf } from './outcome.ts';
import { requestScope, type World } from './request-scope.ts';
import { createRouter, type Route, type Router } from './router.ts';
import { seed } from './seed.ts';
import { serialised } from './serialise.ts';
import { Store } from './store.ts';

export interface SimulatorOptions {
  /** As consumers write it; tokens must name it as their audience. */
  readonly baseUrl: string;
  /** Names of defects of the definition. */
  readonly defects: readonly string[];
  /** Of the version of the definition; it knows the profiles that the definition names. */
  readonly validator: Validator;
  readonly now: () => Date;
  /** A new UUID for every call. */
  readonly ids: () => string;
}

export interface Simulator {
  /** Answers one request after another: what a reply says has happened before the next request is looked at. */
  handle(request: HttpRequest): Reply;
}

/**
 * A provider with a store of its own, as the definition declares it.
 *
 * @throws HarnessError CONFIG_INVALID for a defect that the definition does not have, or that another one makes impossible,
 * and for profiles that the validator does not know; `handle` throws it when the checks let a request pass that nothing can answer.
 */
export function createSimulator(definition: SimulatorDefinition, options: SimulatorOptions): Simulator {
  const { now, ids, validator } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const rules = withDefects(definition, options.defects);
  checkProfiles(rules, validator);
  const store = new Store(rules.search, definition.fhirVersion, now);
  seed(store, rules.store, now());
  const world: World = { rules, version: definition.fhirVersion, validator, store, baseUrl, now, ids };
  const router = createRouter(rules.interactions, baseUrl);
  return { handle: (request) => replyTo(request, router, world) };
}

function checkProfiles({ let: bindings }: SimulatorRules, { problemOf }: Validator): void {
  for (const profile of Object.values(bindings).flatMap((one) => ('validate' in one ? one.validate : []))) {
    const problem = problemOf(profile);
    if (problem !== undefined) throw invalid(`Bodies cannot be checked against ${profile}: ${problem}`);
  }
}

function replyTo(request: HttpRequest, router: Router, world: World): Reply {
  // What is no URL leads nowhere.
  const url = new URL(URL.canParse(request.url) ? request.url : world.baseUrl);
  const route = router(request, url.pathname);
  const scope = requestScope(request, url, route, world);
  const draft = amendedDraft(draftReply(url, route, scope, world), route, scope, world);
  const reply = encoded(draft, scope, world);
  return request.method === 'HEAD' ? headOf(reply) : reply;
}

/** The refusal of the first check that does not hold, or else what the interaction gives. */
function draftReply(url: URL, route: Route, scope: Scope, world: World): Draft {
  const check = Object.values(world.rules.checks).find((one) => refuses(one, route, scope, world));
  if (check !== undefined) return refused(check, scope, world);
  if (route.interaction === undefined) throw invalid('The checks let a request pass that fits no interaction');
  return done(route.interaction.rule, url, scope, world);
}

function refuses({ on, when, require }: Check, route: Route, scope: Scope, { version }: World): boolean {
  return appliesTo(on, route) && allHold(when, scope, version) && !allHold(require, scope, version);
}

const appliesTo = (on: readonly string[] | undefined, { interaction }: Route): boolean =>
  on === undefined || (interaction !== undefined && on.includes(interaction.name));

function refused(check: Check, scope: Scope, { rules, ids }: World): Draft {
  const refusal = rules.refusals[check.refuse];
  if (refusal === undefined) throw invalid(`The rules have no refusal "${check.refuse}"`);
  const { status, headers = {} } = refusal;
  return { status, headers, resource: outcomeOf(check, refusal, rules.outcome, ids(), scope) };
}

function done({ action, effects = [], reply }: InteractionRule, url: URL, scope: Scope, world: World): Draft {
  const resource = act(action, url, scope, world);
  const after: Scope = { ...scope, resource };
  for (const effect of effects) applyEffect(effect, after, world);
  return { status: reply.status, headers: filledHeaders(reply.headers ?? {}, after), resource };
}

function amendedDraft(draft: Draft, route: Route, scope: Scope, { rules, version }: World): Draft {
  return Object.values(rules.amend).reduce((current, amendment) => {
    const within: Scope = { ...scope, reply: { status: current.status }, resource: current.resource };
    const applies = appliesTo(amendment.on, route) && allHold(amendment.when, within, version);
    return applies ? amended(current, amendment, within) : current;
  }, draft);
}

function encoded(draft: Draft, scope: Scope, { rules, version }: World): Reply {
  const { status, resource, text, fault } = draft;
  const [byDefault = FHIR_MEDIA_TYPES[0]] = Object.values(rules.formats.replies);
  const format = FHIR_MEDIA_TYPES.find((one) => one === lookUp(scope, ['format'])) ?? byDefault;
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
function headOf({ response, ...rest }: Reply): Reply {
  const length: HeaderField = ['Content-Length', String(response.body.length)];
  return { ...rest, response: { ...response, headers: [...response.headers, length], body: new Uint8Array() } };
}

/** Headers with a value; null and unfilled ones are left out. */
function filledHeaders(headers: JsonObject, scope: Scope): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, template]) => {
      const value = template === null ? undefined : fill(template, scope);
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}
