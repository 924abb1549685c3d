import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import { conclusion } from '../../model/verdict.ts';
import type { Manifest } from '../format/bagit.ts';
import { ALWAYS, JOURNAL, PAYLOAD, PLAN, RESULTS, SUITE, VIEWS } from '../format/bundle-layout.ts';
import { type Read, rejected, unless } from '../format/finding.ts';
import { type PlanFacts, type ResultFacts, readPlanFacts, readResultFacts } from '../format/run-files.ts';
import type { Statement } from '../format/statement.ts';
import { type JournalFacts, readJournalFacts } from './journal.ts';
import { partitionProblems } from './partition.ts';

/** A bag whose bytes are those that the statement was made about. */
export interface Stated {
  readonly folder: string;
  readonly files: FileSet;
  readonly manifest: Manifest;
  readonly statement: Statement;
}

export interface Accounts extends Stated {
  readonly plan: PlanFacts;
  readonly result: ResultFacts;
  readonly journal: JournalFacts;
}

const toldIn = (stated: Stated) => ({
  plan: readPlanFacts(payload(stated, PLAN), `${PAYLOAD}${PLAN}`),
  result: readResultFacts(payload(stated, RESULTS), `${PAYLOAD}${RESULTS}`),
});

/**
 * Whether statement, plan, results, journal and exchanges of one bundle tell the same story, and leave no case out. Who makes the
 * statement has read plan and results already.
 * Codes: PLAN_MISMATCH, PLAN_NOT_PARTITIONED, RESULT_MISMATCH, JOURNAL_BROKEN, EXCHANGE_MISMATCH, FILE_UNEXPECTED, RUN_INCOMPLETE.
 */
export function checkAccount(stated: Stated, { plan, result } = toldIn(stated)): Read<Accounts> {
  const journal = readJournalFacts(payload(stated, JOURNAL));
  if ('findings' in plan || 'findings' in result || 'findings' in journal) {
    return { findings: [plan, result, journal].flatMap((read) => ('findings' in read ? read.findings : [])) };
  }

  const accounts = { ...stated, plan: plan.value, result: result.value, journal: journal.value };
  const findings = [
    ...planProblems(accounts),
    ...partitionProblems(stated.statement, plan.value, result.value),
    ...resultProblems(accounts),
    ...exchangeProblems(accounts),
    ...strangers(accounts),
    ...endProblems(accounts),
  ];
  return findings.length > 0 ? { findings } : { value: accounts };
}

/** One plan, and the very files that it was made from. */
function planProblems(accounts: Accounts): readonly Diagnostic[] {
  const { statement, plan, result, journal } = accounts;
  const { configuration, 'x-assay': account } = statement.predicate;
  const planDigest = digestOf(accounts, PLAN);
  const planned = new Map([
    [PLAN, planDigest],
    ...plan.inputs.map(({ path, sha256 }) => [`${SUITE}${path}`, sha256] as const),
  ]);
  const described = [...planned].map(([path, digest]) => ({ name: `${PAYLOAD}${path}`, digest: { sha256: digest } }));
  const ofOnePlan = [account.planDigest, result.planDigest, journal.planDigest].every((one) => one === planDigest);
  const ofItsFiles = isDeepStrictEqual(configuration, described);
  return [
    ...unless(ofOnePlan, planMismatch(PLAN, 'Statement, results and journal do not all belong to this plan')),
    ...unless(ofItsFiles, planMismatch(PLAN, 'The statement names other files than the plan does')),
    ...[...planned]
      .filter(([path, digest]) => digestOf(accounts, path) !== digest)
      .map(([path]) => planMismatch(path, 'It is not the file that the plan was made from')),
  ];
}

/** The results are those of this run, no better than their cases, and as the journal has them. */
function resultProblems({ folder, statement, result, journal }: Accounts): readonly Diagnostic[] {
  const runs = new Set([folder, statement.predicate['x-assay'].runId, result.runId, journal.runId]);
  const verdict = conclusion([result.verdict, ...result.cases.map((ended) => ended.verdict)]);
  const stated = result.verdict === 'pass' ? 'PASSED' : 'FAILED';
  const differing = result.cases.filter(({ id, verdict }) => (journal.verdicts.get(id) ?? 'skip') !== verdict);
  return [
    ...unless(runs.size === 1, resultMismatch('Folder, statement, results and journal are not all of one run')),
    ...unless(verdict === result.verdict, resultMismatch('The run is called better than its cases')),
    ...unless(stated === statement.predicate.result, resultMismatch('The statement gives the run another result')),
    ...differing.map(({ id }) => resultMismatch(`The journal has another verdict for ${id}`)),
  ];
}

/** Every message and attachment that the journal names lies in the bundle as named. */
function exchangeProblems(accounts: Accounts): readonly Diagnostic[] {
  return accounts.journal.messages
    .filter(({ path, sha256 }) => digestOf(accounts, path) !== sha256)
    .map(({ path }) =>
      rejected('EXCHANGE_MISMATCH', 'It is not what the journal records', { file: `${PAYLOAD}${path}` }),
    );
}

/** What neither has its place in every bundle, nor is named by plan or journal: nobody could say what it tells a reader. */
function strangers({ manifest, plan, journal }: Accounts): readonly Diagnostic[] {
  const inputs = plan.inputs.map(({ path }) => `${SUITE}${path}`);
  const known = new Set([...ALWAYS, ...VIEWS, ...inputs, ...journal.messages.map(({ path }) => path)]);
  return [...manifest.keys()]
    .filter((path) => !known.has(path.slice(PAYLOAD.length)))
    .map((file) => rejected('FILE_UNEXPECTED', 'Neither plan nor journal knows this file', { file }));
}

const endProblems = ({ result, journal }: Accounts): readonly Diagnostic[] =>
  unless(
    result.complete && journal.finished,
    rejected('RUN_INCOMPLETE', 'The run stopped before its end', { file: `${PAYLOAD}${JOURNAL}` }),
  );

const payload = ({ files }: Stated, path: string): Uint8Array => files.get(`${PAYLOAD}${path}`) ?? new Uint8Array();

const digestOf = ({ manifest }: Accounts, path: string): string => manifest.get(`${PAYLOAD}${path}`) ?? 'none';

const planMismatch = (path: string, message: string) =>
  rejected('PLAN_MISMATCH', message, { file: `${PAYLOAD}${path}` });
const resultMismatch = (message: string) => rejected('RESULT_MISMATCH', message, { file: `${PAYLOAD}${RESULTS}` });
