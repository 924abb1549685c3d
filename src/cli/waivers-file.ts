import type { Diagnostic } from '../model/diagnostic.ts';
import { isExpired, type Waiver } from '../model/waiver.ts';

/** What no longer holds when a run begins keeps it from beginning. A replay asks nothing of the kind: the run was when it was. */
export const expiredWaivers = (waivers: readonly Waiver[], now: Date): readonly Diagnostic[] =>
  waivers
    .filter((waiver) => isExpired(waiver, now.toISOString()))
    .map(({ of, id, owner, expires, source }) => ({
      code: 'WAIVER_EXPIRED',
      severity: 'error',
      message: `The waiver of ${of} "${id}" held until ${expires}`,
      hint: `Ask ${owner} for another, or take it out.`,
      location: { source },
    }));
