import { atLeast, count, list, oneOf, optional, type Shaped, text, truth } from '../../model/shape.ts';
import { ROLES } from '../../model/system-under-test.ts';
import { countVerdicts, VERDICTS, type VerdictCounts } from '../../model/verdict.ts';
import { unpackBag } from '../format/bag-archive.ts';
import { PAYLOAD, PLAN, RESULTS } from '../format/bundle-layout.ts';
import { readJson } from '../format/canonical.ts';
import { type Read, refuse } from '../format/finding.ts';

const tested = atLeast({
  role: oneOf(ROLES),
  baseUrl: text,
  via: optional(text),
  answeredBy: optional(text),
  name: optional(text),
  version: optional(text),
  organisation: optional(text),
  odsCode: optional(text),
  environment: optional(text),
});

const engine = atLeast({ name: text, version: text, digest: text, nodeMajor: count });

const selection = atLeast({
  filter: list(text),
  tags: list(text),
  simulator: truth,
  unattended: optional(truth),
});

const planned = atLeast({
  sut: tested,
  engine,
  selection,
  cases: list(atLeast({ id: text })),
  excluded: list(
    atLeast({ reason: oneOf(['not-selected', 'unattended', 'plain-http', 'simulator-only', 'other-role']) }),
  ),
});

const stage = atLeast({
  id: text,
  title: text,
  complete: truth,
  required: count,
  passed: count,
  missing: list(text),
});

const resumption = atLeast({ at: text, tornBytes: count, unnamed: list(text) });

const concluded = atLeast({
  startedAt: text,
  finishedAt: optional(text),
  resumed: optional(list(resumption)),
  verdict: oneOf(VERDICTS),
  cases: list(atLeast({ verdict: oneOf(VERDICTS) })),
  notForSubmission: list(text),
  stages: list(stage),
});

/** What the run was of, and how much it can be evidence of: as plan and results say, which replay makes again. */
export interface EvidenceOf {
  /** As the supplier says. */
  readonly tested: Shaped<typeof tested>;
  readonly engine: Shaped<typeof engine>;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Each time that it went on after a stop, with what the stop left behind that is no evidence. */
  readonly resumed: readonly Shaped<typeof resumption>[];
  readonly verdict: Shaped<typeof concluded>['verdict'];
  /** Of the cases that were planned. */
  readonly counts: VerdictCounts;
  readonly selection: Shaped<typeof selection>;
  readonly cases: CasesOf;
  /** Empty when nothing keeps it from being submitted. */
  readonly notForSubmission: readonly string[];
  readonly stages: readonly Shaped<typeof stage>[];
}

/** How many cases of the suites were to be run, and how many were not, by their reasons. */
interface CasesOf {
  readonly planned: number;
  /** Planned, left out by choice, and out of reach over plain HTTP; what is for other systems does not count. */
  readonly ofSuites: number;
  readonly byChoice: number;
  readonly leftOut: Readonly<Partial<Record<ExclusionReason, number>>>;
}

type ExclusionReason = Shaped<typeof planned>['excluded'][number]['reason'];

/** Of a bundle that was found intact: PLAN_MISMATCH or RESULT_MISMATCH when it says nothing of the kind. */
export function evidenceOf(archive: Uint8Array): Read<EvidenceOf> {
  const bag = unpackBag(archive);
  if ('findings' in bag) return bag;
  const bytes = (file: string): Uint8Array => bag.value.files.get(`${PAYLOAD}${file}`) ?? new Uint8Array();
  const plan = readJson(bytes(PLAN), planned, (why) =>
    refuse('PLAN_MISMATCH', `It does not say what was planned: ${why}`, { file: `${PAYLOAD}${PLAN}` }),
  );
  const result = readJson(bytes(RESULTS), concluded, (why) =>
    refuse('RESULT_MISMATCH', `It does not say what it is evidence of: ${why}`, { file: `${PAYLOAD}${RESULTS}` }),
  );
  if ('findings' in plan) return plan;
  if ('findings' in result) return result;
  const { sut, engine, selection } = plan.value;
  const { startedAt, finishedAt, resumed = [], verdict, notForSubmission, stages } = result.value;
  return {
    value: {
      tested: sut,
      engine,
      startedAt,
      ...(finishedAt !== undefined && { finishedAt }),
      resumed,
      verdict,
      counts: countVerdicts(result.value.cases.map((ended) => ended.verdict)),
      selection,
      cases: casesOf(plan.value),
      notForSubmission,
      stages,
    },
  };
}

function casesOf({ cases, excluded }: Shaped<typeof planned>): CasesOf {
  const leftOut: Partial<Record<ExclusionReason, number>> = {};
  for (const { reason } of excluded) leftOut[reason] = (leftOut[reason] ?? 0) + 1;
  const byChoice = (leftOut['not-selected'] ?? 0) + (leftOut.unattended ?? 0);
  return {
    planned: cases.length,
    ofSuites: cases.length + byChoice + (leftOut['plain-http'] ?? 0),
    byChoice,
    leftOut,
  };
}
