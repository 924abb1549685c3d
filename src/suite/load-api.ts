import type { Definitions } from '../fhir/definitions/definitions.ts';
import { createValidator } from '../fhir/validator.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import type { FileSet } from '../model/digest.ts';
import type { PackageUse } from '../model/plan.ts';
import type { RedactionPolicy } from '../model/redaction-policy.ts';
import type { Api, TestSuite } from '../model/suite.ts';
import type { Waiver } from '../model/waiver.ts';
import { apiOf } from './api.ts';
import { templatesIn } from './body-template.ts';
import { caseOf } from './case.ts';
import { checkMutations } from './check-mutations.ts';
import { checkNames } from './check-names.ts';
import { checkCoverage, checkRequirementIds } from './check-requirements.ts';
import { checkScope } from './check-scope.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkSettings } from './check-settings.ts';
import { checkStages } from './check-stages.ts';
import { checkTokens } from './check-tokens.ts';
import { cleanUpsOf } from './clean-up.ts';
import type { Setting } from './declared.ts';
import { definitionsOf } from './definitions.ts';
import { distinct } from './findings.ts';
import { SUITE_LANGUAGE } from './language.ts';
import { type Language, type Library, libraryOf } from './library.ts';
import { type Report, sourceOf } from './located.ts';
import { type OpenedFiles, openedFiles } from './opened-files.ts';
import { checkRedaction, redactionOf } from './redaction.ts';
import { idleSelectors, type Selectors } from './selection.ts';
import { readSources, type Sources, type SuiteSource } from './sources.ts';
import { stagesOf } from './stages.ts';
import { stageCase } from './staging.ts';
import { type Tests, testsOf } from './tests.ts';
import { validatorsOf } from './validators.ts';
import { checkWaivers, waiversOf } from './waivers.ts';

/** One interface with its suites, ready to be planned. */
export interface LoadedApi {
  readonly api: Api;
  /** In the order of their paths. */
  readonly suites: readonly TestSuite[];
  /** What a configuration is asked for, in this order. */
  readonly settings: readonly Setting[];
  readonly packages: readonly PackageUse[];
  /** Of `waivers.yaml` beside `suites`; empty without it. */
  readonly waivers: readonly Waiver[];
  /** Of `redaction.yaml` of the interface and of that beside `suites`; absent without them. */
  readonly redaction?: RedactionPolicy;
  /** Its profiles and packages, for validating. */
  readonly definitions: Definitions;
  /** Every file that was read: loading these alone gives the same again. */
  readonly inputs: FileSet;
}

export interface Loaded {
  /** Absent when there is any error. */
  readonly loaded?: LoadedApi;
  /** Each once, sorted by file and position. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the interface in `folder`, as `suites/uec-booking`, with its suites and the templates they send. Pure: `files` holds that
 * folder, `fixtures/<api>` and the archives in `packages`. Tables, fragments, checks and twins are put in place, so that each case says all that it does.
 * A selector that fits no case is told before anything is built, which takes its time.
 */
export function loadApi(all: FileSet, folder: string, selectors: Selectors = { filter: [], tags: [] }): Loaded {
  const findings: Diagnostic[] = [];
  const report: Report = (finding) => findings.push(finding);
  const files = openedFiles(all);
  const sources = readSources(files, folder, validatorsOf(SUITE_LANGUAGE.kinds), report);
  const idle = findings.some(isError) ? [] : idleSelectors(sources.suites.map(namesIn), selectors);
  if (idle.length > 0) return { diagnostics: idle };
  const loaded = sources.api === undefined ? undefined : build(sources, sources.api, files, SUITE_LANGUAGE, report);
  checkSecrets(files.opened, report);
  checkRequirementIds(sources, report);
  checkRedaction(sources, report);
  if (loaded !== undefined && !findings.some(isError)) {
    checkCoverage(sources, loaded.suites, report);
    checkStages(sources, loaded.suites, report);
    checkWaivers(sources, loaded.api.requirements, loaded.suites, report);
  }
  const diagnostics = distinct(findings);
  return loaded === undefined || diagnostics.some(isError) ? { diagnostics } : { loaded, diagnostics };
}

const namesIn = ({ declared, tests }: SuiteSource) => ({
  id: declared.value.suite,
  cases: tests.map(({ value }) => value),
});

function build(
  sources: Sources,
  declared: NonNullable<Sources['api']>,
  files: OpenedFiles,
  language: Language,
  report: Report,
): LoadedApi {
  const templates = templatesIn(`fixtures/${declared.value.api}`, files);
  const { profiles, packages, definitions } = definitionsOf(declared, files, report);
  const api = apiOf(declared, sources.requirements?.value.requirements ?? [], profiles, templates, report);
  const { problemOf } = createValidator(api.fhirVersion, definitions);
  const library = libraryOf(declared, api, { language, templates, problemOf });
  const tests = testsOf(sources, library, report);
  const cleanUps = cleanUpsOf(library, report);
  checkNames(sources, library, report);
  checkSettings(declared, report);
  checkTokens(declared, report);
  const redaction = redactionOf(sources);
  const suites = sources.suites.map((source) => suiteOf(source, tests, library, report));
  return {
    api: { ...api, cleanUps, stages: stagesOf(sources, suites) },
    suites,
    settings: declared.value.configure ?? [],
    packages,
    waivers: waiversOf(sources),
    ...(redaction && { redaction }),
    definitions,
    inputs: files.opened,
  };
}

function suiteOf({ declared, tests: own }: SuiteSource, tests: Tests, library: Library, report: Report): TestSuite {
  const { suite: id, title, api, role } = declared.value;
  const cases = own.flatMap((test) => {
    const staged = stageCase(test, tests, library, report);
    if (staged === undefined) return [];
    const assembled = caseOf(staged, library, report);
    checkScope(staged, assembled, library, report);
    checkMutations(staged, assembled, library.api, report);
    return [assembled];
  });
  return { id, title, api, role, source: sourceOf(declared), cases };
}
