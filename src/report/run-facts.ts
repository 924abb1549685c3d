import { canonicalJson } from '../model/canonical-json.ts';
import { counted, grouped } from '../model/counted.ts';
import { sha256 } from '../model/digest.ts';
import { isPolicy } from '../model/redaction-policy.ts';
import { refusedInWords } from '../model/refusal.ts';
import type { RunResult } from '../model/result.ts';
import type { Resumption } from '../model/resumption.ts';
import { duration, instant } from './numbers.ts';
import type { ReportInput } from './report-format.ts';

/** A part of a value: text of any origin, or a digest in hex. */
type FactPart = { readonly text: string } | { readonly digest: string };

/** A name and its value, which has a line for each of its items. */
export interface RunFact {
  readonly name: string;
  readonly lines: readonly (readonly FactPart[])[];
  /** It stands on the first page, where there are pages. */
  readonly first?: true;
}

/** What identifies a run, so that a report can be matched with its evidence. */
export function runFacts({ result, plan, signer }: ReportInput, resultsDigest: string): readonly RunFact[] {
  const { engine, startedAt, finishedAt, redactions } = result;
  return [
    text('Run', result.runId),
    text('Started', instant(startedAt)),
    text('Finished', finishedAt === undefined ? 'not finished' : instant(finishedAt)),
    ...(result.resumed === undefined ? [] : [text('Stopped and resumed', result.resumed.map(resumedWords).join('. '))]),
    first(digest('Digest of results.json (SHA-256)', resultsDigest)),
    digest('Digest of the plan (SHA-256)', result.planDigest),
    first({ name: 'Suites', lines: [suiteParts(plan)] }),
    text('Harness', `${engine.name} ${engine.version}, Node.js ${engine.nodeMajor}`),
    digest('Digest of the harness (SHA-256)', engine.digest),
    ...(plan.api.fhirVersion === undefined
      ? []
      : [{ name: 'Official definitions', lines: packageLines(plan.packages) }]),
    first({ name: 'Sealed by, as claimed', lines: [signerParts(signer)] }),
    text('Time', timeWords(plan)),
    text('Text of the reviewer for this run (nonce)', plan.nonce ?? 'none was given'),
    text('Waited because the system asked for it', waitWords(result.heldBack)),
    ...(result.sut.role === 'client' ? [text('Clients turned away', refusedWords(result))] : []),
    first(
      text(
        'Values replaced by stand-ins',
        `${grouped(redactions)}${classWords(result)}; ${counted(restingOnReplaced(result), 'assertion rests', 'assertions rest')} on one`,
      ),
    ),
    ...policyFact(plan),
    ...(plan.testPatients
      ? [text('Test patients outside the range for tests (999), as stated', plan.testPatients.join(', '))]
      : []),
  ];
}

/** The suites are known by the files that the plan was made from: the digest is that of their list as canonical JSON. */
const suiteParts = ({ api, cases, inputs }: ReportInput['plan']): readonly FactPart[] => [
  {
    text: `${counted(new Set(cases.map(({ suite }) => suite)).size, 'suite')} of ${api.id} ${api.version}, SHA-256 of the list of their files `,
  },
  { digest: sha256(canonicalJson(inputs)) },
];

const classWords = ({ redactedValues = {} }: RunResult): string => {
  const counts = Object.entries(redactedValues).sort(([one], [other]) => (one < other ? -1 : 1));
  return counts.length === 0 ? '' : `: ${counts.map(([kind, count]) => `${kind} ${grouped(count)}`).join(', ')}`;
};

/** The policies are among the inputs of the plan; the line is left out where only what always holds was redacted. */
function policyFact({ redaction, inputs }: ReportInput['plan']): readonly RunFact[] {
  if (redaction === undefined) return [];
  const rules = Object.values(redaction).reduce((sum, named) => sum + Object.keys(named ?? {}).length, 0);
  const files = inputs.filter(({ path }) => isPolicy(path));
  const lines = files.map(({ path, sha256: digest }) => [{ text: `${path} ` }, { digest }]);
  return [
    { name: 'Redacted beside what always is', lines: [[{ text: `by ${counted(rules, 'rule')}, in` }], ...lines] },
  ];
}

const first = (fact: RunFact): RunFact => ({ ...fact, first: true });
const text = (name: string, value: string): RunFact => ({ name, lines: [[{ text: value }]] });
const digest = (name: string, value: string): RunFact => ({ name, lines: [[{ digest: value }]] });

function resumedWords({ at, tornBytes, unnamed }: Resumption): string {
  const torn = tornBytes > 0 ? `; a last line of ${counted(tornBytes, 'byte')} was cut short and taken away` : '';
  const lost = unnamed.length > 0 ? `; ${counted(unnamed.length, 'message')} that no line names taken away` : '';
  return `${instant(at)}${torn}${lost}`;
}

const waitWords = ({ times, waitedMs }: RunResult['heldBack']): string =>
  times === 0 ? 'never' : `${duration(waitedMs)} in all, ${counted(times, 'request')} held back`;

const refusedWords = ({ refused }: RunResult): string => (refused.length === 0 ? 'none' : refusedInWords(refused));

function packageLines(packages: ReportInput['plan']['packages']): RunFact['lines'] {
  if (packages.length === 0)
    return [[{ text: "none beside those of FHIR; Assay's own rules stood for the profiles of the interface" }]];
  return packages.map(({ file, name, version, sha256 }) => [
    { text: `${name === undefined ? file : [name, version].filter(Boolean).join(' ')} ` },
    { digest: sha256 },
  ]);
}

/** A report is made before the seal, so it can say what was asked for, and not what came. */
export const timeWords = ({ timeAuthority }: Pick<ReportInput['plan'], 'timeAuthority'>): string =>
  timeAuthority === undefined
    ? 'not time-stamped: all times are stated by the supplier'
    : `by the clock of the harness; a time-stamp of the seal was asked for from ${timeAuthority}`;

function signerParts(signer: ReportInput['signer']): readonly FactPart[] {
  if (signer === undefined) return [{ text: 'not known when this report was made' }];
  const doubt = signer.selfSigned ? ' (self-signed: nobody vouches for the name)' : '';
  return [{ text: `${signer.subject}${doubt}, certificate ` }, { digest: signer.fingerprint }];
}

const restingOnReplaced = ({ cases }: RunResult): number =>
  cases
    .flatMap(({ steps }) => steps)
    .flatMap(({ assertions }) => assertions)
    .filter(({ restsOn }) => restsOn.length > 0).length;
