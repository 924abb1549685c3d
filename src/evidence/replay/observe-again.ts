import { isDeepStrictEqual } from 'node:util';
import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { Exchange, ExchangeRecord } from '../../model/exchange.ts';
import { isRecord } from '../../model/shape.ts';
import { type ObservedSystem, observedIn } from '../../model/system-under-test.ts';
import { PAYLOAD } from '../format/bundle-layout.ts';
import { rejected } from '../format/finding.ts';

/** The exchange in which the system under test described itself. */
export interface Preflight {
  readonly exchange: Exchange;
  readonly recorded: ExchangeRecord;
}

/** What the journal says of the system under test must be what its CapabilityStatement says. */
export function observedOtherwise(
  { observed, problems }: Extract<JournalEvent, { type: 'preflight-finished' }>,
  preflight: Preflight | undefined,
): readonly Diagnostic[] {
  if (observed === undefined && problems.some(isError)) return [];
  if (preflight?.recorded.redactions.some(({ message }) => message === 'response')) return [];
  if (preflight !== undefined && isDeepStrictEqual(observed, observedFrom(preflight.exchange))) return [];
  const file = preflight?.recorded.response?.file;
  return [
    rejected(
      'EXCHANGE_MISMATCH',
      'The journal says of the system under test what its CapabilityStatement does not',
      file === undefined ? undefined : { file: `${PAYLOAD}${file}` },
    ),
  ];
}

function observedFrom({ response }: Exchange): ObservedSystem | undefined {
  if (response?.status !== 200) return undefined;
  try {
    const statement: unknown = JSON.parse(Buffer.from(response.body).toString('utf8'));
    return isRecord(statement) && statement['resourceType'] === 'CapabilityStatement'
      ? observedIn(statement)
      : undefined;
  } catch {
    return undefined;
  }
}
