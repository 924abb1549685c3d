import { variablesOf } from '../fhir/fhirpath-variables.ts';
import type { SourceRef } from '../model/diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import type { Interaction, InteractionRequest, RequestTemplate, Step, TestCase } from '../model/suite.ts';
import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredInteractionRequest, DeclaredMutation, DeclaredRepeat, DeclaredSend } from './declared.ts';
import { askedBy, assertionsUsed } from './fragments.ts';
import type { Library } from './library.ts';
import { errorAt, items, type Located, member, members, type Report, sourceOf } from './located.ts';
import {
  anything,
  exchanged,
  exchangedAsXml,
  generated,
  known,
  type NamesInScope,
  type Root,
  single,
  token,
  unfilledIn,
} from './names-in-scope.ts';
import { bodyTemplate, generatedNames, interactionOf, sharedTemplates } from './request-templates.ts';
import type { StagedStep } from './script.ts';
import type { StagedCase } from './staging.ts';

/**
 * Follows a case through its steps and reports every placeholder that cannot be filled where it stands, and every mention of a step
 * that has not been carried out by then. `given` are names of values that are there from the beginning.
 */
export function checkScope(
  { steps: staged }: Pick<StagedCase, 'steps'>,
  { steps }: Pick<TestCase, 'steps'>,
  library: Library,
  report: Report,
  given: readonly string[] = [],
): void {
  const walk = new ScopeWalk(library, report, given);
  for (const [index, step] of staged.entries()) {
    const made = steps[index];
    if (made !== undefined) walk.step(step, made);
  }
}

const WAYS_OF_MEANING = ['remove', 'replace', 'add', 'clock', 'key'];

class ScopeWalk {
  readonly #library: Library;
  readonly #report: Report;
  /** What can be named of a step that is over. */
  readonly #exchanged: Root;
  /** What every template of the case can name so far. */
  readonly #names: Map<string, Root>;
  /** The names of the generated values in the request of each step so far. */
  readonly #generated = new Map<string, readonly string[]>();

