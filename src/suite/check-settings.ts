import { valueAt } from '../message/scope.ts';
import { hintFor } from '../schema/suggestion.ts';
import type { DeclaredApi } from './declared.ts';
import { errorAt, items, type Located, member, type Report, sourceOf } from './located.ts';

/** What a configuration is asked for must be a value of the interface. */
export function checkSettings(declared: Located<DeclaredApi>, report: Report): void {
  const { values = {} } = declared.value;
  for (const setting of items(member(declared, 'configure'))) {
    const name = setting.value.value;
    if (valueAt(values, name.split('.')) !== undefined) continue;
    const at = member(setting, 'value') ?? setting;
    report(
      errorAt(
        sourceOf(at),
        'UNKNOWN_VALUE',
        `The interface has no value "${name}"`,
        hintFor(name, Object.keys(values)),
      ),
    );
  }
}
