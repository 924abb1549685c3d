import { counted } from '../../model/counted.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Engine } from '../../model/plan.ts';
import { undecided } from '../format/finding.ts';

/** Replay is exact for one engine alone: under another one differences show that they differ, never that anyone cheated; each is told all the same. */
export function weighedByEngine(
  findings: readonly Diagnostic[],
  judgedBy: Engine,
  engine: Engine,
): readonly Diagnostic[] {
  const same = judgedBy.digest === engine.digest && judgedBy.nodeMajor === engine.nodeMajor;
  if (same || findings.length === 0) return findings;
  const message = `Another engine judged the run, and this one differs from it in ${counted(findings.length, 'place')}`;
  const hint = `Replay with ${judgedBy.name} ${judgedBy.version} (digest ${judgedBy.digest.slice(0, 12)}) on Node ${judgedBy.nodeMajor}.`;
  return [undecided('ENGINE_DIFFERS', message, hint), ...findings.map(asUndecided)];
}

const asUndecided = (finding: Diagnostic): Diagnostic => ({ ...finding, severity: 'not-checked' });
