import { canonicalJson } from '../../model/canonical-json.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { Bag } from '../format/bag-archive.ts';
import { PLAN, RESULTS, SEAL, SIGNER_CHAIN } from '../format/bundle-layout.ts';
import { STATEMENT_TYPE } from '../format/dsse.ts';
import { isSafeSegment } from '../format/file-name.ts';
import { rejected } from '../format/finding.ts';
import { certificatesPem } from '../format/pem.ts';
import { readPlanFacts, readResultFacts } from '../format/run-files.ts';
import { checkAccount } from '../verify/account.ts';
import { type AskForToken, replyOf } from './ask-for-token.ts';
import { assemble, missingInputs, payloadProblems } from './assemble.ts';
import { sealText } from './seal-text.ts';
import { signEnvelope } from './sign-with.ts';
import type { Signer } from './signer.ts';
import { stateResults } from './state-results.ts';

export interface SealRequest {
  /** The folder of a run, by path within it: plan.json, results.json, journal.jsonl, exchanges, suite, reports. */
  readonly files: FileSet;
  readonly signer: Signer;
  readonly sealedAt: Date;
  /** Looks for what was redacted and yet stands in a file. A finding blocks the seal. */
  readonly scan: (files: FileSet) => readonly Diagnostic[];
  /** Has the signature time-stamped, when there is an authority that does so. */
  readonly askForToken?: AskForToken;
}

/** The bag with its seal, or everything that kept it from being made. */
export interface Sealed {
  readonly bag?: Bag;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Seals the folder of a run: the bag of its files, and in it a statement of where every planned case ended, signed. The same
 * files, signer and time give the same bytes when the signature scheme is Ed25519; the other schemes draw on randomness.
 * Codes: FILE_MISSING, FILE_NAME_INVALID, ARCHIVE_LIMIT, LEAK, and those of `checkAccount` but RUN_INCOMPLETE.
 */
export const seal = (request: SealRequest): Promise<Sealed> => sealWhen(accountProblems, request);

/** Seals a folder whatever its files say of each other, as nobody does who wants the bundle to be accepted. */
export const sealUnread = (request: SealRequest): Promise<Sealed> => sealWhen(() => [], request);

async function sealWhen(
  untrue: (...account: Parameters<typeof checkAccount>) => readonly Diagnostic[],
  { files, signer, sealedAt, scan, askForToken }: SealRequest,
): Promise<Sealed> {
  const unfit = payloadProblems(files);
  if (unfit.length > 0) return { diagnostics: unfit };

  const plan = readPlanFacts(bytesOf(files, PLAN), PLAN);
  const result = readResultFacts(bytesOf(files, RESULTS), RESULTS);
  if ('findings' in plan) return { diagnostics: plan.findings };
  if ('findings' in result) return { diagnostics: result.findings };

  const { runId, engine } = result.value;
  const blocking = [...missingInputs(files, plan.value), ...nameProblems(runId), ...scan(files)];
  if (blocking.some(({ severity }) => severity === 'error')) return { diagnostics: blocking };

  const baggingDate = sealedAt.toISOString().slice(0, 10);
  const bag = assemble(files, { runId, baggingDate, agent: `assay ${engine.version}` });
  const statement = stateResults({ bag, plan: plan.value, result: result.value, sealedAt });
  const refused = untrue({ folder: runId, ...bag, statement }, { plan, result });
  if (refused.length > 0) return { diagnostics: [...blocking, ...refused] };

  const tags = await signedTags(Buffer.from(canonicalJson(statement)), signer, askForToken);
  return { bag: { folder: runId, files: new Map([...bag.files, ...tags]) }, diagnostics: blocking };
}

/** What whoever verifies the bundle would reject it for. That a run stopped before its end is for them to say: it is sealed as far as it came. */
function accountProblems(...stated: Parameters<typeof checkAccount>): readonly Diagnostic[] {
  const account = checkAccount(...stated);
  return 'findings' in account ? account.findings.filter(({ code }) => code !== 'RUN_INCOMPLETE') : [];
}

async function signedTags(payload: Uint8Array, signer: Signer, askForToken: AskForToken = NOBODY): Promise<FileSet> {
  const [certificate = new Uint8Array()] = signer.certificateChain;
  const signed = await signEnvelope(STATEMENT_TYPE, payload, signer);
  const token = await askForToken(signed.signature);
  const seal = { ...signed, certificate, ...(token && { timestamp: replyOf(token) }) };
  return new Map([
    [SEAL, Buffer.from(sealText(seal))],
    [SIGNER_CHAIN, Buffer.from(certificatesPem(signer.certificateChain))],
  ]);
}

const NOBODY: AskForToken = async () => undefined;

/** The id of the run names the folder in the archive. */
const nameProblems = (runId: string): readonly Diagnostic[] =>
  isSafeSegment(runId) ? [] : [rejected('FILE_NAME_INVALID', `A folder cannot be named by the run id ${runId}`)];

const bytesOf = (files: FileSet, path: string): Uint8Array => files.get(path) ?? new Uint8Array();
