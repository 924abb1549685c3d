import { type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { commitTo } from '../evidence/disclose/commitments.ts';
import { sealOpenings } from '../evidence/disclose/openings.ts';
import { committedIn } from '../evidence/disclose/redactions.ts';
import { bagParts } from '../evidence/format/bag-archive.ts';
import { EXCHANGES, REDACTIONS, SUITE } from '../evidence/format/bundle-layout.ts';
import type { Certificate } from '../evidence/format/certificate.ts';
import { readExchange } from '../evidence/replay/stored-exchange.ts';
import type { TokenSource } from '../evidence/seal/ask-for-token.ts';
import { loadSigner } from '../evidence/seal/load-signer.ts';
import { seal } from '../evidence/seal/seal.ts';
import type { SignerFiles } from '../evidence/seal/signer-files.ts';
import type { Validator } from '../fhir/validator.ts';
import type { Transport } from '../http/transport.ts';
import { continueJournal } from '../journal/continue-journal.ts';
import { factFiles } from '../journal/fact-files.ts';
import { fold } from '../journal/fold.ts';
import { createJournal, type Journal } from '../journal/journal.ts';
import { JOURNAL_FILE, readJournal } from '../journal/read-journal.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type FileSet, sha256 } from '../model/digest.ts';
import type { JournalEvent } from '../model/event.ts';
import type { Exchange, ExchangeRecord } from '../model/exchange.ts';
import type { RunPlan } from '../model/plan.ts';
import type { RunResult } from '../model/result.ts';
import type { TestSuite } from '../model/suite.ts';
import { Redactor } from '../redact/redactor.ts';
import { declarationsOf } from '../run/published.ts';
import type { ClientSide } from '../run/reception.ts';
import { type Resumed, resumedFrom } from '../run/resumed.ts';
import { runPlan } from '../run/run-plan.ts';
import { answering } from './answering.ts';
import { ANSWERS, type Answers } from './answers.ts';
import type { AskPerson } from './ask-person.ts';
import type { Attachments } from './attachments.ts';
import type { Context } from './context.ts';
import { createEvidenceFolder, type EvidenceFolder, evidenceFolderName } from './evidence-folder.ts';
import { liveIo } from './live-io.ts';
import { OPENINGS } from './openings-wanting.ts';
import { beginRunMemory, forgetRunMemory, type RunMemory } from './run-memory.ts';
import { ownSbom, SBOM_FILE } from './sbom.ts';
import { type Secrets, withSecrets } from './secret-references.ts';
import { signedReports } from './signed-reports.ts';
import type { StoppedRun } from './stopped-run.ts';
import { timeSource } from './time-source.ts';

export interface SessionRequest {
  readonly plan: RunPlan;
  /** All that the interface has, selected or not. */
  readonly suites: readonly TestSuite[];
  readonly validator: Validator;
  /** The files that the plan was made from; they go into the evidence as they are. */
  readonly inputs: FileSet;
  readonly secrets: Secrets;
  readonly transport: Transport;
  readonly evidence: string;
  readonly workers: number;
  readonly deadlineMs: number;
  readonly signer: SignerFiles;
  /** Authority that time-stamps the seal and the signature of the PDF. */
  readonly tsa?: URL;
  /** Least time between two requests of all workers. */
  readonly intervalMs?: number;
  /** Whether what the cases made is undone or kept; neither, when the system under test ends with the run. */
  readonly afterwards?: 'undo' | 'keep';
  /** Whom the openings of redacted values are kept for; without one they are thrown away. */
  readonly recipient?: KeyObject;
  /** Present when a client is tested. */
  readonly client?: ClientSide;
  /** The run that goes on; its folder is gone on with. */
  readonly stopped?: StoppedRun;
  /** Answers that were given beforehand. */
  readonly answers?: Answers;
  /** Answers what else is asked; absent when there is nobody. */
  readonly ask?: AskPerson;
  /** Files that were opened for this run, and which of them belong to which case as a whole. */
  readonly attaching?: { readonly attachments: Attachments; readonly byCase: ReadonlyMap<string, readonly string[]> };
  /** Told of every event when it has been written. */
  readonly onEvent: (event: JournalEvent) => void;
}

export type SealedBy = Pick<Certificate, 'subject' | 'fingerprint'>;

export interface Session {
  readonly result: RunResult;
  readonly plan: RunPlan;
  readonly folder: string;
  readonly report: string;
  /** Absent when the evidence could not be sealed; `problems` then says why. */
  readonly bundle?: string;
  /** Whose key sealed it. */
  readonly signer?: SealedBy;
  /** Where the encrypted openings of redacted values are kept, when they were asked for. */
  readonly openings?: string;
  /** Where the answers are kept that a person gave in this run, with those from before. */
  readonly answers?: string;
  readonly problems: readonly Diagnostic[];
}

/** What the bundle of a run adds to the name of its folder. */
const BUNDLE = '.evidence.zip';

/** One run from plan to sealed evidence. The journal is written as things happen; all else is made from it afterwards. */
export async function runSession(request: SessionRequest, context: Context): Promise<Session> {
  const { plan, secrets, signer: signerFiles, stopped, recipient, tsa } = request;
  const { runId, folder, memory, ...going } = stopped ? goOn(stopped, context) : begin(request, context);
  const redactor = new Redactor({ ...declarationsOf(plan, request.suites), secrets, secret: memory.secret, memory });
  const commit = committer({ folder, redactor, recipient });
  const { journal } = going;
  const answers = journal && (await carryOut(request, { ...going, journal, runId, folder, redactor, commit, context }));
  const source = timeSource(tsa);
  const session = await concluded({ plan, folder, redactor, signerFiles, source, context });
  if (session.result.complete && session.bundle !== undefined) forgetRunMemory(runId, context);
  return answers === undefined ? session : { ...session, answers };
}

interface CarryingOut extends Pick<Beginning, 'runId' | 'folder' | 'resumed'> {
  readonly journal: Journal;
  readonly redactor: Redactor;
  readonly commit: () => void;
  readonly context: Context;
}

/** Gives the file with the answers that a person gave. */
async function carryOut(
  request: SessionRequest,
  { runId, folder, journal, resumed, redactor, commit, context }: CarryingOut,
): Promise<string | undefined> {
  const { plan, validator, secrets, transport, workers, deadlineMs, afterwards, intervalMs, client, onEvent } = request;
  const emit = async (event: JournalEvent): Promise<void> => {
    if (event.type === 'run-finished') commit();
    journal.append(event);
    onEvent(event);
  };
  const { ask: person, answers, attaching } = request;
  const store = (path: string) => attaching?.attachments.store(path, folder, redactor);
  let kept: string | undefined;
  const keep = (text: string): void => {
    kept = folder.writeBeside(ANSWERS, text);
  };
  try {
    const values = withSecrets(plan.values, secrets);
    const hands = liveIo({ plan: { ...plan, values }, folder, redactor, transport, deadlineMs, context });
    const io = {
      ...hands,
      ask: answering(plan, { beforehand: answers?.given ?? [], ...(person && { person }), keep, store }),
      attachedTo: (id: string) => (attaching?.byCase.get(id) ?? []).flatMap((path) => store(path) ?? []),
    };
    await runPlan(plan, io, {
      values,
      validator,
      runId,
      planDigest: sha256(canonicalJson(plan)),
      host: { node: context.nodeVersion, platform: context.platform },
      workers,
      deadlineMs,
      ...(afterwards && { afterwards }),
      ...(intervalMs !== undefined && { intervalMs }),
      ...(client && { client }),
      ...(resumed && { resumed }),
      emit,
    });
    // One that was interrupted has no last line.
    commit();
  } finally {
    await journal.close();
  }
  return kept;
}

/**
 * What commits to the values that were replaced, once, and keeps their openings: to be done before the journal says that the run ended, for
 * afterwards nobody knows them.
 */
function committer({ folder, redactor, recipient }: Committing): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    // What was committed to before the run stopped stays; nobody can do that again.
    const { document, openings } = commitTo(redactor.replaced, randomBytes, committedIn(folder.read(REDACTIONS)));
    if (recipient !== undefined) {
      const sealed = sealOpenings(openings, recipient, folder.readBeside(OPENINGS));
      folder.writeBeside(OPENINGS, sealed, 0o600);
    }
    folder.writeWhole(REDACTIONS, document);
  };
}

