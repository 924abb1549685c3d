import { list, matching, object, oneOf, text } from '../../model/shape.ts';
import { parseCanonical } from '../format/canonical.ts';
import { type ResourceDescriptor, STATEMENT_V1 } from '../format/statement.ts';

export const DECISIONS = ['accept', 'reject', 'ask'] as const;

/** What a reviewer decides of a requirement, and why. */
export interface Decision {
  readonly requirement: string;
  readonly decision: (typeof DECISIONS)[number];
  readonly reason: string;
}

/**
 * What a reviewer signs: an in-toto Statement about the manifest of a bundle, with the predicate of a simple verification result v0.1
 * (https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md). Its properties are the requirements that were accepted; our
 * extension has every decision with its reason.
 */
export interface Countersignature {
  readonly _type: typeof STATEMENT_V1;
  readonly subject: readonly ResourceDescriptor[];
  readonly predicateType: typeof SVR_V01;
  readonly predicate: {
    readonly verifier: { readonly id: string };
    /** RFC 3339 instant, by the clock of the reviewer. */
    readonly timeCreated: string;
    readonly properties: readonly string[];
    readonly 'x-assay': { readonly reviewer: string; readonly decisions: readonly Decision[] };
  };
}

type Predicate = Countersignature['predicate'];

export const SVR_V01 = 'https://in-toto.io/attestation/svr/v0.1';

/** The requirements that are accepted, as properties that were verified. */
export const acceptedIn = (decisions: readonly Decision[]): readonly string[] =>
  decisions.filter(({ decision }) => decision === 'accept').map(({ requirement }) => `ASSAY_ACCEPTED_${requirement}`);

const digest = object<{ sha256: string }>({ sha256: matching(/^[0-9a-f]{64}$/) });

const shape = object<Countersignature>({
  _type: oneOf([STATEMENT_V1]),
  subject: list(object<ResourceDescriptor>({ name: text, digest })),
  predicateType: oneOf([SVR_V01]),
  predicate: object<Predicate>({
    verifier: object<Predicate['verifier']>({ id: text }),
    timeCreated: matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
    properties: list(text),
    'x-assay': object<Predicate['x-assay']>({
      reviewer: text,
      decisions: list(object<Decision>({ requirement: text, decision: oneOf(DECISIONS), reason: text })),
    }),
  }),
});

/** Canonical JSON with these members and no others; undefined for anything else. */
export function parseCountersignature(bytes: Uint8Array): Countersignature | undefined {
  const value = parseCanonical(bytes);
  // The shape is checked member by member.
  return value !== undefined && shape(value, '') === undefined ? (value as unknown as Countersignature) : undefined;
}
