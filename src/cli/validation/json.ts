import { type Diagnostic, isError } from '../../model/diagnostic.ts';
import { countSeverities, type SeverityCounts, wasStopped } from './counts.ts';
import type { Examined } from './examine.ts';

/** What `assay validate --json` prints: a contract with programs, to which members are only added. */
interface ValidationJson {
  /** No resource has an error, and no validation was stopped; what was not checked is counted below. */
  readonly valid: boolean;
  readonly counts: SeverityCounts & { readonly resources: number };
  /** Definitions beside those of FHIR. */
  readonly packages: readonly UsedPackage[];
  readonly resources: readonly (Examined & { readonly valid: boolean })[];
}

export interface UsedPackage {
  readonly name: string;
  readonly version?: string;
  readonly sha256: string;
}

export function validationJson(all: readonly Examined[], packages: readonly UsedPackage[]): ValidationJson {
  const diagnostics = all.flatMap((one) => one.diagnostics);
  return {
    valid: isFree(diagnostics),
    counts: { resources: all.length, ...countSeverities(diagnostics) },
    packages: packages.map(({ name, version, sha256 }) => ({
      name,
      ...(version !== undefined && { version }),
      sha256,
    })),
    resources: all.map((one) => ({ ...one, valid: isFree(one.diagnostics) })),
  };
}

const isFree = (diagnostics: readonly Diagnostic[]): boolean => !diagnostics.some(isError) && !wasStopped(diagnostics);