interface Committing extends Pick<Carried, 'folder' | 'redactor'> {
  readonly recipient: KeyObject | undefined;
}

/** Where the journal is written, and from what it goes on. */
interface Beginning {
  readonly runId: string;
  readonly folder: EvidenceFolder;
  /** Absent when it came to its end. */
  readonly journal?: Journal;
  readonly memory: RunMemory;
  readonly resumed?: Resumed;
}

function begin({ plan, inputs, evidence }: SessionRequest, context: Context): Beginning {
  const runId = randomUUID();
  const folder = createEvidenceFolder(evidence, evidenceFolderName(context.now(), plan.api.id, plan.sut.role, runId));
  folder.write('plan.json', canonicalJson(plan));
  folder.write(REDACTIONS, commitTo([], randomBytes).document);
  for (const [path, bytes] of inputs) folder.write(`${SUITE}${path}`, bytes);
  const memory = beginRunMemory(runId, randomBytes(32), context);
  return { runId, folder, journal: createJournal(`${folder.path}/${JOURNAL_FILE}`, context.now), memory };
}

/** What no line of the journal names is taken away: nobody knows whether it is whole. */
function goOn({ plan, folder, files, stopped, memory }: StoppedRun, context: Context): Beginning {
  const { runId, finished, exchanges } = stopped;
  if (finished) return { runId, folder, memory };
  // What was sealed when it was interrupted is not the seal of what it comes to now.
  folder.removeBeside(BUNDLE);
  const { journal, tornBytes } = continueJournal(`${folder.path}/${JOURNAL_FILE}`, context.now);
  const named = new Set(exchanges.flatMap(({ request, response }) => [request.file, response?.file]));
  const unnamed = [...files.keys()].filter((file) => file.startsWith(EXCHANGES) && !named.has(file)).sort();
  for (const file of unnamed) folder.remove(file);
  const read = (record: ExchangeRecord): Exchange => readExchange(record, files).exchange;
  const resumed = resumedFrom(stopped, { tornBytes, unnamed }, { plan, read });
  return { runId, folder, journal, memory, resumed };
}

