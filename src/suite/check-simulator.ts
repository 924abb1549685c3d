import { checkExpression } from '../fhir/fhirpath.ts';
import { NEEDS_FHIR } from '../fhir/needs-fhir.ts';
import { checkXPath } from '../fhir/xpath.ts';
import { placeholdersOf } from '../message/interpolate.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import type { SimulatorRules } from '../model/simulator.ts';
import type { FhirVersion, Namespaces } from '../model/suite.ts';
import type { Locate } from '../schema/problem.ts';
import { hintFor } from '../schema/suggestion.ts';
import { errorAt, items, type Located, member, members, type Report, sourceOf } from './located.ts';

type Language = 'fhirpath' | 'xpath';

/** What a simulator may say, by whether it speaks FHIR. */
export interface Spoken {
  readonly fhir: boolean;
  readonly problemOf: (language: Language, expression: string) => Diagnostic | undefined;
}

/** Remembers what it found: the rules are looked through again with the patch of every defect. */
export function spokenBy(version: FhirVersion | undefined, namespaces: Namespaces): Spoken {
  const found = new Map<string, Diagnostic | undefined>();
  const problemOf: Spoken['problemOf'] = (language, expression) => {
    const key = `${language} ${expression}`;
    const isKnown = found.has(key);
    if (!isKnown && language === 'xpath') found.set(key, checkXPath(expression, namespaces));
    if (!isKnown && language === 'fhirpath') found.set(key, checkExpression(expression, version));
    return found.get(key);
  };
  return { fhir: version !== undefined, problemOf };
}

/** What a schema cannot see: names that nothing has, placeholders without a root, expressions that do not parse. */
export function checkSimulator(rules: SimulatorRules, spoken: Spoken, locate: Locate, report: Report): void {
  const root: Located<SimulatorRules> = { value: rules, pointer: '', locate };
  const found = texts(rules as unknown as JsonValue, '');
  checkNames(root, report);
  checkOutcomes(root, report);
  if (!spoken.fhir) checkWithoutFhir(root, report);
  checkExpressions(found, root, spoken, report);
  checkPlaceholders(found, root, report);
}

function checkNames(root: Located<SimulatorRules>, report: Report): void {
  const { interactions, refusals, search } = root.value;
  for (const [, check] of members(member(root, 'checks'))) {
    for (const name of items(member(check, 'on'))) known(name, interactions, 'UNKNOWN_INTERACTION', report);
    const refuse = member(check, 'refuse');
    if (refuse !== undefined) known(refuse, refusals, 'UNKNOWN_VALUE', report);
  }
  for (const [, amendment] of members(member(root, 'amend'))) {
    for (const name of items(member(amendment, 'on'))) known(name, interactions, 'UNKNOWN_INTERACTION', report);
  }
  for (const [, reply] of members(member(root, 'replies'))) {
    for (const name of items(member(reply, 'on'))) known(name, interactions, 'UNKNOWN_INTERACTION', report);
    const refuse = member(reply, 'refuse');
    if (refuse !== undefined) known(refuse, refusals, 'UNKNOWN_VALUE', report);
  }
  for (const [type, parameters] of members(member(root, 'search'))) {
    for (const [, { value, pointer, locate }] of members(parameters)) {
      if (value.type !== 'chain') continue;
      const [link, next] = value.chain;
      known({ value: link, pointer: `${pointer}/chain/0`, locate }, search[type] ?? {}, 'UNKNOWN_VALUE', report);
      known({ value: next, pointer: `${pointer}/chain/1`, locate }, search[value.of] ?? {}, 'UNKNOWN_VALUE', report);
    }
  }
}

/** A refusal that is an OperationOutcome needs the system of its codes. */
function checkOutcomes(root: Located<SimulatorRules>, report: Report): void {
  if (root.value.outcome !== undefined) return;
  for (const [, refusal] of members(member(root, 'refusals'))) {
    if ('write' in refusal.value) continue;
    const message = 'The refusal is an OperationOutcome, and nothing says which system its codes are of';
    report(errorAt(sourceOf(refusal), 'MISSING_KEY', message, 'Add outcome: { system: … }, or say what it writes.'));
  }
}

