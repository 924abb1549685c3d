import type { ConformancePackage } from '../../fhir/conformance-package.ts';
import { CORE_PREFIX, coreDefinitions, withoutVersion } from '../../fhir/definitions/store.ts';
import { createValidator } from '../../fhir/validator.ts';
import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import { EXIT, type ExitCode } from '../../model/exit-code.ts';
import type { FhirVersion } from '../../model/suite.ts';
import { suggestion } from '../../schema/suggestion.ts';
import { refuse } from '../command.ts';
import type { Context } from '../context.ts';
import { type OpenedPackages, openPackages } from '../open-packages.ts';
import type { Terminal } from '../terminal.ts';
import { wasStopped } from '../validation/counts.ts';
import { documentsOf } from '../validation/documents.ts';
import { DEFAULT_VERSION, type Examined, examine } from '../validation/examine.ts';
import { findInputs } from '../validation/inputs.ts';
import { validationJson } from '../validation/json.ts';
import { outcomeResource } from '../validation/outcome.ts';
import { resourceLines, summaryLines } from '../validation/text.ts';

export interface ValidateOptions {
  readonly fhir?: FhirVersion;
  /** Canonical URLs that every resource is to meet. */
  readonly profile: readonly string[];
  /** Folders, archives or single files with definitions. */
  readonly package: readonly string[];
  readonly json?: boolean;
  readonly outcome?: boolean;
  /** Milliseconds that a large resource may take. */
  readonly timeLimit?: number;
}

/** Validates FHIR resources: files, all files of folders, and standard input. What cannot be read is said before anything else. */
export async function validate(
  paths: readonly string[],
  options: ValidateOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, cwd } = context;
  if (options.json && options.outcome) return refuse([twoForms], terminal);
  const opening = openedOnce(options.package, cwd);
  const { packages, diagnostics } = await opening(options.fhir ?? DEFAULT_VERSION);
  const found = await findInputs(paths, context);
  const problems = [...found.diagnostics, ...diagnostics];
  refuse(problems, terminal);
  if (problems.some(isError)) return EXIT.usage;

  const all: Examined[] = [];
  for (const input of found.inputs) {
    for (const document of await documentsOf(input)) {
      const examined = await examine(document, {
        ...(options.fhir !== undefined && { version: options.fhir }),
        profiles: options.profile,
        ...(options.timeLimit !== undefined && { timeLimit: options.timeLimit }),
        validatorOf: async (version) => createValidator(version, await opening(version)),
      });
      const unknown = unknownProfiles(examined, options.profile, packages);
      if (unknown.length > 0) return refuse(unknown, terminal);
      all.push(examined);
      if (isForPeople(options)) print(resourceLines(examined, document.frames, terminal.columns), terminal);
    }
  }
  if (options.json) print([JSON.stringify(validationJson(all, packages))], terminal);
  else if (options.outcome) print([JSON.stringify(outcomeResource(all))], terminal);
  else print(summaryLines(all, terminal.columns), terminal);
  return exitCode(all.flatMap((one) => one.diagnostics));
}

/** An error is one whatever else there is; without any, a validation that was stopped is no success. */
function exitCode(diagnostics: readonly Diagnostic[]): ExitCode {
  if (diagnostics.some(isError)) return EXIT.systemUnderTestFailed;
  return wasStopped(diagnostics) ? EXIT.harness : EXIT.ok;
}

const isForPeople = ({ json, outcome }: ValidateOptions): boolean => !json && !outcome;

const print = (lines: readonly string[], terminal: Terminal): void => terminal.out(`${lines.join('\n')}\n`);

const twoForms: Diagnostic = {
  code: 'USAGE',
  severity: 'error',
  message: '--json and --outcome are two forms of the same findings',
  hint: 'Give one of them.',
};

/** XML is read by the rules of a version, so packages are opened for each version that a resource needs. */
function openedOnce(packages: readonly string[], cwd: string): (version: FhirVersion) => Promise<OpenedPackages> {
  const openings = new Map<FhirVersion, Promise<OpenedPackages>>();
  return (version) => {
    const opening = openings.get(version) ?? openPackages(packages, cwd, version);
    openings.set(version, opening);
    return opening;
  };
}

/** Profiles that the user asked for and nothing can be checked against: the command then says nothing of any resource. */
function unknownProfiles(
  { diagnostics, fhir }: Examined,
  asked: readonly string[],
  packages: readonly ConformancePackage[],
): readonly Diagnostic[] {
  const urls = asked.map(withoutVersion);
  return diagnostics.flatMap(({ code, message, rule = '' }) => {
    if (!urls.includes(rule)) return [];
    if (code === 'PROFILE_INVALID') return [{ code, severity: 'error', message }];
    return code === 'PROFILE_UNKNOWN' ? [notAtHand(rule, fhir.version, packages)] : [];
  });
}

function notAtHand(profile: string, version: FhirVersion, packages: readonly ConformancePackage[]): Diagnostic {
  const ofPackages = packages.flatMap(({ structures }) => [...structures.keys()]);
  const ofFhir = [...coreDefinitions(version).resourceTypes].map((type) => CORE_PREFIX + type);
  const meant = suggestion(profile, [...ofPackages, ...ofFhir]);
  return {
    code: 'PROFILE_UNKNOWN',
    severity: 'error',
    message: `The profile ${profile} is not at hand`,
    hint: meant === undefined ? 'Name the package that defines it with --package.' : `Did you mean "${meant}"?`,
  };
}
