import { existsSync, statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SUITE } from '../evidence/format/bundle-layout.ts';
import { JOURNAL_FILE, readJournal } from '../journal/read-journal.ts';
import { type Unfinished, unfinished } from '../journal/unfinished.ts';
import { type Diagnostic, isError } from '../model/diagnostic.ts';
import { type FileSet, sha256 } from '../model/digest.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { RunPlan } from '../model/plan.ts';
import { loadApi } from '../suite/load-api.ts';
import type { Context } from './context.ts';
import { type EvidenceFolder, openEvidenceFolder } from './evidence-folder.ts';
import type { OpenedSuites } from './open-suites.ts';
import { type RunMemory, takeRunMemory } from './run-memory.ts';

/** A run that stopped before its end, as it lies in its folder. */
export interface StoppedRun {
  readonly folder: EvidenceFolder;
  readonly files: FileSet;
  readonly plan: RunPlan;
  readonly stopped: Unfinished;
  readonly memory: RunMemory;
}

type Problems = { readonly problems: readonly Diagnostic[] };

/** Reads the folder of a run that is to go on, and changes nothing in it. From then on no other process can go on with the run. */
export function readStopped(path: string, context: Context): { readonly run: StoppedRun } | Problems {
  try {
    const place = resolve(context.cwd, path);
    const found = foundIn(place, path);
    if ('problems' in found) return found;
    const memory = takeRunMemory(found.stopped.runId, context);
    if (memory !== 'unknown' && 'process' in memory) return { problems: [underWay(path, memory.process)] };
    // Until then another process may have written to it, or brought it to its end.
    const taken = foundIn(place, path);
    if ('problems' in taken) return taken;
    return memory === 'unknown' ? { problems: [noSecret(path)] } : { run: { ...taken, memory } };
  } catch (cause) {
    if (cause instanceof HarnessError) return { problems: [cause.diagnostic] };
    throw cause;
  }
}

function foundIn(place: string, path: string): Omit<StoppedRun, 'memory'> | Problems {
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return { problems: [noRun(path)] };
  const folder = openEvidenceFolder(place);
  const files = folder.files();
  const planText = files.get('plan.json');
  const journal = files.get(JOURNAL_FILE);
  if (planText === undefined || journal === undefined) return { problems: [noRun(path)] };
  const { lines, diagnostics } = readJournal(journal);
  if (diagnostics.some(isError)) return { problems: diagnostics.filter(isError) };
  const stopped = unfinished(lines);
  // What was interrupted is sealed as far as it came, and may go on; the new seal takes the place of that one.
  if (stopped.finished && existsSync(`${place}.evidence.zip`)) return { problems: [sealed(path)] };
  if (stopped.planDigest !== sha256(planText)) return { problems: [otherPlan(path)] };
  // Its digest stands in the journal, and it is made anew and compared before anything is sent.
  const plan = JSON.parse(Buffer.from(planText).toString('utf8')) as RunPlan;
  return { folder, files, plan, stopped };
}

/** The suites that a run was begun with. */
export function openStored({ files, plan }: StoppedRun): OpenedSuites {
  const suite = new Map(
    [...files].filter(([path]) => path.startsWith(SUITE)).map(([path, bytes]) => [path.slice(SUITE.length), bytes]),
  );
  return { ...loadApi(suite, posix.dirname(plan.api.source.file)), files: suite };
}

/** What is carried out now must be what was planned then, to the letter. */
export function differences(plan: RunPlan, stopped: StoppedRun | undefined): readonly Diagnostic[] {
  if (stopped === undefined) return [];
  const [now, then] = [plan, stopped.plan].map((one) => new Map(Object.entries(one)));
  const differing = [...new Set([...(now?.keys() ?? []), ...(then?.keys() ?? [])])].filter(
    (member) => !isDeepStrictEqual(asStored(now?.get(member)), then?.get(member)),
  );
  return differing.map((member) => plannedWith(`other ${WHAT_DIFFERS[member] ?? `"${member}"`}`));
}

const plannedWith = (what: string): Diagnostic => ({
  code: 'RESUME_DIFFERS',
  severity: 'error',
  message: `The run was planned with ${what}`,
  hint: 'Resume it with the configuration, the flags and the Assay that it was begun with, or begin a new run.',
});

/** What the run was begun with and is now named otherwise. What is not named is as before. */
export function askedOtherwise(
  {
    nonce,
    filter,
    tags,
  }: { readonly nonce?: string; readonly filter: readonly string[]; readonly tags: readonly string[] },
  { plan }: StoppedRun,
): readonly Diagnostic[] {
  const { selection } = plan;
  return [
    ...(nonce !== undefined && nonce !== plan.nonce
      ? [plannedWith(plan.nonce === undefined ? 'no nonce' : 'another nonce')]
      : []),
    ...(filter.length > 0 && !isSameChoice(filter, selection.filter) ? [plannedWith('another --filter')] : []),
    ...(tags.length > 0 && !isSameChoice(tags, selection.tags) ? [plannedWith('another --tag')] : []),
  ];
}

const isSameChoice = (one: readonly string[], other: readonly string[]): boolean =>
  isDeepStrictEqual(new Set(one), new Set(other));

const asStored = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

const WHAT_DIFFERS: Readonly<Record<string, string>> = {
  engine: 'code of Assay',
  sut: 'facts of the system under test, or at another address',
  timeAuthority: 'authority of time',
  transport: 'certificates',
  values: 'values',
};

const BEGIN_ANEW = 'Begin a new run: leave out --resume.';

const sealed = (path: string): Diagnostic => ({
  code: 'NOTHING_TO_RESUME',
  severity: 'error',
  message: `The run in ${path} came to its end and is sealed`,
  hint: BEGIN_ANEW,
});

const noRun = (path: string): Diagnostic => ({
  code: 'FILE_NOT_FOUND',
  severity: 'error',
  message: `${path} is not the folder of a run`,
  hint: 'Name the folder of the run, which lies beside its bundle and holds plan.json and journal.jsonl.',
});

const otherPlan = (path: string): Diagnostic => ({
  code: 'RESUME_DIFFERS',
  severity: 'error',
  message: `plan.json in ${path} is not the plan that the run was begun with`,
  hint: BEGIN_ANEW,
});

const underWay = (path: string, id: number): Diagnostic => ({
  code: 'RUN_UNDER_WAY',
  severity: 'error',
  message: `The run in ${path} is carried out by process ${id}`,
  hint: 'Wait for its end, or stop that process and resume the run then.',
});

const noSecret = (path: string): Diagnostic => ({
  code: 'RESUME_DIFFERS',
  severity: 'error',
  message: `The secret for stand-ins of the run in ${path} is not on this machine, or not whole, so the same value would be replaced otherwise and no leak of it be found`,
  hint: `Resume it where it was begun, as the same user. Or ${BEGIN_ANEW.toLowerCase()}`,
});
