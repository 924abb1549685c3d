import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { RedactionPolicy } from '../model/redaction-policy.ts';
import { REDACTION_FILE } from '../model/supplier-file.ts';
import { WAIVERS_FILE } from '../model/waiver.ts';
import type { Validate } from '../schema/compile.ts';
import { diagnosticsOf } from '../schema/problem.ts';
import { readYaml } from '../schema/read-yaml.ts';
import type {
  DeclaredApi,
  DeclaredRequirements,
  DeclaredSubmission,
  DeclaredSuite,
  DeclaredTest,
  DeclaredWaivers,
} from './declared.ts';
import { expandEach } from './each.ts';
import { errorAt, items, type Located, member, type Report, sourceOf } from './located.ts';
import type { OpenedFiles } from './opened-files.ts';
import type { Validators } from './validators.ts';

/** A suite file of which the frame is sound. */
export interface SuiteSource {
  readonly declared: Located<DeclaredSuite>;
  /** Those without faults. */
  readonly tests: readonly Located<DeclaredTest>[];
}

/** The files of an interface as read and compared with their schemas; what has faults is left out. */
export interface Sources {
  readonly api?: Located<DeclaredApi>;
  readonly requirements?: Located<DeclaredRequirements>;
  readonly submission?: Located<DeclaredSubmission>;
  readonly waivers?: Located<DeclaredWaivers>;
  /** Of the interface. */
  readonly redaction?: Located<RedactionPolicy>;
  /** Of the supplier. */
  readonly addedRedaction?: Located<RedactionPolicy>;
  readonly suites: readonly SuiteSource[];
  /** Ids of the tests that were left out. */
  readonly faulty: ReadonlySet<string>;
}

export function readSources(files: OpenedFiles, folder: string, validators: Validators, report: Report): Sources {
  const apiFile = `${folder}/api.yaml`;
  if (!files.paths.includes(apiFile)) {
    report(errorAt({ file: apiFile, line: 1, column: 1 }, 'FILE_NOT_FOUND', `There is no ${apiFile}`));
  }
  const api = read<DeclaredApi>(apiFile, files, validators.api, report);
  const requirements = read<DeclaredRequirements>(
    `${folder}/requirements.yaml`,
    files,
    validators.requirements,
    report,
  );
  const submission = read<DeclaredSubmission>(`${folder}/submission.yaml`, files, validators.submission, report);
  const waivers = read<DeclaredWaivers>(WAIVERS_FILE, files, validators.waivers, report);
  const redaction = read<RedactionPolicy>(`${folder}/redaction.yaml`, files, validators.redaction, report);
  const addedRedaction = read<RedactionPolicy>(REDACTION_FILE, files, validators.redaction, report);
  const suiteFiles = files.paths.filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.suite.yaml'));
  if (api !== undefined && suiteFiles.length === 0) {
    report(errorAt(sourceOf(api), 'NO_TESTS', 'The interface has no suites'));
  }
  const faulty = new Set<string>();
  const suites = suiteFiles.flatMap((file) => readSuite(file, files, validators.suite, faulty, report) ?? []);
  return {
    ...(api === undefined ? {} : { api }),
    ...(requirements === undefined ? {} : { requirements }),
    ...(submission === undefined ? {} : { submission }),
    ...(waivers === undefined ? {} : { waivers }),
    ...(redaction === undefined ? {} : { redaction }),
    ...(addedRedaction === undefined ? {} : { addedRedaction }),
    suites,
    faulty,
  };
}

type Faulty = Set<string>;
type Expand = typeof expandEach;

const asItIs: Expand = (value, locate) => ({ value, locate });

/** A file compared with its schema; undefined when it is absent or no YAML. */
function compared(file: string, files: OpenedFiles, validate: Validate, report: Report, expand: Expand = asItIs) {
  const bytes = files.open(file);
  if (bytes === undefined) return undefined;
  const yaml = readYaml(file, bytes);
  for (const finding of yaml.diagnostics) report(finding);
  if (yaml.value === undefined) return undefined;
  const { value, locate } = expand(yaml.value, yaml.locate, report);
  const problems = validate(value);
  for (const finding of diagnosticsOf(problems, locate)) report(finding);
  return { value, locate, problems };
}

function read<T>(file: string, files: OpenedFiles, validate: Validate, report: Report): Located<T> | undefined {
  const found = compared(file, files, validate, report);
  if (found === undefined || found.problems.length > 0) return undefined;
  // The schema has just said that the value has this shape.
  return { value: found.value as T, pointer: '', locate: found.locate };
}

const IN_TEST = /^\/tests\/(\d+)(\/|$)/;

function readSuite(
  file: string,
  files: OpenedFiles,
  validate: Validate,
  faulty: Faulty,
  report: Report,
): SuiteSource | undefined {
  const found = compared(file, files, validate, report, expandEach);
  if (found === undefined) return undefined;
  const { value, locate, problems } = found;
  const faults = problems.map(({ pointer }) => IN_TEST.exec(pointer)?.[1]);
  const isFrameSound = !faults.includes(undefined);
  const isSound = (_: unknown, index: number): boolean => isFrameSound && !faults.includes(String(index));
  for (const id of idsOf(value).filter((_, index) => !isSound(_, index))) faulty.add(id);
  if (!isFrameSound) return undefined;
  // The schema has said that the frame has this shape, and those tests that are kept.
  const declared = { value: value as unknown as DeclaredSuite, pointer: '', locate };
  return { declared, tests: items(member(declared, 'tests')).filter(isSound) };
}

/** The ids of the tests of whatever was read as a suite. */
function idsOf(value: JsonValue): readonly string[] {
  if (!isJsonObject(value) || !Array.isArray(value.tests)) return [];
  return value.tests.map((test: JsonValue) => (isJsonObject(test) && typeof test.id === 'string' ? test.id : ''));
}