/** Without FHIR there are no resources to store, to find or to validate. */
function checkWithoutFhir({ value, locate }: Located<SimulatorRules>, report: Report): void {
  const { store, interactions, let: names } = value;
  const places = [
    ...store.resources.map((_, index) => `/store/resources/${index}`),
    ...store.series.map((_, index) => `/store/series/${index}`),
    ...Object.entries(interactions).flatMap(([name, { action }]) =>
      'write' in action ? [] : [`/interactions/${name}/action`],
    ),
    ...Object.entries(names).flatMap(([name, one]) => ('stored' in one || 'validate' in one ? [`/let/${name}`] : [])),
  ];
  for (const place of places) report({ ...NEEDS_FHIR, location: { source: locate(place, 'value') } });
}

function known(
  name: Located<string>,
  among: object,
  code: 'UNKNOWN_INTERACTION' | 'UNKNOWN_VALUE',
  report: Report,
): void {
  if (Object.hasOwn(among, name.value)) return;
  const hint = hintFor(name.value, Object.keys(among));
  report(errorAt(sourceOf(name), code, `The simulator declares no "${name.value}" here`, hint));
}

/** The members that hold FHIRPath or XPath: of conditions and bindings, and the paths of search parameters. */
function checkExpressions(
  found: readonly Text[],
  root: Located<SimulatorRules>,
  { problemOf }: Spoken,
  report: Report,
): void {
  for (const { value, pointer } of found) {
    const language = languageAt(pointer);
    const problem = language && problemOf(language, value);
    if (problem !== undefined) report({ ...problem, location: { source: root.locate(pointer, 'value') } });
  }
}

function languageAt(pointer: string): Language | undefined {
  if (pointer.endsWith('/xpath')) return 'xpath';
  return pointer.endsWith('/fhirpath') || /^\/search\/.*\/path$/.test(pointer) ? 'fhirpath' : undefined;
}

const SEED_ROOTS = ['now'];
const SERIES_ROOTS = [...SEED_ROOTS, 'at', 'until', 'number', 'uuid'];
const REQUEST_ROOTS = [
  'now',
  'id',
  'baseUrl',
  'request',
  'route',
  'parameters',
  'interaction',
  'token',
  'format',
  'coding',
  'bodyFormat',
  'body',
];

function checkPlaceholders(found: readonly Text[], root: Located<SimulatorRules>, report: Report): void {
  const named = [...REQUEST_ROOTS, ...Object.keys(root.value.let)];
  for (const { value, pointer } of found) {
    if (!value.includes('${')) continue;
    const roots = rootsAt(pointer, named);
    for (const { text, path } of placeholdersOf(value)) {
      if (roots.includes(path[0] ?? '')) continue;
      const message = `\${${text}} has no value here`;
      report(errorAt(root.locate(pointer, 'value'), 'UNKNOWN_VALUE', message, hintFor(path[0] ?? '', roots)));
    }
  }
}

/** Seeds are filled before there is a request; the resource is there after the action, the reply when it is amended. */
function rootsAt(pointer: string, named: readonly string[]): readonly string[] {
  if (pointer.startsWith('/store/series')) return SERIES_ROOTS;
  if (/^\/store|^\/interactions\/[^/]+\/example/.test(pointer)) return SEED_ROOTS;
  if (/^\/refusals\/[^/]+\/write$/.test(pointer)) return [...named, 'says', 'at'];
  if (/^\/checks\/[^/]+\/(says|at)$/.test(pointer)) return [...named, 'each'];
  if (/^\/(amend|replies)\//.test(pointer)) return [...named, 'resource', 'reply'];
  return /^\/interactions\/[^/]+\/(effects|reply)/.test(pointer) ? [...named, 'resource'] : named;
}

interface Text {
  readonly value: string;
  readonly pointer: string;
}

function texts(value: JsonValue, pointer: string): readonly Text[] {
  const found: Text[] = [];
  collect(value, pointer, found);
  return found;
}

function collect(value: JsonValue, pointer: string, found: Text[]): void {
  if (typeof value === 'string') found.push({ value, pointer });
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    collect(part as JsonValue, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, found);
  }
}
