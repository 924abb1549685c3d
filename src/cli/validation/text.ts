import { counted, grouped } from '../../model/counted.ts';
import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { CodeFrames } from '../code-frame.ts';
import { colour } from '../colour.ts';
import { printable } from '../terminal.ts';
import { wrap } from '../wrap.ts';
import { countSeverities, type SeverityCounts, wasStopped } from './counts.ts';
import { type ChosenVersion, DEFAULT_VERSION, type Examined } from './examine.ts';

const NAMES: Readonly<Record<FhirVersion, string>> = { stu3: 'STU3', r4: 'R4' };

/**
 * A resource for people: the verdict, and each finding with its place. What was not checked is only counted here.
 *
 * ```
 * ✘ invalid  patient.json  Patient, STU3 (default): 1 error
 *
 *   patient.json:7:3  error BINDING  Patient.gender
 *   "F" is not in the value set http://hl7.org/fhir/ValueSet/administrative-gender (required)
 *     6 |   "birthDate": "1980-02-29",
 *   > 7 |   "gender": "F",
 *       |   ^^^^^^^^
 *     8 |   "active": true
 *   rule: http://hl7.org/fhir/StructureDefinition/Patient|3.0.2#Patient.gender
 * ```
 */
export function resourceLines(examined: Examined, frames: CodeFrames, columns: number): readonly string[] {
  const said = examined.diagnostics.filter(({ severity }) => severity !== 'not-checked');
  return [
    verdictLine(examined),
    ...said.flatMap((diagnostic) => [
      '',
      ...findingLines(diagnostic, examined.file, frames, columns - INDENT.length).map(indented),
    ]),
    ...(said.length > 0 ? [''] : []),
  ];
}

const INDENT = '  ';
const indented = (line: string): string => (line === '' ? line : INDENT + line);

function verdictLine({ file, line, resourceType, fhir, profiles, diagnostics }: Examined): string {
  const counts = countSeverities(diagnostics);
  const place = line === undefined ? file : `${file}:${line}`;
  const what =
    resourceType === undefined
      ? 'no resource'
      : [printable(resourceType), versionText(fhir), ...profiles.flatMap(profileText)].join(', ');
  const found = countTexts(counts).join(', ');
  return `${verdict(diagnostics)}  ${colour.bold(printable(place))}  ${what}${found === '' ? '' : `: ${found}`}`;
}

/** Valid is only what was checked in every respect. */
function verdict(diagnostics: readonly Diagnostic[]): string {
  const counts = countSeverities(diagnostics);
  if (counts.error > 0) return colour.red('✘ invalid');
  if (wasStopped(diagnostics)) return colour.red('✘ stopped');
  return counts['not-checked'] > 0 ? colour.green('✔ no errors') : colour.green('✔ valid');
}

/** `R4 (meta.profile)`; the whole URL stands in the machine output. */
function versionText({ version, basis, by = '' }: ChosenVersion): string {
  const why = {
    asked: '--fhir',
    told: by.split(' ')[0] ?? '',
    structure: `${by} does not fit ${NAMES[DEFAULT_VERSION]}`,
    default: 'default',
  }[basis];
  return `${NAMES[version]} (${printable(why)})`;
}

/** A profile that the resource was checked against, by its last name. */
function profileText({ url, checked }: Examined['profiles'][number]): readonly string[] {
  if (checked === 'unknown') return [];
  const name = printable(url.replace(/^.*\//, ''));
  return [checked === 'official' ? name : `${name} by Assay's rules`];
}

const PAINTS: Readonly<Record<Severity, (text: string) => string>> = {
  error: colour.red,
  warning: colour.yellow,
  information: colour.cyan,
  'not-checked': colour.magenta,
};

function findingLines(diagnostic: Diagnostic, file: string, frames: CodeFrames, columns: number): readonly string[] {
  const { code, severity, message, hint, location, rule } = diagnostic;
  const source = location?.source;
  const head = [
    colour.bold(printable(source ? `${source.file}:${source.line}:${source.column}` : file)),
    PAINTS[severity](`${severity} ${code}`),
    ...(location?.fhirpath === undefined ? [] : [printable(location.fhirpath)]),
  ];
  return [
    head.join('  '),
    ...wrap(printable(message), columns),
    ...(source ? frames(source, columns) : []),
    ...(hint === undefined ? [] : hanging('hint: ', hint, columns)),
    ...(rule === undefined ? [] : hanging('rule: ', rule, columns)),
  ];
}

/** How many there were of everything, and once each what was not checked and why. */
export function summaryLines(all: readonly Examined[], columns: number): readonly string[] {
  const diagnostics = all.flatMap((one) => one.diagnostics);
  const counts = countSeverities(diagnostics);
  const files = new Set(all.map(({ file }) => file)).size;
  const resources = files === all.length ? [] : [counted(all.length, 'resource')];
  const totals = [
    counted(files, 'file'),
    ...resources,
    counted(counts.error, 'error'),
    counted(counts.warning, 'warning'),
  ];
  return [
    [...totals, `${grouped(counts['not-checked'])} not checked`].join(', '),
    ...timesEach(diagnostics.filter(({ severity }) => severity === 'not-checked')).flatMap(([reason, times]) =>
      hanging(`${String(times).padStart(5)} × `, reason, columns),
    ),
  ];
}

/** The messages and how often each was given, the most frequent first. A number in front differs from resource to resource. */
function timesEach(diagnostics: readonly Diagnostic[]): readonly (readonly [message: string, times: number])[] {
  const times = new Map<string, number>();
  for (const diagnostic of diagnostics) {
    const message = diagnostic.message.replace(/^\d+ /, '');
    times.set(message, (times.get(message) ?? 0) + 1);
  }
  return [...times].sort(([, a], [, b]) => b - a);
}

/** A text behind its head; further lines begin where the text began. */
function hanging(head: string, text: string, columns: number): readonly string[] {
  const [first = '', ...others] = wrap(printable(text), columns - head.length);
  return [colour.dim(head) + first, ...others.map((line) => ' '.repeat(head.length) + line)];
}

/** What there is of each severity. */
const countTexts = (counts: SeverityCounts): readonly string[] => [
  ...(counts.error > 0 ? [colour.red(counted(counts.error, 'error'))] : []),
  ...(counts.warning > 0 ? [colour.yellow(counted(counts.warning, 'warning'))] : []),
  ...(counts.information > 0 ? [`${grouped(counts.information)} for information`] : []),
  ...(counts['not-checked'] > 0 ? [`${grouped(counts['not-checked'])} not checked`] : []),
];
