import type { ConformancePackage } from '../conformance-package.ts';
import { snapshotOf } from '../snapshot/snapshot.ts';
import { type DefinitionStore, withoutVersion } from './store.ts';
import type { StructureDefinition } from './structure-definition.ts';

/**
 * The definitions of the core, then those of packages in their order, with snapshots made where they are missing: a package adds to what the
 * specification and the packages before it say, and changes none of it.
 */
export interface LayeredStore extends DefinitionStore {
  /** Why a definition that is at hand cannot be used. */
  readonly problem: (url: string) => string | undefined;
  /** The definition of ours that stands for an official one, when that one is not at hand. */
  readonly standIn: (url: string) => string | undefined;
}

export function layeredStore(
  core: DefinitionStore,
  packages: readonly ConformancePackage[],
  standIns: Readonly<Record<string, string>>,
): LayeredStore {
  const ready = new Map<string, StructureDefinition | undefined>();
  const problems = new Map<string, string>();

  const fromPackages = <T>(
    select: (source: ConformancePackage) => ReadonlyMap<string, T>,
    url: string,
  ): T | undefined => {
    for (const source of packages) {
      const found = select(source).get(url);
      if (found) return found;
    }
    return undefined;
  };

  const published = (url: string): StructureDefinition | undefined => fromPackages(({ structures }) => structures, url);

  function standIn(canonical: string): string | undefined {
    const url = withoutVersion(canonical);
    return published(url) || !Object.hasOwn(standIns, url) ? undefined : standIns[url];
  }

  function structure(urlOrType: string): StructureDefinition | undefined {
    const url = withoutVersion(urlOrType);
    if (ready.has(url)) return ready.get(url);
    const specified = core.structure(urlOrType);
    if (specified) return specified;
    const found = published(standIn(url) ?? url);
    if (!found) return undefined;
    // A definition that is its own base, however far away, has no snapshot.
    ready.set(url, undefined);
    const made = found.snapshot ? found : withSnapshot(found);
    ready.set(url, made);
    return made;
  }

  function withSnapshot(found: StructureDefinition): StructureDefinition | undefined {
    const result = snapshotOf(found, structure);
    if ('snapshot' in result) return { ...found, snapshot: result.snapshot };
    problems.set(found.url, result.problem);
    return undefined;
  }

  return {
    version: core.version,
    resourceTypes: core.resourceTypes,
    structure,
    valueSet: (url) => core.valueSet(url) ?? fromPackages(({ valueSets }) => valueSets, withoutVersion(url)),
    codeSystem: (url) => core.codeSystem(url) ?? fromPackages(({ codeSystems }) => codeSystems, withoutVersion(url)),
    problem: (url) => {
      structure(url);
      return problems.get(standIn(url) ?? withoutVersion(url));
    },
    standIn,
  };
}
