import { list, object, oneOf, type Shaped, text } from '../../model/shape.ts';
import { instant, readJson } from '../format/canonical.ts';
import type { Refused } from '../format/finding.ts';
import { descriptor, STATEMENT_V1 } from '../format/statement.ts';

export const DECISIONS = ['accept', 'reject', 'ask'] as const;

/** What a reviewer decides of a requirement, and why. */
const decision = object({ requirement: text, decision: oneOf(DECISIONS), reason: text });

export type Decision = Shaped<typeof decision>;

export const SVR_V01 = 'https://in-toto.io/attestation/svr/v0.1';

/**
 * What a reviewer signs: an in-toto Statement about the manifest of a bundle, with the predicate of a simple verification result v0.1
 * (https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md). Its properties are the requirements that were accepted; our
 * extension has every decision with its reason.
 */
const countersignature = object({
  _type: oneOf([STATEMENT_V1]),
  subject: list(descriptor),
  predicateType: oneOf([SVR_V01]),
  predicate: object({
    verifier: object({ id: text }),
    /** By the clock of the reviewer. */
    timeCreated: instant,
    properties: list(text),
    'x-assay': object({ reviewer: text, decisions: list(decision) }),
  }),
});

export type Countersignature = Shaped<typeof countersignature>;

/** The requirements that are accepted, as properties that were verified. */
export const acceptedIn = (decisions: readonly Decision[]): readonly string[] =>
  decisions.filter((one) => one.decision === 'accept').map(({ requirement }) => `ASSAY_ACCEPTED_${requirement}`);

/** Canonical JSON with these members and no others. */
export const parseCountersignature = (bytes: Uint8Array, refused: (why: string) => Refused) =>
  readJson(bytes, countersignature, refused);
