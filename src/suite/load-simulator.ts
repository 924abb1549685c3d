import { patched } from '../message/patch.ts';
import { type Diagnostic, isError, type SourceRef } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Change, Defect, SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import type { Namespaces } from '../model/suite.ts';
import { compileSchema, type Validate } from '../schema/compile.ts';
import { diagnosticsOf } from '../schema/problem.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { templatesIn } from './body-template.ts';
import { checkSimulator, type Spoken, spokenBy } from './check-simulator.ts';
import { distinct } from './findings.ts';
import { errorAt, items, keyOf, type Located, member, members, type Report, sourceOf } from './located.ts';
import { openedFiles } from './opened-files.ts';
import { SIMULATOR_SCHEMA } from './schema/simulator-schema.ts';
import { type DeclaredSimulator, rulesOf } from './simulator-rules.ts';

export interface LoadedSimulator {
  /** Absent when there is any error. */
  readonly definition?: SimulatorDefinition;
  /** Each once, sorted by file and position. */
  readonly diagnostics: readonly Diagnostic[];
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
  const namespaces = namespacesOf(files, api);
  const spoken = spokenBy(fhirVersion, namespaces);
  checkSimulator(rules, spoken, declared.locate, (fault) => faults.push(fault));
  for (const fault of faults) report(fault);
  // With the patch of a defect, faulty rules would have the same faults again.
  for (const [, defect] of faults.length > 0 ? [] : members(member(declared, 'defects'))) {
    const patch = member(defect, 'patch');
    if (patch !== undefined) checkPatch(declared, rules, patch, spoken, report);
  }
  const defects = Object.entries(declared.value.defects ?? {}).map(([name, defect]) => [name, defectOf(defect)]);
  return {
    id,
    title,
    api,
    ...(fhirVersion && { fhirVersion }),
    namespaces,
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
  spoken: Spoken,
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
  const problems = validate({ simulator, title, api, ...(fhir && { fhir }), ...(current as JsonObject) });
  const atPatch = (): SourceRef => sourceOf(patch);
  for (const finding of diagnosticsOf(problems, atPatch)) report(finding);
  if (problems.length === 0) checkSimulator(current as unknown as SimulatorRules, spoken, atPatch, report);
}
