import { operationOutcome } from '../../fhir/outcome.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Examined } from './examine.ts';

/**
 * The findings on one resource as an OperationOutcome, on several as a Bundle of them in the same order. The link `about`
 * (RFC 6903 section 2) of an entry names the file. Both are valid STU3 and R4.
 */
export function outcomeResource(all: readonly Examined[]): JsonObject {
  const [first] = all;
  if (first && all.length === 1) return operationOutcome(first.diagnostics);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: all.map((one) => ({
      link: [{ relation: 'about', url: addressOf(one) }],
      resource: operationOutcome(one.diagnostics),
    })),
  };
}

const addressOf = ({ file, line }: Examined): string => encodeURI(file) + (line === undefined ? '' : `#line=${line}`);