interface Carried {
  readonly plan: RunPlan;
  readonly folder: EvidenceFolder;
  readonly redactor: Redactor;
  readonly signerFiles: SignerFiles;
  readonly source: TokenSource;
  readonly context: Context;
}

/** What the journal on the disk says, in every format, sealed. */
async function concluded(carried: Carried): Promise<Session> {
  const { plan, folder, redactor, signerFiles, source, context } = carried;
  const { lines } = readJournal(folder.read(JOURNAL_FILE));
  const result = fold(plan, lines);
  const { signer, certificates, diagnostics } = await loadSigner(signerFiles, context.now());
  const recorded = folder.files();
  const sealing = { signer, sealedAt: context.now(), askForToken: source.ask };
  const reports = await signedReports({ result, plan, files: recorded }, sealing);
  const facts = new Map([...factFiles(plan, lines), [SBOM_FILE, Buffer.from(await ownSbom())]]);
  for (const [file, bytes] of [...facts, ...reports.files]) folder.write(file, bytes);
  const openings = folder.readBeside(OPENINGS) && `${folder.path}${OPENINGS}`;
  const at = { result, plan, folder: folder.path, report: `${folder.path}/report.html`, ...(openings && { openings }) };
  if (signer === undefined) return { ...at, problems: diagnostics };

  const sealed = await seal({
    files: new Map([...recorded, ...facts, ...reports.files]),
    signer,
    sealedAt: sealing.sealedAt,
    scan: (files) => redactor.leaks(files),
    askForToken: source.ask,
  });
  const problems = [...reports.problems, ...source.problems(), ...sealed.diagnostics];
  if (sealed.bag === undefined) return { ...at, problems };
  const bundle = folder.writeBeside(BUNDLE, bagParts(sealed.bag));
  return { ...at, bundle, ...signedBy(certificates), problems };
}

function signedBy([own]: readonly Certificate[]): Pick<Session, 'signer'> {
  return own === undefined ? {} : { signer: { subject: own.subject, fingerprint: own.fingerprint } };
}
