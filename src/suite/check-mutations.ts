import { edited, pointerTokens } from '../message/json-pointer.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { Api, InteractionRequest, Mutation, TestCase } from '../model/suite.ts';
import { suggestion } from '../schema/suggestion.ts';
import type { DeclaredMutation } from './declared.ts';
import { errorAt, type Located, type Report, sourceOf } from './located.ts';
import { bodyTemplate, interactionOf } from './request-templates.ts';
import type { StagedCase } from './staging.ts';

/** Reports every mutation of a body or a token whose place is not there, as far as the templates tell. */
export function checkMutations(
  { steps: staged }: Pick<StagedCase, 'steps'>,
  { steps }: Pick<TestCase, 'steps'>,
  api: Api,
  report: Report,
): void {
  for (const [index, { mutate: declared }] of staged.entries()) {
    const step = steps[index];
    // One that could not be read is reported already.
    if (step?.kind !== 'send' || step.send.kind !== 'interaction' || step.mutate.length !== declared.length) continue;
    followEdits(step.send, step.mutate, declared, api, report);
  }
}

function followEdits(
  request: InteractionRequest,
  mutations: readonly Mutation[],
  declared: readonly Located<DeclaredMutation>[],
  api: Api,
  report: Report,
): void {
  const parts = new Map<Mutation['in'], JsonValue | undefined>([
    ['body', bodyTemplate(request)],
    ['token', tokenTemplate(request, api)],
  ]);
  for (const [place, mutation] of mutations.entries()) {
    const part = parts.get(mutation.in);
    if (part === undefined || part === null || mutation.in === 'connection') continue;
    if (!('at' in mutation)) {
      parts.delete(mutation.in);
      continue;
    }
    const { op, at } = mutation;
    const edit = op === 'remove' ? { op } : { op, value: mutation.value };
    const changed = isFilledInLater(part, at) ? part : edited(part, at, edit);
    const source = declared[place];
    if (changed !== undefined) parts.set(mutation.in, changed);
    else if (source !== undefined) reportMissing(source, mutation.in, at, part, report);
  }
}

function tokenTemplate(request: InteractionRequest, api: Api): JsonValue | undefined {
  const name = request.token === undefined ? interactionOf(request, api)?.token : request.token;
  return typeof name === 'string' ? (api.tokenSets[name] as unknown as JsonValue | undefined) : undefined;
}

function reportMissing(
  source: Located<DeclaredMutation>,
  part: Mutation['in'],
  at: string,
  template: JsonValue,
  report: Report,
): void {
  const meant = suggestion(at, pointersOf(template));
  const hint = meant === undefined ? 'The place must exist in the request of the twin.' : `Did you mean "${meant}"?`;
  report(errorAt(sourceOf(source), 'MUTATION_WITHOUT_EFFECT', `The ${part} of the request has no ${at}`, hint));
}

/** Whether the way leads through a text that a placeholder stands in: what it will be is not known before. */
function isFilledInLater(template: JsonValue, at: string): boolean {
  let value: JsonValue | undefined = template;
  for (const token of pointerTokens(at) ?? []) {
    if (typeof value === 'string') return value.includes('${');
    value = Array.isArray(value) ? value[Number(token)] : isJsonObject(value) ? value[token] : undefined;
  }
  return false;
}

function* pointersOf(value: JsonValue, above = ''): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, below] of Object.entries(value)) {
    const pointer = `${above}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    yield pointer;
    yield* pointersOf(below, pointer);
  }
}
