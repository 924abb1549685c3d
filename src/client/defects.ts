import { patched } from '../message/patch.ts';
import { HarnessError } from '../model/harness-error.ts';
import type { JsonValue } from '../model/json.ts';
import type { ClientDefects, Decisions } from './decisions.ts';
import { BOOKING_DEFECTS } from './defects/bookings.ts';
import { CANCELLATION_DEFECTS } from './defects/cancellations.ts';
import { HEADER_DEFECTS } from './defects/headers.ts';
import { RETRY_DEFECTS } from './defects/retries.ts';
import { SEARCH_DEFECTS } from './defects/searches.ts';
import { TOKEN_DEFECTS } from './defects/tokens.ts';
import { USER_DEFECTS } from './defects/users.ts';

/** Each is one decision made wrongly. */
export const CLIENT_DEFECTS: ClientDefects = {
  ...SEARCH_DEFECTS,
  ...HEADER_DEFECTS,
  ...TOKEN_DEFECTS,
  ...BOOKING_DEFECTS,
  ...RETRY_DEFECTS,
  ...CANCELLATION_DEFECTS,
  ...USER_DEFECTS,
};

/**
 * The decisions with the patches of the named defects, in the order in which they are named.
 *
 * @throws HarnessError CONFIG_INVALID for a defect that there is not, or that another one makes impossible.
 */
export function withClientDefects(decisions: Decisions, names: readonly string[]): Decisions {
  return names.reduce((current, name) => {
    const defect = Object.hasOwn(CLIENT_DEFECTS, name) ? CLIENT_DEFECTS[name] : undefined;
    if (defect === undefined) throw invalid(`The client has no defect "${name}"`);
    const changed = patched(current as unknown as JsonValue, defect.patch);
    if (changed === undefined) throw invalid(`The defect "${name}" cannot be combined with ${names.join(', ')}`);
    // A test carries out every patch.
    return changed as unknown as Decisions;
  }, decisions);
}

const invalid = (message: string): HarnessError =>
  new HarnessError({ code: 'CONFIG_INVALID', severity: 'error', message });
