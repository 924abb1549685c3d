import { patched } from '../message/patch.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonValue } from '../model/json.ts';
import type { SimulatorDefinition, SimulatorRules } from '../model/simulator.ts';
import { hintFor } from '../schema/suggestion.ts';

/** The rules with the patches of the named defects, in the order in which they are named. */
export function withDefects({ rules, defects }: SimulatorDefinition, names: readonly string[]): SimulatorRules {
  return names.reduce((current, name) => {
    const defect = defects[name];
    if (defect === undefined) throw invalid(`There is no defect "${name}"`, hintFor(name, Object.keys(defects)));
    const changed = patched(current as unknown as JsonValue, defect.patch);
    if (changed === undefined) throw invalid(`The defect "${name}" cannot be combined with ${names.join(', ')}`);
    // The loader has validated the rules with the patch of every defect.
    return changed as unknown as SimulatorRules;
  }, rules);
}

/** The rules cannot be carried out. */
export const invalid = (message: string, hint?: string): HarnessError =>
  new HarnessError({ code: 'CONFIG_INVALID', severity: 'error', message, ...(hint === undefined ? {} : { hint }) });
