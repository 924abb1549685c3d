// Which case noticed which defect, as text.
import type { RunPlan } from '../../src/model/plan.ts';
import {
  CASES_OF_CONNECTIONS,
  DEFECTS_OF_CONNECTIONS,
  DEFECTS_OF_PREFLIGHTS,
  PLAN,
} from '../../src/simulate/run-in-memory.test.ts';

/** What became of the cases under one defect; the others passed. */
export interface Row {
  readonly defect: string;
  readonly fails: readonly string[];
  readonly errors: readonly string[];
  readonly skips: readonly string[];
}

export interface Table {
  readonly text: string;
  /** Defects that no case noticed. */
  readonly unnoticed: readonly string[];
  /** Cases that noticed no defect, those that are about connections included. */
  readonly insensitive: readonly string[];
}

const LEGEND = 'F failed, E error, s skipped because of its twin, . passed';

/** One matrix for each suite, and the score. */
export function tableOf(cases: RunPlan['cases'], rows: readonly Row[]): Table {
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  const idsIn = (suite: string) => cases.filter((one) => one.suite === suite).map(({ id }) => id);
  const matrices = suites.map((suite) => matrixOf(suite, idsIn(suite), rows));
  const noticed = new Set(rows.flatMap(({ fails, errors }) => [...fails, ...errors]));
  const unnoticed = rows.filter(({ fails, errors }) => fails.length + errors.length === 0).map(({ defect }) => defect);
  const insensitive = cases.map(({ id }) => id).filter((id) => !noticed.has(id));
  const score = `${rows.length - unnoticed.length} of ${rows.length} defects noticed, by ${noticed.size} of ${cases.length} cases`;
  const missed = unnoticed.map((defect) => `not noticed: ${defect}`);
  return { text: [LEGEND, ...matrices, score, ...missed].join('\n\n'), unnoticed, insensitive };
}

/** The table of the provider, with what only connections show. */
export function tableOfProvider(rows: readonly Row[]): Table {
  const { text, unnoticed, insensitive } = tableOf(PLAN.cases, rows);
  return {
    text: [text, elsewhere()].join('\n\n'),
    unnoticed,
    insensitive: [...insensitive, ...insensitiveOfConnections()],
  };
}

/** What the table leaves out, and where it is shown. */
function elsewhere(): string {
  const heading = `Not in this table: ${DEFECTS_OF_CONNECTIONS.length} defects that only connections show, on ${CASES_OF_CONNECTIONS.length} cases that need TLS, and ${DEFECTS_OF_PREFLIGHTS.length} that keep a run from its first case. A test, src/cli/over-tls.test.ts, shows each over TLS on its cases, and on no other of these:`;
  const names = [...DEFECTS_OF_CONNECTIONS, ...DEFECTS_OF_PREFLIGHTS].map(([defect]) => defect);
  const width = Math.max(...names.map(({ length }) => length));
  const line = (defect: string, by: string): string => `${defect.padEnd(width)}  ${by}`;
  return [
    heading,
    ...DEFECTS_OF_CONNECTIONS.map(([defect, { fails }]) => line(defect, fails.join(' '))),
    ...DEFECTS_OF_PREFLIGHTS.map(([defect]) => line(defect, 'preflight')),
  ].join('\n');
}

function insensitiveOfConnections(): readonly string[] {
  const noticed = new Set(DEFECTS_OF_CONNECTIONS.flatMap(([, { fails }]) => fails));
  return CASES_OF_CONNECTIONS.filter((id) => !noticed.has(id));
}

function matrixOf(suite: string, ids: readonly string[], rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ defect }) => defect.length));
  const lines = rows.map((row) => `${row.defect.padEnd(width)}  ${ids.map((id) => symbolOf(row, id)).join('')}`);
  return `${suite}: ${ids.join(' ')}\n${lines.join('\n')}`;
}

function symbolOf({ fails, errors, skips }: Row, id: string): string {
  if (fails.includes(id)) return 'F';
  if (errors.includes(id)) return 'E';
  return skips.includes(id) ? 's' : '.';
}
