import type { Validator } from '../fhir/validator.ts';
import type { Reply } from '../http/listen.ts';
import type { Scope } from '../message/scope.ts';
import type { HttpRequest } from '../model/exchange.ts';
import type { Check, InteractionRule, NamedReply, SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import { hintFor } from '../schema/suggestion.ts';
import { act, applyEffect } from './act.ts';
import { amended, type Draft } from './amend.ts';
import { asThough } from './as-though.ts';
import { allHold } from './conditions.ts';
import { invalid, withDefects } from './defects.ts';
import { encoded, filledHeaders, headOf } from './encode.ts';
import { markup, prose } from './markup.ts';
import { outcomeOf, type Reason } from './outcome.ts';
import { requestScope, type World } from './request-scope.ts';
import { createRouter, type Route, type Router } from './router.ts';
import { seed } from './seed.ts';
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
  /**
   * Answers one request after another: what a reply says has happened before the next request is looked at.
   *
   * @throws HarnessError CONFIG_INVALID for a named reply that the rules do not have, or not for this interaction,
   * and when the checks let a request pass that nothing can answer.
   */
  handle(request: HttpRequest, options?: { readonly reply?: string }): Reply;
}

/**
 * A provider with a store of its own, as the definition declares it.
 *
 * @throws HarnessError CONFIG_INVALID for a defect that the definition does not have, or that another one makes impossible,
 * and for profiles that the validator does not know.
 */
export function createSimulator(definition: SimulatorDefinition, options: SimulatorOptions): Simulator {
  const { now, ids, validator } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const rules = withDefects(definition, options.defects);
  checkProfiles(rules, validator);
  const store = new Store(rules.search, definition.fhirVersion, now);
  seed(store, rules.store, now());
  const { fhirVersion: version, namespaces } = definition;
  const world: World = { rules, version, namespaces, validator, store, baseUrl, now, ids };
  const router = createRouter(rules.interactions, baseUrl);
  return { handle: (request, { reply } = {}) => replyTo(request, reply, router, world) };
}

/** What is no URL leads nowhere. */
const urlOf = ({ url }: HttpRequest, { baseUrl }: World): URL => new URL(URL.canParse(url) ? url : baseUrl);

function checkProfiles({ let: bindings }: SimulatorRules, { problemOf }: Validator): void {
  for (const profile of Object.values(bindings).flatMap((one) => ('validate' in one ? one.validate : []))) {
    const problem = problemOf(profile);
    if (problem !== undefined) throw invalid(`Bodies cannot be checked against ${profile}: ${problem}`);
  }
}

function replyTo(given: HttpRequest, name: string | undefined, router: Router, world: World): Reply {
  const named = name === undefined ? {} : namedReply(name, world.rules);
  const request = asThough(given, named.asThough ?? {});
  const url = urlOf(request, world);
  const route = router(request, url.pathname);
  if (!appliesTo(named.on, route)) throw invalid(`The reply "${name}" is not one to ${route.interaction?.name ?? url}`);
  const scope = requestScope(request, url, route, world);
  const reply = encoded(draftReply(named, url, route, scope, world), scope, world);
  return request.method === 'HEAD' ? headOf(reply) : reply;
}

function namedReply(name: string, { replies }: SimulatorRules): NamedReply {
  const reply = replies[name];
  if (reply === undefined) throw invalid(`There is no reply "${name}"`, hintFor(name, Object.keys(replies)));
  return reply;
}

function draftReply(named: NamedReply, url: URL, route: Route, scope: Scope, world: World): Draft {
  const usual = named.before === true ? nothing(named) : usualReply(url, route, scope, world);
  const { refuse } = named;
  const reply = amendedDraft(
    refuse === undefined ? usual : refused({ ...named, refuse }, scope, world),
    route,
    scope,
    world,
  );
  const within = afterReply(reply, scope);
  for (const effect of named.effects ?? []) applyEffect(effect, within, world);
  return amended(reply, named, within);
}

/** A reply without a body has no media type either. */
const nothing = ({ status = 200, write }: NamedReply): Draft => ({
  status,
  headers: write === undefined ? { 'Content-Type': null } : {},
  resource: {},
  text: '',
});

/** The refusal of the first check that does not hold, or else what the interaction gives. */
function usualReply(url: URL, route: Route, scope: Scope, world: World): Draft {
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

function refused(
  { refuse, ...reason }: Partial<Reason> & Pick<Check, 'refuse'>,
  scope: Scope,
  { rules, ids }: World,
): Draft {
  const refusal = rules.refusals[refuse];
  if (refusal === undefined) throw invalid(`The rules have no refusal "${refuse}"`);
  const { status, headers = {} } = refusal;
  if ('write' in refusal) return { status, headers, resource: {}, text: markup(refusal.write, because(reason, scope)) };
  if (rules.outcome === undefined) throw invalid('The rules do not say what an OperationOutcome has');
  const says = { says: refusal.display, ...reason };
  return { status, headers, resource: outcomeOf(says, refusal, rules.outcome, ids(), scope) };
}

/** With what a check says, filled in. */
const because = ({ says = '', at = '' }: Partial<Reason>, scope: Scope): Scope => ({
  ...scope,
  says: prose(says, scope),
  at: prose(at, scope),
});

function done({ action, effects = [], reply }: InteractionRule, url: URL, scope: Scope, world: World): Draft {
  const text = 'write' in action ? { text: markup(action.write, scope) } : {};
  const resource = 'write' in action ? {} : act(action, url, scope, world);
  const after: Scope = { ...scope, resource };
  for (const effect of effects) applyEffect(effect, after, world);
  return { status: reply.status, headers: filledHeaders(reply.headers ?? {}, after), resource, ...text };
}

function amendedDraft(draft: Draft, route: Route, scope: Scope, { rules, version }: World): Draft {
  return Object.values(rules.amend).reduce((current, amendment) => {
    const within = afterReply(current, scope);
    const applies = appliesTo(amendment.on, route) && allHold(amendment.when, within, version);
    return applies ? amended(current, amendment, within) : current;
  }, draft);
}

const afterReply = ({ status, resource }: Draft, scope: Scope): Scope => ({ ...scope, reply: { status }, resource });
