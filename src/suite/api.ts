import type { JsonObject } from '../model/json.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Api, Interaction, Probe, RequestTemplate } from '../model/suite.ts';
import { bodyOf, type Templates } from './body-template.ts';
import type { DeclaredApi, DeclaredInteraction, DeclaredProbe, DeclaredSend } from './declared.ts';
import { type Located, member, members, type Report, sourceOf } from './located.ts';

/** The interface as the model has it. */
export function apiOf(
  declared: Located<DeclaredApi>,
  requirements: readonly Requirement[],
  profiles: Api['profiles'],
  templates: Templates,
  report: Report,
): Api {
  const { api, title, version, fhir, namespaces, sources, values, headers, tokens, interactions } = declared.value;
  return {
    id: api,
    title,
    version,
    ...(fhir && { fhirVersion: fhir }),
    ...(namespaces && { namespaces }),
    source: sourceOf(declared),
    sources,
    values: values ?? {},
    headerSets: headers ?? {},
    tokenSets: tokens ?? {},
    interactions: mapped(interactions, interactionOf),
    probes: Object.fromEntries(
      members(member(declared, 'probes')).map(([name, probe]) => [name, probeOf(probe, templates, report)]),
    ),
    cleanUps: [],
    profiles,
    requirements,
    // They name cases, which are read with this interface at hand.
    stages: [],
  };
}

function interactionOf({ title, method, path, query, headers, token, facts }: DeclaredInteraction): Interaction {
  const fixed = { title, method, path, query: query ?? {}, headers: headers ?? [], facts: facts ?? {} };
  return token === undefined ? fixed : { ...fixed, token };
}

function probeOf(probe: Located<DeclaredProbe>, templates: Templates, report: Report): Probe {
  const { title, fhirpath } = probe.value;
  const send = { ...probe, value: probe.value.send, pointer: `${probe.pointer}/send` };
  return { title, send: requestOf(send, templates, report), fhirpath };
}

/** The request of a step or probe, its body read from its file. */
export function requestOf(send: Located<DeclaredSend>, templates: Templates, report: Report): RequestTemplate {
  const { value } = send;
  if ('same' in value) return { kind: 'same', same: value.same, fresh: value.fresh ?? [] };
  const { interaction, query, headers, headerSets, token } = value;
  const located = member({ ...send, value }, 'body');
  const body = located === undefined ? undefined : bodyOf(located, templates, report);
  return {
    kind: 'interaction',
    interaction,
    query: query ?? NONE,
    headers: headers ?? NONE,
    headerSets: headerSets ?? [],
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
  };
}

const NONE: JsonObject = {};

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  convert: (from: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, convert(value)]));
}
