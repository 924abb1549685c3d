import type { Role } from './system-under-test.ts';

export const REQUIREMENT_LEVELS = ['MUST', 'SHOULD', 'MAY'] as const;

/** Shown by cases, said by the supplier, or seen by a reviewer who is there. */
export const ASSESSMENTS = ['automated', 'attested', 'witnessed'] as const;

/** Where the evidence of a requirement is due; `none` when a statement is enough. */
export const DUE_ENVIRONMENTS = ['development', 'int', 'none'] as const;

/**
 * What it takes to show a requirement beyond cases that pass: `official-profiles`, that no rules of ours stood in for the published
 * profiles.
 */
export const SHOWN_BY = ['official-profiles'] as const;

/** One row of requirements.yaml. */
export interface Requirement {
  readonly id: string;
  /** What others call the same requirement. */
  readonly alias?: string;
  readonly text: string;
  readonly level: (typeof REQUIREMENT_LEVELS)[number];
  readonly role: Role;
  readonly assessed: (typeof ASSESSMENTS)[number];
  readonly environment: (typeof DUE_ENVIRONMENTS)[number];
  /** Absent when its cases show it by themselves. */
  readonly shownBy?: (typeof SHOWN_BY)[number];
}

/** Whether a run shows less than it should when no case verifies this one. */
export const mustBeTested = ({ level, assessed }: Pick<Requirement, 'level' | 'assessed'>): boolean =>
  level === 'MUST' && assessed === 'automated';