  constructor(library: Library, report: Report, given: readonly string[]) {
    this.#library = library;
    this.#report = report;
    this.#exchanged = library.api.fhirVersion === undefined ? exchangedAsXml : exchanged;
    this.#names = new Map([
      ['values', known(library.api.values)],
      ['target', single],
      ...given.map((name) => [name, anything] as const),
    ]);
  }

  step({ declared, mutate, expect, captures }: StagedStep, made: Step): void {
    const { id, lease = {}, capture = {} } = declared.value;
    const send = member(declared, 'send');
    if (send !== undefined && made.kind === 'send') this.#generated.set(id, this.#send(send, made.send));
    const receive = member(declared, 'receive');
    // Matching looks at the request that has come, so the step itself is no stranger to it.
    if (receive !== undefined) this.#names.set(id, this.#exchanged);
    for (const assertion of receive === undefined ? [] : items(member(receive, 'match'))) {
      for (const [kind, args] of askedBy(assertion)) this.#assertion(kind, args, id);
    }
    for (const mutation of mutate) this.#template(mutation, this.#whenMutating(mutation.value));
    // Who asks a person exchanges nothing.
    if (made.kind !== 'attest') this.#names.set(id, this.#exchanged);
    const taken = captures ? [...Object.keys(lease), ...Object.keys(capture)] : [];
    for (const name of taken) this.#names.set(name, anything);
    for (const [, candidates] of members(member(declared, 'lease'))) this.#variables(candidates.value, candidates);
    const expected = [expect, member(declared, 'printed')];
    for (const assertion of expected.flatMap((list) => assertionsUsed(list, this.#library, () => {}))) {
      for (const [kind, args] of askedBy(assertion)) this.#assertion(kind, args, id);
    }
  }

  #assertion(name: string, args: Located<JsonValue>, step: string): void {
    const kind = this.#library.kinds.get(name);
    this.#template(args, this.#names);
    for (const { probe, step: read } of kind?.readings?.(args.value, step) ?? []) this.#reading(probe, read, args);
    const expression = kind?.expression?.(args.value);
    if (expression !== undefined) this.#variables(expression, args);
  }

  /** An expression reads plain values as `%name`; steps are none. */
  #variables(expression: string, at: Located<unknown>): void {
    for (const name of variablesOf(expression)) {
      const root = this.#names.get(name);
      if (root !== undefined && root !== this.#exchanged) continue;
      const plain = [...this.#names].filter(([, other]) => other !== this.#exchanged).map(([other]) => other);
      const message = `%${name}: no value is called "${name}" here`;
      this.#report(errorAt(sourceOf(at), 'UNKNOWN_VALUE', message, hintFor(name, plain)));
    }
  }

  #whenSending(interaction?: Interaction): NamesInScope {
    const sending = new Map(this.#names).set('now', single).set('uuid', generated);
    return interaction === undefined ? sending : sending.set('interaction', known(interaction.facts));
  }

  /** The text of the token is there once it is known what the token says. */
  #whenMutating(mutation: DeclaredMutation): NamesInScope {
    const sending = this.#whenSending();
    const changesMeaning = mutation.in === 'token' && WAYS_OF_MEANING.some((way) => way in mutation);
    return changesMeaning ? sending : new Map(sending).set('token', token);
  }

  /** The names of the values that are generated for the request. */
  #send(send: Located<DeclaredSend>, request: RequestTemplate): readonly string[] {
    if (request.kind === 'same') return this.#repeat(send, request.fresh);
    const { api } = this.#library;
    const interaction = interactionOf(request, api);
    if (interaction === undefined) return [];
    const scope = this.#whenSending(interaction);
    const { query, headers } = request;
    // The request in the model was made from this declaration.
    const written = send as Located<DeclaredInteractionRequest>;
    for (const part of [member(written, 'query'), member(written, 'headers')]) {
      if (part !== undefined) this.#template(part, scope);
    }
    const elsewhere = [...sharedTemplates(request, interaction, api), bodyTemplate(request)];
    this.#blame(sourceOf(send), request, elsewhere, scope);
    return generatedNames([...elsewhere, query, headers]);
  }

  /** What a request takes from other places is reported where the request is asked for. */
  #blame(
    source: SourceRef,
    { interaction }: InteractionRequest,
    templates: readonly JsonValue[],
    scope: NamesInScope,
  ): void {
    for (const { message, hint } of templates.flatMap((template) => unfilledIn(template, scope))) {
      this.#report(errorAt(source, 'UNKNOWN_VALUE', `The request "${interaction}" needs ${message}`, hint));
    }
  }

  #repeat(send: Located<DeclaredSend>, fresh: readonly string[]): readonly string[] {
    // The request in the model was made from this declaration.
    const repeat = send as Located<DeclaredRepeat>;
    const same = member(repeat, 'same');
    const names = this.#generated.get(same?.value ?? '');
    if (same === undefined || names === undefined) {
      if (same !== undefined) this.#unknownStep(same, same.value);
      return [];
    }
    for (const name of items(member(repeat, 'fresh')).filter(({ value }) => !names.includes(value))) {
      const message = `The request has no generated value "${name.value}"`;
      this.#report(errorAt(sourceOf(name), 'UNKNOWN_VALUE', message, hintFor(name.value, names)));
    }
    return [...names, ...fresh];
  }

  /** An assertion may ask for readings of probes, around this step or after an earlier one. */
  #reading(name: string, step: string, at: Located<unknown>): void {
    if (!this.#generated.has(step)) this.#unknownStep(at, step);
    const { api } = this.#library;
    const probe = Object.hasOwn(api.probes, name) ? api.probes[name] : undefined;
    if (probe?.send.kind !== 'interaction') return;
    this.#variables(probe.fhirpath, at);
    const { send } = probe;
    const interaction = interactionOf(send, api);
    if (interaction === undefined) return;
    const templates = [...sharedTemplates(send, interaction, api), bodyTemplate(send), send.query, send.headers];
    this.#blame(sourceOf(at), send, templates, this.#whenSending(interaction));
  }

  #unknownStep(at: Located<unknown>, name: string): void {
    const message = `No earlier step is called "${name}"`;
    this.#report(errorAt(sourceOf(at), 'UNKNOWN_STEP', message, hintFor(name, this.#generated.keys())));
  }

  /** Reports each text of a template where it stands. */
  #template(template: Located<unknown>, scope: NamesInScope): void {
    const { value } = template;
    if (typeof value === 'string') {
      for (const { message, hint } of unfilledIn(value, scope)) {
        this.#report(errorAt(sourceOf(template), 'UNKNOWN_VALUE', message, hint));
      }
    } else if (Array.isArray(value)) {
      for (const item of items({ ...template, value })) this.#template(item, scope);
    } else if (typeof value === 'object' && value !== null) {
      const mapping = value as Readonly<Record<string, unknown>>;
      for (const [, part] of members({ ...template, value: mapping })) this.#template(part, scope);
    }
  }
}
