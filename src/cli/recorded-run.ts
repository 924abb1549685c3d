import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { unpackBag } from '../evidence/format/bag-archive.ts';
import { JOURNAL, PAYLOAD, PLAN, RESULTS } from '../evidence/format/bundle-layout.ts';
import { rejected } from '../evidence/format/finding.ts';
import { readPlanFacts } from '../evidence/format/run-files.ts';
import { outcomeOf } from '../evidence/verify/verification.ts';
import { verifyIntact } from '../evidence/verify/verify.ts';
import { fold } from '../journal/fold.ts';
import { readJournal } from '../journal/read-journal.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import { type FileSet, sha256 } from '../model/digest.ts';
import type { JournalLine } from '../model/event.ts';
import { EXIT, type ExitCode } from '../model/exit-code.ts';
import type { RunPlan } from '../model/plan.ts';
import type { ReportInput, SignerClaim } from '../report/report-format.ts';
import { readBundle } from './bundle-file.ts';
import { readFolder } from './evidence-folder.ts';

/** A run that is over, as reports get it. */
export interface RecordedRun {
  readonly input: ReportInput;
  /** SHA-256 of the `results.json` that was recorded; of what it would be where there is none. */
  readonly resultsDigest: string;
  /** What whoever reads the reports should know of the record. */
  readonly notes: readonly Diagnostic[];
}

export interface NoRun {
  readonly problems: readonly Diagnostic[];
  readonly exit: ExitCode;
}

/**
 * The run that a sealed bundle or the folder of a run holds. A bundle that is not as it was sealed, and a folder whose journal or messages
 * contradict each other, are refused as invalid evidence; who sealed the bundle is not asked.
 */
export async function readRun(path: string, cwd: string): Promise<RecordedRun | NoRun> {
  const place = resolve(cwd, path);
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? fromFolder(path, readFolder(place)) : fromBundle(path, cwd);
}

async function fromBundle(path: string, cwd: string): Promise<RecordedRun | NoRun> {
  const archive = await readBundle(path, cwd);
  if ('problem' in archive) return refused([archive.problem], EXIT.usage);
  const { findings, facts } = verifyIntact(archive.bytes);
  const bag = unpackBag(archive.bytes);
  const wrong = 'findings' in bag ? bag.findings : findings;
  if ('findings' in bag || outcomeOf(wrong) === 'rejected') return refused(wrong, EXIT.evidenceInvalid);
  const { signer } = facts;
  const claim = signer && { subject: signer.subject, fingerprint: signer.fingerprint, selfSigned: signer.selfSigned };
  return recorded(payloadOf(bag.value.files), claim);
}

function fromFolder(path: string, files: FileSet): RecordedRun | NoRun {
  return files.has(PLAN) && files.has(JOURNAL) ? recorded(files) : refused([noRun(path)], EXIT.usage);
}

function recorded(files: FileSet, signer?: SignerClaim): RecordedRun | NoRun {
  const bytes = files.get(PLAN) ?? new Uint8Array();
  const facts = readPlanFacts(bytes, PLAN);
  if ('findings' in facts) return refused(facts.findings, EXIT.evidenceInvalid);
  // Its schema says that it is a plan, and the journal is bound to these bytes by their digest.
  const plan = JSON.parse(Buffer.from(bytes).toString()) as RunPlan;
  const { lines, diagnostics } = readJournal(files.get(JOURNAL) ?? new Uint8Array());
  const wrong = [...diagnostics.filter(isError), ...strangers(lines, sha256(bytes)), ...changedMessages(lines, files)];
  if (wrong.length > 0 || lines.length === 0) return refused([...wrong, ...diagnostics], EXIT.evidenceInvalid);
  const result = fold(plan, lines);
  const input = { result, plan, files, ...(signer && { signer }) };
  const stored = files.get(RESULTS);
  const resultsDigest = sha256(stored ?? canonicalJson(result));
  const differs = resultsDigest !== sha256(canonicalJson(result));
  return { input, resultsDigest, notes: [...diagnostics, ...(differs ? [otherResults(plan)] : [])] };
}

function strangers(lines: readonly JournalLine[], planDigest: string): readonly Diagnostic[] {
  return lines.flatMap(({ event }) =>
    event.type === 'run-started' && event.planDigest !== planDigest
      ? [rejected('PLAN_MISMATCH', 'The journal is not of this plan', { file: PLAN })]
      : [],
  );
}

/** Messages that are not those which the journal records. One that is missing is, too. */
function changedMessages(lines: readonly JournalLine[], files: FileSet): readonly Diagnostic[] {
  const messages = lines.flatMap(({ event }) =>
    event.type === 'exchange-recorded' ? [event.exchange.request, event.exchange.response] : [],
  );
  return messages
    .filter((message) => message !== undefined)
    .filter((message) => sha256(files.get(message.file) ?? new Uint8Array()) !== message.sha256)
    .map(({ file }) => rejected('EXCHANGE_MISMATCH', 'It is not the message that the journal records', { file }));
}

const payloadOf = (files: FileSet): FileSet =>
  new Map(
    [...files].filter(([path]) => path.startsWith(PAYLOAD)).map(([path, bytes]) => [path.slice(PAYLOAD.length), bytes]),
  );

const refused = (problems: readonly Diagnostic[], exit: ExitCode): NoRun => ({ problems, exit });

const noRun = (path: string): Diagnostic => ({
  code: 'NOT_A_BUNDLE',
  severity: 'error',
  message: `${path} is not the folder of a run: it holds no ${PLAN} and ${JOURNAL}`,
  hint: 'Name a sealed bundle, a file that ends in .evidence.zip, or the folder of its run that lies beside it.',
});

const otherResults = ({ engine }: RunPlan): Diagnostic => ({
  code: 'ENGINE_DIFFERS',
  severity: 'warning',
  message: `${RESULTS} is not what this Assay makes of the journal; Assay ${engine.version} wrote it`,
  hint: 'assay replay says what differs.',
});
