import { NEEDS_FHIR } from '../fhir/needs-fhir.ts';
import type { DiagnosticCode } from '../model/diagnostic-code.ts';
import type { Requirement } from '../model/requirement.ts';
import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredAssertion, DeclaredProfile, DeclaredSend, DeclaredStep } from './declared.ts';
import { askedBy, assertionsUsed, isStep, stepsGiven } from './fragments.ts';
import type { Library } from './library.ts';
import { errorAt, items, keyOf, type Located, member, members, type Report, sourceOf } from './located.ts';
import type { Sources } from './sources.ts';

/** Reports every name that leads nowhere, and every expectation and expression that its own kind refuses: once, where it is written. */
export function checkNames({ suites, requirements }: Sources, library: Library, report: Report): void {
  const check = new NameCheck(library, requirements?.value.requirements, report);
  check.interface();
  for (const { tests } of suites) {
    for (const test of tests) {
      for (const step of items(member(test, 'steps'))) check.step(step);
      check.expectations(member(test, 'expect'));
      check.requirements(member(test, 'verifies'));
    }
  }
}

class NameCheck {
  readonly #library: Library;
  /** Undefined when the interface lists no requirements. */
  readonly #known: readonly Requirement[] | undefined;
  readonly #report: Report;

  constructor(library: Library, known: readonly Requirement[] | undefined, report: Report) {
    this.#library = library;
    this.#known = known;
    this.#report = report;
  }

  interface(): void {
    const { declared } = this.#library;
    for (const [, interaction] of members(member(declared, 'interactions'))) {
      this.names(member(interaction, 'headers'), this.#headerSets, 'UNKNOWN_HEADER_SET', 'header set');
      this.#name(member(interaction, 'token'), this.#tokenSets, 'UNKNOWN_TOKEN_SET', 'token set');
    }
    for (const [name, fragment] of members(member(declared, 'fragments'))) {
      for (const part of items(fragment)) if (isStep(part)) this.step(part);
      stepsGiven({ ...fragment, value: [name] }, this.#library, this.#report);
    }
    for (const [name, check] of members(member(declared, 'checks'))) {
      this.expectations(check);
      assertionsUsed({ ...check, value: [{ use: name }] }, this.#library, this.#report);
    }
    for (const [name, profile] of members(member(declared, 'profiles'))) this.#profile(name, profile);
    for (const [, probe] of members(member(declared, 'probes'))) {
      this.#send(member(probe, 'send'));
      this.#expression(member(probe, 'fhirpath'));
    }
    for (const cleanUp of items(member(declared, 'cleanup'))) {
      const interactions = Object.keys(this.#library.api.interactions);
      this.#name(member(cleanUp, 'made'), interactions, 'UNKNOWN_INTERACTION', 'interaction');
      this.#expression(member(cleanUp, 'done'));
    }
  }

  step(step: Located<DeclaredStep>): void {
    this.#send(member(step, 'send'));
    const receive = member(step, 'receive');
    if (receive !== undefined) {
      const interactions = Object.keys(this.#library.api.interactions);
      this.#name(member(receive, 'interaction'), interactions, 'UNKNOWN_INTERACTION', 'interaction');
      this.expectations(member(receive, 'match'));
    }
    this.expectations(member(step, 'expect'));
    this.expectations(member(step, 'printed'));
    for (const [, expression] of members(member(step, 'lease'))) this.#expression(expression);
    for (const [, capture] of members(member(step, 'capture'))) {
      this.#expression(member(capture, 'fhirpath'));
      const pointer = member(capture, 'pointer');
      if (pointer !== undefined) this.#speaksFhir(pointer);
    }
  }

  expectations(expect: Located<readonly DeclaredAssertion[]> | undefined): void {
    const { api, kinds, problemOf } = this.#library;
    for (const assertion of items(expect)) {
      for (const [kind, args] of askedBy(assertion)) {
        const known = kinds.get(kind);
        if (known?.needsFhir && api.fhirVersion === undefined) {
          this.#report({ ...NEEDS_FHIR, location: { source: keyOf(args) } });
          continue;
        }
        for (const finding of known?.lint?.(args.value, api, problemOf) ?? []) {
          const source = args.locate(`${args.pointer}${finding.location?.pointer ?? ''}`);
          this.#report({ ...finding, location: { source } });
        }
      }
      this.requirements(member(assertion, 'verifies'));
    }
    // Also finds checks that are unknown or contain themselves.
    assertionsUsed(expect, this.#library, this.#report);
  }

  requirements(verifies: Located<readonly string[]> | undefined): void {
    const known = this.#known;
    if (known === undefined) return;
    const ids = known.map(({ id }) => id);
    for (const name of items(verifies)) {
      if (ids.includes(name.value)) continue;
      const called = known.find(({ alias }) => alias === name.value);
      const hint = called === undefined ? hintFor(name.value, ids) : `That is an alias of "${called.id}".`;
      this.#report(errorAt(sourceOf(name), 'UNKNOWN_REQUIREMENT', `There is no requirement "${name.value}"`, hint));
    }
  }

  names(
    names: Located<readonly string[]> | undefined,
    known: Iterable<string>,
    code: DiagnosticCode,
    noun: string,
  ): void {
    for (const name of items(names)) this.#name(name, known, code, noun);
  }

  #name(name: Located<string> | undefined, known: Iterable<string>, code: DiagnosticCode, noun: string): void {
    const all = [...known];
    if (name === undefined || all.includes(name.value)) return;
    this.#report(errorAt(sourceOf(name), code, `There is no ${noun} "${name.value}"`, hintFor(name.value, all)));
  }

  /** A definition of ours that cannot be used is a fault of the interface, not of what is checked by it. */
  #profile(name: string, declared: Located<DeclaredProfile>): void {
    const { api, problemOf } = this.#library;
    const own = api.profiles[name]?.own;
    const problem = own && problemOf(own.url);
    const file = member(declared, 'file') ?? declared;
    if (problem !== undefined) {
      this.#report(errorAt(sourceOf(file), 'PROFILE_INVALID', `${own?.file} cannot be used: ${problem}`));
    }
  }

  #send(send: Located<DeclaredSend> | undefined): void {
    if (send === undefined || 'same' in send.value) return;
    const request = { ...send, value: send.value };
    const interactions = Object.keys(this.#library.api.interactions);
    this.#name(member(request, 'interaction'), interactions, 'UNKNOWN_INTERACTION', 'interaction');
    this.names(member(request, 'headerSets'), this.#headerSets, 'UNKNOWN_HEADER_SET', 'header set');
    this.#name(member(request, 'token'), this.#tokenSets, 'UNKNOWN_TOKEN_SET', 'token set');
  }

  #expression(expression: Located<string> | undefined): void {
    if (expression === undefined) return;
    const { language, api } = this.#library;
    const problem = language.checkExpression?.(expression.value, api.fhirVersion);
    if (problem !== undefined) this.#report({ ...problem, location: { source: sourceOf(expression) } });
  }

  /** Pointers lead into the JSON form of resources. */
  #speaksFhir(at: Located<unknown>): void {
    if (this.#library.api.fhirVersion === undefined)
      this.#report({ ...NEEDS_FHIR, location: { source: sourceOf(at) } });
  }

  get #headerSets(): readonly string[] {
    return Object.keys(this.#library.api.headerSets);
  }

  get #tokenSets(): readonly string[] {
    return Object.keys(this.#library.api.tokenSets);
  }
}
