import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Api, Interaction, InteractionRequest } from '../model/suite.ts';
import { placeholdersIn } from './names-in-scope.ts';

/** Undefined for an unknown name, which is reported where it is written. */
export function interactionOf({ interaction }: InteractionRequest, { interactions }: Api): Interaction | undefined {
  return Object.hasOwn(interactions, interaction) ? interactions[interaction] : undefined;
}

/** What a request takes from the interface, as far as the step does not replace it. */
export function sharedTemplates(request: InteractionRequest, interaction: Interaction, api: Api): readonly JsonValue[] {
  const sets = [...interaction.headers, ...request.headerSets].map((name) => api.headerSets[name] ?? {});
  const token = request.token === undefined ? interaction.token : request.token;
  const replaced = (own: JsonObject, by: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(own).filter(([name]) => !Object.hasOwn(by, name)));
  return [
    interaction.path,
    replaced(interaction.query, request.query),
    replaced(Object.assign({}, ...sets) as JsonObject, request.headers),
    typeof token === 'string' ? ((api.tokenSets[token] ?? null) as unknown as JsonValue) : null,
  ];
}

/** What the body is made from; null when the request has none. */
export function bodyTemplate({ body = null }: InteractionRequest): JsonValue {
  if (typeof body !== 'object' || body === null || !('template' in body)) return body as JsonValue;
  return body.template ?? null;
}

/** The names of the generated values, `${uuid.NAME}`, in templates. */
export function generatedNames(templates: readonly JsonValue[]): readonly string[] {
  return templates
    .flatMap(placeholdersIn)
    .filter(({ path }) => path[0] === 'uuid')
    .flatMap(({ path }) => path[1] ?? []);
}
