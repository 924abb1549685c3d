import type { JsonValue } from '../model/json.ts';
import type { Change } from '../model/simulator.ts';
import { type Edit, edited } from './json-pointer.ts';

/** The copy after all changes in turn; undefined when one of them names a place that does not exist. */
export function patched(value: JsonValue, changes: readonly Change[]): JsonValue | undefined {
  return changes.reduce<JsonValue | undefined>((current, change) => {
    const { at, edit } = editOf(change);
    return current === undefined ? undefined : edited(current, at, edit);
  }, value);
}

function editOf(change: Change): { readonly at: string; readonly edit: Edit } {
  if ('remove' in change) return { at: change.remove, edit: { op: 'remove' } };
  return 'replace' in change
    ? { at: change.replace, edit: { op: 'replace', value: change.value } }
    : { at: change.add, edit: { op: 'add', value: change.value } };
}
