import { patched } from '../message/patch.ts';
import { type Diagnostic, isError, type SourceRef } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Change, Defect, SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import type { FhirVersion, Namespaces } from '../model/suite.ts';
import { compileSchema, type Validate } from '../schema/compile.ts';
import { diagnosticsOf } from '../schema/problem.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { bodyOf, type Templates, templatesIn } from './body-template.ts';
import { type CheckExpression, checkSimulator, expressionCheck } from './check-simulator.ts';
import { distinct } from './findings.ts';
import { errorAt, items, keyOf, type Located, member, members, type Report, sourceOf } from './located.ts';
import { openedFiles } from './opened-files.ts';
import { SIMULATOR_SCHEMA } from './schema/simulator-schema.ts';

export interface LoadedSimulator {
  /** Absent when there is any error. */
  readonly definition?: SimulatorDefinition;
  /** Each once, sorted by file and position. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A simulator as written. */
interface DeclaredSimulator
  extends Omit<SimulatorRules, 'codings' | 'headers' | 'transport' | 'let' | 'amend' | 'replies' | 'store'> {
  readonly simulator: string;
  readonly title: string;
  readonly api: string;
  readonly fhir: FhirVersion;
  readonly codings?: SimulatorRules['codings'];
  readonly headers?: JsonObject;
  readonly transport?: Partial<SimulatorRules['transport']>;
  readonly store: { readonly resources: readonly JsonValue[]; readonly series?: readonly JsonObject[] };
  readonly let?: SimulatorRules['let'];
  readonly amend?: SimulatorRules['amend'];
  readonly replies?: SimulatorRules['replies'];
  readonly defects?: Readonly<Record<string, Partial<Defect> & Pick<Defect, 'title' | 'patch'>>>;
  readonly insensitive?: SimulatorDefinition['insensitive'];
}

/**
 * Loads the simulator in `file`, as `suites/uec-booking/provider.simulator.yaml`. Pure: `files` holds it and `fixtures/<api>`, where the
 * resources are that it names. The rules with the patch of each defect are checked as the rules themselves are.
 */
export function loadSimulator(files: FileSet, file: string): LoadedSimulator {
  const findings: Diagnostic[] = [];
  const definition = load(files, file, (finding) => findings.push(finding));
  const diagnostics = distinct(findings);
  return definition === undefined || diagnostics.some(isError) ? { diagnostics } : { definition, diagnostics };
}

function load(files: FileSet, file: string, report: Report): SimulatorDefinition | undefined {
  const declared = read(files, file, report);
  if (declared === undefined) return undefined;
  const { simulator: id, title, api, fhir: fhirVersion, insensitive = {} } = declared.value;
  const faults: Diagnostic[] = [];
  const rules = rulesOf(declared, templatesIn(`fixtures/${api}`, openedFiles(files)), (fault) => faults.push(fault));
  const check = expressionCheck(fhirVersion);
  checkSimulator(rules, check, declared.locate, (fault) => faults.push(fault));
  for (const fault of faults) report(fault);
  // With the patch of a defect, faulty rules would have the same faults again.
  for (const [, defect] of faults.length > 0 ? [] : members(member(declared, 'defects'))) {
    const patch = member(defect, 'patch');
    if (patch !== undefined) checkPatch(declared, rules, patch, check, report);
  }
  const defects = Object.entries(declared.value.defects ?? {}).map(([name, defect]) => [name, defectOf(defect)]);
  return {
    id,
    title,
    api,
    fhirVersion,
    namespaces: namespacesOf(files, api),
    rules,
    defects: Object.fromEntries(defects),
    insensitive,
    places: placesOf(declared),
  };
}

/** They are declared with the interface, once for its suites and its simulators. */
function namespacesOf(files: FileSet, api: string): Namespaces {
  const file = `suites/${api}/api.yaml`;
  const { value } = readYaml(file, files.get(file) ?? new Uint8Array());
  const declared = isJsonObject(value) && isJsonObject(value.namespaces) ? Object.entries(value.namespaces) : [];
  return Object.fromEntries(declared.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function placesOf(declared: Located<DeclaredSimulator>): SimulatorDefinition['places'] {
  const parts = [member(declared, 'interactions'), member(declared, 'checks'), member(declared, 'replies')];
  const found = parts.flatMap((part) => members<unknown>(part)).map(([, one]) => [one.pointer, keyOf(one)] as const);
  return Object.fromEntries(found);
}

let compiled: Validate | undefined;
const validate: Validate = (value) => {
  compiled ??= compileSchema(SIMULATOR_SCHEMA);
  return compiled(value);
};

function read(files: FileSet, file: string, report: Report): Located<DeclaredSimulator> | undefined {
  const bytes = files.get(file);
  if (bytes === undefined) {
    report(errorAt({ file, line: 1, column: 1 }, 'FILE_NOT_FOUND', `There is no ${file}`));
    return undefined;
  }
  const { value, locate, diagnostics } = readYaml(file, bytes);
  for (const finding of diagnostics) report(finding);
  if (value === undefined) return undefined;
  const problems = diagnosticsOf(validate(value), locate);
  for (const problem of problems) report(problem);
  // The schema has just said that the value has this shape.
  return problems.length > 0 ? undefined : { value: value as unknown as DeclaredSimulator, pointer: '', locate };
}

/** The rules with defaults and with the resources that are named by file. */
function rulesOf(declared: Located<DeclaredSimulator>, templates: Templates, report: Report): SimulatorRules {
  const {
    formats,
    codings = [],
    headers = {},
    transport = {},
    outcome,
    search,
    let: names = {},
    refusals,
    checks,
    amend = {},
    replies = {},
  } = declared.value;
  const resource = (at: Located<JsonValue>): JsonObject => resourceOf(at, templates, report);
  const store = member(declared, 'store');
  const series = items(store && member(store, 'series')).map((one) => ({
    ...one.value,
    resource: resource({ ...one, value: one.value.resource ?? null, pointer: `${one.pointer}/resource` }),
  }));
  const interactions = members(member(declared, 'interactions')).map(([name, { value, pointer, locate }]) => {
    const filled = (template: JsonValue, at: string): JsonValue =>
      isFile(template) ? resource({ value: template, pointer: `${pointer}${at}`, locate }) : template;
    const { action, example } = value;
    return [
      name,
      {
        ...value,
        action: 'give' in action ? { give: filled(action.give, '/action/give') } : action,
        ...(example?.body === undefined
          ? {}
          : { example: { ...example, body: filled(example.body, '/example/body') } }),
      },
    ];
  });
  return {
    formats,
    codings,
    headers,
    transport: { tolerates: [], plainHttp: 'close', ...transport },
    outcome,
    // The schema has said what a series is.
    store: {
      resources: items(store && member(store, 'resources')).map(resource),
      series,
    } as unknown as SimulatorRules['store'],
    search,
    let: names,
    interactions: Object.fromEntries(interactions),
    refusals,
    checks,
    amend,
    replies,
  };
}

const isFile = (value: JsonValue): boolean => typeof value === 'string' && !value.includes('${');

/** A resource given in place, or in a file of fixtures. */
function resourceOf(at: Located<JsonValue>, templates: Templates, report: Report): JsonObject {
  if (isJsonObject(at.value)) return at.value;
  const body = bodyOf(at, templates, report);
  if (body === undefined) return {};
  const template = (body as { readonly template?: JsonValue }).template;
  if (isJsonObject(template) && typeof template.resourceType === 'string') return template;
  report(errorAt(sourceOf(at), 'NOT_A_RESOURCE', `${String(at.value)} holds no FHIR resource in JSON`));
  return {};
}

const defectOf = (defect: Partial<Defect> & Pick<Defect, 'title' | 'patch'>): Defect => ({
  fails: [],
  errors: [],
  ...defect,
});

/** Whether the patch of a defect finds its places, and leaves a simulator that is as sound as the one without it. */
function checkPatch(
  declared: Located<DeclaredSimulator>,
  rules: SimulatorRules,
  patch: Located<readonly Change[]>,
  check: CheckExpression,
  report: Report,
): void {
  const { simulator, title, api, fhir } = declared.value;
  let current = rules as unknown as JsonValue;
  for (const change of items(patch)) {
    const next = patched(current, [change.value]);
    if (next === undefined) {
      const hint = 'Places are written as JSON pointers, as /checks/token-expired.';
      report(errorAt(sourceOf(change), 'MUTATION_WITHOUT_EFFECT', 'The rules have no such place', hint));
      return;
    }
    current = next;
  }
  const problems = validate({ simulator, title, api, fhir, ...(current as JsonObject) });
  const atPatch = (): SourceRef => sourceOf(patch);
  for (const finding of diagnosticsOf(problems, atPatch)) report(finding);
  if (problems.length === 0) checkSimulator(current as unknown as SimulatorRules, check, atPatch, report);
}
