import type { Diagnostic } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { AssertionResult, StepResult } from '../../model/result.ts';
import type { Mutation, Step } from '../../model/suite.ts';
import type { Role } from '../../model/system-under-test.ts';
import { mutationWords, sentence } from '../words.ts';

/** A part of a message: its first line, a header, or a place in its body. */
type Place =
  | { readonly part: 'start' }
  | { readonly part: 'header'; readonly name: string }
  /** What is not there is marked at what is around it, unless it is meant exactly. */
  | { readonly part: 'body'; readonly pointer: string; readonly exactly?: boolean }
  | { readonly part: 'body'; readonly position: { readonly line: number; readonly column: number } };

/** Where a reader is to look, and why: there a fault was found, or there a negative differs from its twin. */
export interface Mark {
  readonly kind: 'fault' | 'change';
  readonly place: Place;
  readonly says: string;
}

export interface Marks {
  readonly request: readonly Mark[];
  readonly response: readonly Mark[];
}

/** Marks for one message beyond these would hide what they point at; the findings name every place. */
const MOST_MARKS = 12;

/** The marks on the messages of a step. Faults lie in what the system under test sent, changes in what we did. */
export function marksOf(
  step: StepResult,
  planned: Step | undefined,
  role: Role,
  words: (mutation: Mutation) => string = mutationWords,
): Marks {
  const own = role === 'provider' ? 'response' : 'request';
  const faults = step.assertions
    .filter(({ verdict }) => verdict !== 'pass')
    .map((assertion) => faultsOf(assertion, argsOf(assertion, step, planned), own));
  const changes = (planned?.mutate ?? []).flatMap((mutation) => changeOf(mutation, words));
  return {
    request: [...changes, ...faults.flatMap(({ request = [] }) => request)].slice(0, MOST_MARKS),
    response: faults.flatMap(({ response = [] }) => response).slice(0, MOST_MARKS),
  };
}

/** As planned; results stand in the order of the expectations. */
function argsOf(assertion: AssertionResult, step: StepResult, planned: Step | undefined): JsonValue {
  const expectation = planned?.expect[step.assertions.indexOf(assertion)];
  return expectation?.kind === assertion.kind ? expectation.args : null;
}

function faultsOf(assertion: AssertionResult, args: JsonValue, own: keyof Marks): Partial<Marks> {
  const { kind, message } = assertion;
  const named: JsonObject = isJsonObject(args) ? args : {};
  const fault = (place: Place, says = message): Mark => ({ kind: 'fault', place, says: sentence(says) });
  if (kind === 'status') return { response: [fault({ part: 'start' })] };
  if (kind === 'mediaType') return { [own]: [fault({ part: 'header', name: 'Content-Type' })] };
  if (kind === 'header' && typeof named['name'] === 'string')
    return { [own]: [fault({ part: 'header', name: named['name'] })] };
  const { of } = named;
  if (of === 'token') return { request: [fault({ part: 'header', name: 'Authorization' })] };
  if (of === 'query') return { request: [fault({ part: 'start' })] };
  const side = of === 'request' || of === 'response' ? of : own;
  const located = assertion.diagnostics.flatMap((found) => {
    const place = found.severity === 'error' ? placeOf(found) : undefined;
    return place === undefined ? [] : [fault(place, found.message)];
  });
  if (located.length > 0) return { [side]: located };
  const pointers = lookedAt(kind, typeof args === 'string' ? args : named['expression']);
  const exactly = pointers.length > 1;
  return { [side]: pointers.map((pointer) => fault({ part: 'body', pointer, ...(exactly && { exactly }) })) };
}

function placeOf({ location: { pointer, fhirpath, position } = {} }: Diagnostic): Place | undefined {
  if (pointer !== undefined) return { part: 'body', pointer };
  if (fhirpath !== undefined) return { part: 'body', pointer: pointerOf(fhirpath) };
  return position && { part: 'body', position };
}

const WORDS: ReadonlySet<string> = new Set('and or xor implies is as in contains div mod true false'.split(' '));

/** Pointers to what an assertion without a place of its own looked at: the elements that its expression names, in their order. */
function lookedAt(kind: string, expression: JsonValue | undefined): readonly string[] {
  if (kind === 'outcome') return ['/issue'];
  if (kind !== 'fhirpath' || typeof expression !== 'string') return [];
  const bare = expression.replaceAll(/'(?:[^'\\]|\\.)*'|[%$@][\w.:-]+/g, ' ');
  const paths = [...bare.matchAll(/(?<![\w.)\]])[A-Za-z]\w*(?:\.[a-z]\w*(?:\[\d+\])?(?![\w(]))*(?![\w(])/g)];
  const named = paths.filter(({ 0: path }) => !WORDS.has(path));
  const outer = named.filter(({ index }) => depthAt(bare, index) === 0);
  return [...new Set((outer.length > 0 ? outer : named.slice(0, 1)).map(({ 0: path }) => pointerOf(path)))];
}

/** How many parentheses are open: names within those of a call stand for parts of what it is called upon. */
function depthAt(text: string, at: number): number {
  const before = text.slice(0, at);
  return before.split('(').length - before.split(')').length;
}

/** A simple path, as `Appointment.participant[0].status`, as a pointer. */
function pointerOf(fhirpath: string): string {
  const names = fhirpath.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  return (/^[A-Z]/.test(fhirpath) ? names.slice(1) : names).map((name) => `/${name}`).join('');
}

function changeOf(mutation: Mutation, words: (mutation: Mutation) => string): readonly Mark[] {
  const place = changedPlace(mutation);
  return place === undefined
    ? []
    : [{ kind: 'change', place, says: sentence(`Changed from its twin: ${words(mutation)}`) }];
}

function changedPlace(mutation: Mutation): Place | undefined {
  switch (mutation.in) {
    case 'body':
      return { part: 'body', pointer: 'at' in mutation ? mutation.at : '' };
    case 'bytes':
      return { part: 'body', pointer: '' };
    case 'header':
      return { part: 'header', name: mutation.at };
    case 'token':
      return { part: 'header', name: 'Authorization' };
    case 'query':
    case 'path':
    case 'method':
      return { part: 'start' };
    case 'connection':
      return undefined;
    default:
      return mutation satisfies never;
  }
}
