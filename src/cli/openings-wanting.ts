import { existsSync } from 'node:fs';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { StoppedRun } from './stopped-run.ts';

/** What the file of a run's openings adds to the name of its folder. */
export const OPENINGS = '.openings.json';

/** What of a run that goes on no openings will open: a salt is kept with its opening, or thrown away. Code: OPENINGS_INCOMPLETE. */
export function openingsWanting({ folder, stopped }: StoppedRun, keeps: boolean): readonly Diagnostic[] {
  const wereKept = existsSync(`${folder.path}${OPENINGS}`);
  if (wereKept && !keeps)
    return [
      wanting(
        'Openings were kept before the run stopped, and none are from now on',
        'Name --keep-openings as before, if anybody may ask what was replaced.',
      ),
    ];
  const replaced = stopped.exchanges.some(({ redactions }) => redactions.length > 0);
  return keeps && replaced && !wereKept
    ? [
        wanting(
          'Openings that are kept from now on do not open what was replaced before the run stopped',
          'Begin a new run if anybody may ask for all of it.',
        ),
      ]
    : [];
}

const wanting = (message: string, hint: string): Diagnostic => ({
  code: 'OPENINGS_INCOMPLETE',
  severity: 'warning',
  message,
  hint,
});
