import { canonicalJson } from '../../../../model/canonical-json.ts';
import type { JsonValue } from '../../../../model/json.ts';
import type { CaseResult } from '../../../../model/result.ts';
import type { ReportInput } from '../../../report-format.ts';
import { shortened } from '../../../shortened.ts';

/** A case that is told in full. */
export interface Telling {
  readonly input: ReportInput;
  readonly result: CaseResult;
  /** Bytes of each body. */
  readonly limit: number;
}

/** Longer values are in results.json. */
const LONGEST_VALUE = 600;

/** A text as it is, any other value as JSON. */
export const written = (value: JsonValue): string =>
  shortened(typeof value === 'string' ? value : canonicalJson(value), LONGEST_VALUE);
