import { type ConformancePackage, packageFromArchive, packageFromFiles } from '../fhir/conformance-package.ts';
import type { Definitions } from '../fhir/definitions/definitions.ts';
import { NEEDS_FHIR } from '../fhir/needs-fhir.ts';
import type { PackageUse } from '../model/plan.ts';
import type { Profile } from '../model/suite.ts';
import type { DeclaredApi, DeclaredProfile } from './declared.ts';
import { fileNamed } from './file-named.ts';
import { errorAt, keyOf, type Located, member, members, type Report, sourceOf } from './located.ts';
import type { OpenedFiles } from './opened-files.ts';

/** What resources of an interface are checked by, beside the specification. */
export interface ApiDefinitions {
  readonly profiles: Readonly<Record<string, Profile>>;
  /** In the order in which a definition is looked for. */
  readonly packages: readonly PackageUse[];
  readonly definitions: Definitions;
}

/** Packages that the user named lie here, numbered in their order, so that they are sealed and found again with the suites. */
export const PACKAGE_FOLDER = 'packages/';

/** Reads the packages and our own profiles; ours stand for the official ones that no package holds, and no package changes them. */
export function definitionsOf(declared: Located<DeclaredApi>, files: OpenedFiles, report: Report): ApiDefinitions {
  const profiles = members(member(declared, 'profiles')).map(([name, profile]) =>
    profileOf(name, profile, declared.value, files, report),
  );
  const archives = files.paths.filter((path) => path.startsWith(PACKAGE_FOLDER));
  const given = archives.flatMap((path) => packageIn(path, declared.value, files, report));
  const own = profiles.flatMap(({ definition }) => definition ?? []);
  for (const one of given) reportRedefined(one, own, report);
  const standIns = profiles.flatMap(({ profile: { official, own } }) => (official && own ? [[official, own.url]] : []));
  return {
    profiles: Object.fromEntries(profiles.map(({ name, profile }) => [name, profile])),
    packages: given.map(usedPackage),
    definitions: {
      packages: [...own, ...given],
      standIns: Object.fromEntries(standIns),
    },
  };
}

interface DeclaredDefinition {
  readonly name: string;
  readonly profile: Profile;
  readonly definition?: ConformancePackage;
}

function profileOf(
  name: string,
  declared: Located<DeclaredProfile>,
  { api, fhir }: DeclaredApi,
  files: OpenedFiles,
  report: Report,
): DeclaredDefinition {
  const { official } = declared.value;
  const published = official === undefined ? {} : { official };
  if (fhir === undefined) {
    report({ ...NEEDS_FHIR, location: { source: keyOf(declared) } });
    return { name, profile: published };
  }
  const file = member(declared, 'file');
  const named = file && fileNamed(file, `fixtures/${api}`, files, report);
  if (file === undefined || named === undefined) return { name, profile: published };
  const { package: definition } = packageFromFiles(named.path, new Map([[named.path, named.bytes]]), fhir);
  const [url, another] = [...definition.structures.keys()];
  if (url === undefined || another !== undefined) {
    report(errorAt(sourceOf(file), 'PROFILE_INVALID', `${named.path} does not hold one StructureDefinition`));
    return { name, profile: published };
  }
  return { name, profile: { ...published, own: { file: named.path, url } }, definition };
}

function packageIn(
  file: string,
  { fhir }: DeclaredApi,
  files: OpenedFiles,
  report: Report,
): readonly ConformancePackage[] {
  const bytes = files.open(file);
  if (bytes === undefined) return [];
  if (fhir === undefined) {
    report({ ...NEEDS_FHIR, location: { source: { file, line: 1, column: 1 } } });
    return [];
  }
  const { package: read, diagnostics } = packageFromArchive(file, bytes, fhir);
  for (const finding of diagnostics) report(finding);
  return [read];
}

/** Whoever brings another definition of a profile of ours would decide for himself what he is asked for. */
function reportRedefined(
  { name, structures }: ConformancePackage,
  own: readonly ConformancePackage[],
  report: Report,
): void {
  const redefined = own.flatMap((profile) => [...profile.structures.keys()]).filter((url) => structures.has(url));
  if (redefined.length === 0) return;
  report({
    code: 'PACKAGE_REDEFINES',
    severity: 'error',
    message: `${name} defines ${redefined.join(', ')}, which the interface defines itself`,
    hint: 'Name the package as its publisher gives it; it adds definitions and changes none.',
  });
}

const usedPackage = ({ name: file, sha256, published, version }: ConformancePackage): PackageUse => ({
  file,
  sha256,
  ...(published !== undefined && { name: published }),
  ...(version !== undefined && { version }),
});
