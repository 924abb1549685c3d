import type { CleanUp } from '../model/suite.ts';
import { stepOf } from './case.ts';
import { checkScope } from './check-scope.ts';
import type { DeclaredCleanUp } from './declared.ts';
import { stepsGiven } from './fragments.ts';
import type { Library } from './library.ts';
import { items, type Located, member, type Report } from './located.ts';
import { asDeclared } from './script.ts';

/** The clean-ups of the interface as the model has them. What their steps expect is left out: nothing of them is judged. */
export function cleanUpsOf(library: Library, report: Report): readonly CleanUp[] {
  return items(member(library.declared, 'cleanup')).map((declared) => cleanUpOf(declared, library, report));
}

function cleanUpOf(declared: Located<DeclaredCleanUp>, library: Library, report: Report): CleanUp {
  const { title, made, id, done } = declared.value;
  const staged = stepsGiven(member(declared, 'given'), library, report).map(asDeclared);
  const steps = staged
    .map((step) => stepOf(step, library, report))
    .flatMap((step) => (step.kind === 'send' ? [{ ...step, expect: [] }] : []));
  checkScope({ steps: staged }, { steps }, library, report, [id]);
  return { title, made, id, steps, done };
}
