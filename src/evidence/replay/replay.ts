import { posix } from 'node:path';
import { factFiles } from '../../journal/fact-files.ts';
import { fold } from '../../journal/fold.ts';
import { readJournal } from '../../journal/read-journal.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FileSet } from '../../model/digest.ts';
import type { Engine } from '../../model/plan.ts';
import { unpackBag } from '../format/bag-archive.ts';
import { JOURNAL, PAYLOAD } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';
import { type BundleFacts, type Outcome, outcomeOf } from '../verify/verification.ts';
import { verifyIntact } from '../verify/verify.ts';
import { factDifferences, judgementDifferences, resultDifferences } from './differences.ts';
import { weighedByEngine } from './engine.ts';
import { suiteDifferences } from './expected-suites.ts';
import { impossibleTls } from './impossible-tls.ts';
import { planAgain } from './plan-again.ts';
import { redactionDifferences } from './redactions-agree.ts';
import { rejudge } from './rejudge.ts';
import { renderAgain } from './render-again.ts';
import { strayEvents } from './stray-events.ts';

export interface ReplayRequest {
  /** The code that judges now. */
  readonly engine: Engine;
  /** The files of the suites that the reviewer expects to have judged, by their paths in the project. */
  readonly suites: FileSet;
}

export interface Replay {
  /** `indeterminate` when another engine than that of the run comes to another result. */
  readonly outcome: Outcome;
  readonly findings: readonly Diagnostic[];
  readonly compared: Compared;
}

/** What was done again. */
interface Compared {
  readonly cases: number;
  /** Assertions judged again from the recorded bytes. */
  readonly assertions: number;
  /** Assertions that nobody can judge again: they rest on redacted values, or on a request that was never sent. */
  readonly fromJournal: number;
  /** Requests composed again from the plan. */
  readonly requests: number;
  /** Reports rendered again, by their file. */
  readonly reports: readonly string[];
}

const NOTHING: Compared = { cases: 0, assertions: 0, fromJournal: 0, requests: 0, reports: [] };

/**
 * Recomputes a bundle offline: plans again from the bundled suites, composes every request and judges every case again from
 * the recorded bytes, folds and renders again, and compares. Who sealed the bundle is not asked; a bundle that is not intact is rejected.
 * Codes: those of verify; PLAN_MISMATCH, EXCHANGE_MISMATCH, REPLAY_DIFFERS and REPORT_DIFFERS, or ENGINE_DIFFERS in their
 * place when this is not the engine of the run; SUITES_DIFFER when other suites judged than those expected.
 */
export async function replay(archive: Uint8Array, request: ReplayRequest): Promise<Replay> {
  try {
    const { findings, facts } = verifyIntact(archive);
    if (outcomeOf(findings) === 'rejected') return concluded(findings, NOTHING);
    const bag = unpackBag(archive);
    return 'findings' in bag
      ? concluded(bag.findings, NOTHING)
      : await replayPayload(payloadOf(bag.value.files), request, facts);
  } catch (cause) {
    const message = `Replay itself broke: ${cause instanceof Error ? cause.message : String(cause)}`;
    return concluded([rejected('VERIFICATION_CRASHED', message)], NOTHING);
  }
}

async function replayPayload(
  payload: FileSet,
  { engine, suites }: ReplayRequest,
  { signer, sealedAt }: BundleFacts,
): Promise<Replay> {
  const { bench, judgedBy, findings: unplanned } = planAgain(payload);
  if (bench === undefined) return concluded(weighedByEngine(unplanned, judgedBy, engine), NOTHING);

  const { lines, diagnostics } = readJournal(payload.get(JOURNAL) ?? new Uint8Array());
  if (diagnostics.length > 0) return concluded(diagnostics, NOTHING);

  const { plan } = bench;
  const judged = rejudge(bench, lines, payload);
  const result = fold(plan, lines);
  const seal = { ...(signer && { signer }), ...(sealedAt !== undefined && { sealedAt }) };
  const reports = await renderAgain({ plan, result, payload, ...seal });
  const findings = [
    ...unplanned,
    ...strayEvents(plan, lines),
    ...impossibleTls(plan, lines),
    ...redactionDifferences(payload, lines),
    ...judged.findings,
    ...judgementDifferences(lines, judged.lines),
    ...resultDifferences(payload, result),
    ...factDifferences(payload, factFiles(plan, lines)),
    ...reports.findings,
  ];
  const { assertions, fromJournal, requests } = judged;
  const compared = { cases: plan.cases.length, assertions, fromJournal, requests, reports: reports.files };
  const unexpected = suiteDifferences(payload, posix.dirname(plan.api.source.file), suites);
  return concluded([...weighedByEngine(findings, judgedBy, engine), ...unexpected], compared);
}

const concluded = (findings: readonly Diagnostic[], compared: Compared): Replay => ({
  outcome: outcomeOf(findings),
  findings,
  compared,
});

const payloadOf = (files: FileSet): FileSet =>
  new Map(
    [...files].filter(([path]) => path.startsWith(PAYLOAD)).map(([path, bytes]) => [path.slice(PAYLOAD.length), bytes]),
  );
