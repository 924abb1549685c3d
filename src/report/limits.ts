import { counted } from '../model/counted.ts';
import type { RunResult } from '../model/result.ts';
import type { Role } from '../model/system-under-test.ts';

const ONE_SYSTEM: Readonly<Record<Role, string>> = {
  provider:
    'It shows how one system answered at one address at one time. Another version, configuration or environment may answer differently.',
  client:
    'It shows what one client sent to our simulator at one time. What its user saw, what it stored and what it would send to another provider is not shown.',
};

/** What a reader must not take a report for. */
export function limitsOf({ requirements, notChecked, sut }: RunResult): readonly string[] {
  const untested = requirements.filter(({ verdict }) => verdict === undefined).length;
  return [
    ONE_SYSTEM[sut.role],
    'A passed case shows that what it looks at was so. It does not show that the requirement holds in every situation.',
    ...(untested > 0 ? [`${counted(untested, 'listed requirement')} had no case in this run.`] : []),
    ...(notChecked > 0
      ? [
          `${counted(notChecked, 'time')} a published rule applied but could not be evaluated; the reasons are listed above.`,
        ]
      : []),
    'A seal shows that nothing was changed since it was made. Whoever holds both the harness and the system could have made up the exchanges; the reviewer decides whom to trust.',
    'It is no statement on clinical safety, information governance or fitness for live use, and no approval by anyone.',
  ];
}
