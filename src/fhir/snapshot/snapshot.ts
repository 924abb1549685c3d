import { numericMax } from '../compile/element-rule.ts';
import { type ElementNode, lastSegment, treeOf } from '../compile/tree.ts';
import type { ElementDefinition, ElementType, StructureDefinition } from '../definitions/structure-definition.ts';

/** A snapshot, or why none can be made. */
export type SnapshotResult = { readonly snapshot: readonly ElementDefinition[] } | { readonly problem: string };

type Lookup = (url: string) => StructureDefinition | undefined;

/**
 * Makes the snapshot of a profile from its differential and the snapshot of its base
 * (https://hl7.org/fhir/R4/profiling.html#snapshot). `lookup` gives definitions with snapshots.
 */
export function snapshotOf(profile: StructureDefinition, lookup: Lookup): SnapshotResult {
  if (profile.base === undefined) return { problem: `${profile.url} names no base definition` };
  const base = lookup(profile.base);
  const tree = base?.snapshot && treeOf(base.snapshot);
  if (!tree) return { problem: `the base definition ${profile.base} is not at hand` };
  const root = copyOf(tree);
  for (const element of withIds(profile.differential ?? [])) {
    const node = locate(root, element.id.split('.').slice(1), lookup);
    if (!node) return { problem: `${element.id} is no element of ${profile.base}` };
    constrain(node, element, lookup);
    const problem = impossible(element, node.definition);
    if (problem !== undefined) return { problem };
  }
  return { snapshot: flatten(root, lastSegment(root.definition.path), root.definition.path) };
}

/** A node while the snapshot is made. */
interface Draft {
  definition: ElementDefinition;
  children: Draft[];
  slices: Draft[];
  /** Slices of a choice that the differential writes as `valueQuantity`. */
  shorthands?: Set<Draft>;
}

const copyOf = ({ definition, children, slices }: ElementNode): Draft => ({
  definition,
  children: children.map(copyOf),
  slices: slices.map(copyOf),
});

/** Ids as `Patient.identifier:nhs.system`, made from paths and slice names where a tool left them out or wrote others. */
function withIds(differential: readonly ElementDefinition[]): readonly ElementDefinition[] {
  const open: string[] = [];
  return differential.map((element) => {
    const names = element.path.split('.');
    open.length = Math.min(open.length, names.length - 1);
    for (let depth = open.length; depth < names.length - 1; depth += 1) open.push(names[depth] ?? '');
    const own = names.at(-1) ?? '';
    open.push(element.sliceName === undefined ? own : `${own}:${element.sliceName}`);
    const given = element.id.split('.');
    const fits = given.length === names.length && given.every((segment, index) => nameOf(segment) === names[index]);
    if (fits) open.splice(0, open.length, ...given);
    return { ...element, id: open.join('.') };
  });
}

const nameOf = (segment: string): string => segment.split(':')[0] ?? segment;

function locate(root: Draft, segments: readonly string[], lookup: Lookup): Draft | undefined {
  let node: Draft | undefined = root;
  for (const segment of segments) {
    if (!node) return undefined;
    if (node.children.length === 0) node.children = inherited(node, root, lookup);
    node = step(node, segment);
  }
  return node;
}

/** The child that an id segment names, with its slice; a slice not yet there is begun. */
function step(parent: Draft, segment: string): Draft | undefined {
  const [name = segment, sliceName] = split(segment);
  const child = parent.children.find(({ definition }) => lastSegment(definition.path) === name);
  if (child) return sliceName === undefined ? child : sliceOf(child, sliceName);
  return choiceSlice(parent, name);
}

function split(segment: string): readonly [string, string | undefined] {
  const colon = segment.indexOf(':');
  return colon < 0 ? [segment, undefined] : [segment.slice(0, colon), segment.slice(colon + 1)];
}

/** `valueQuantity` stands for the slice of `value[x]` with the type Quantity. */
function choiceSlice(parent: Draft, name: string): Draft | undefined {
  for (const child of parent.children) {
    const choice = lastSegment(child.definition.path);
    if (!choice.endsWith('[x]') || !name.startsWith(choice.slice(0, -3))) continue;
    const suffix = name.slice(choice.length - 3).toLowerCase();
    const type = child.definition.type?.find(({ code }) => code.toLowerCase() === suffix);
    if (!type) continue;
    child.definition = {
      ...child.definition,
      slicing: child.definition.slicing ?? { discriminator: [{ type: 'type', path: '$this' }], rules: 'open' },
    };
    const slice = sliceOf(child, name);
    slice.definition = {
      ...slice.definition,
      type: [slice.definition.type?.find(({ code }) => code === type.code) ?? type],
    };
    child.shorthands = (child.shorthands ?? new Set()).add(slice);
    return slice;
  }
  return undefined;
}

function sliceOf(sliced: Draft, sliceName: string): Draft {
  const outer = sliced.slices.find(({ definition }) => sliceName.startsWith(`${definition.sliceName}/`));
  const siblings = (outer ?? sliced).slices;
  const known = siblings.find(({ definition }) => definition.sliceName === sliceName);
  if (known) return known;
  const { slicing: _, ...definition } = (outer ?? sliced).definition;
  const slice: Draft = {
    definition: { ...definition, sliceName, min: 0 },
    children: (outer ?? sliced).children.map(copyDraft),
    slices: [],
  };
  siblings.push(slice);
  return slice;
}

const copyDraft = ({ definition, children, slices }: Draft): Draft => ({
  definition,
  children: children.map(copyDraft),
  slices: slices.map(copyDraft),
});

/** Elements below an element that gives none itself: those it refers to, or those of its profile or type. */
function inherited({ definition }: Draft, root: Draft, lookup: Lookup): Draft[] {
  const reference = definition.contentReference;
  if (reference !== undefined)
    return (draftAt(root, reference.slice(reference.indexOf('#') + 1))?.children ?? []).map(copyDraft);
  const [type] = definition.type ?? [];
  if (!type) return [];
  const structure = type.profile?.map(lookup).find((found) => found?.snapshot) ?? lookup(type.code);
  const tree = structure?.snapshot && treeOf(structure.snapshot);
  return (tree?.children ?? []).map(copyOf);
}

function draftAt(node: Draft, path: string): Draft | undefined {
  if (node.definition.path === path) return node;
  for (const child of node.children) {
    const found = draftAt(child, path);
    if (found) return found;
  }
  return undefined;
}

/** Lays the differential's element over what is there. Constraints add up; everything else replaces. */
function constrain(node: Draft, element: ElementDefinition, lookup: Lookup): void {
  const { id: _, path: __, constraint, type, slicing, ...stated } = element;
  const before = node.definition;
  const types =
    type === undefined
      ? before.type
      : type.map((own) => ({ ...before.type?.find(({ code }) => code === own.code), ...own }));
  // A profile of the type brings elements of its own, in place of those copied from what was there.
  if (type?.some(({ profile }) => profile?.some((url) => lookup(url) !== undefined))) node.children = [];
  const max = element.max ?? extensionMax(type, lookup) ?? before.max;
  const baseMax = before.baseMax ?? (max !== before.max ? before.max : undefined);
  const constraints = [...(before.constraint ?? []), ...(constraint ?? [])];
  const merged = slicing ?? before.slicing;
  node.definition = {
    ...before,
    ...stated,
    ...(max !== undefined && { max }),
    ...(types && { type: types }),
    ...(baseMax !== undefined && { baseMax }),
    ...(constraints.length > 0 && { constraint: [...new Map(constraints.map((one) => [one.key, one])).values()] }),
    ...(merged && { slicing: merged }),
  };
}

/** eld-2: at least `min` of at most `max` values; what asks for more of them than it allows, nothing can meet. */
function impossible({ id, min }: ElementDefinition, { max }: ElementDefinition): string | undefined {
  if (min === undefined || min <= numericMax(max)) return undefined;
  return `${id} asks for at least ${min} values and allows at most ${max}`;
}

/** How often an extension may occur is said by its own definition where the profile does not. */
function extensionMax(type: readonly ElementType[] | undefined, lookup: Lookup): string | undefined {
  const url = type?.[0]?.code === 'Extension' ? type[0].profile?.[0] : undefined;
  const max = url === undefined ? undefined : lookup(url)?.snapshot?.[0]?.max;
  return max === '*' ? undefined : max;
}

/** A choice of which the differential names one type alone, without slicing it, has that type only. */
function narrowed({ definition, shorthands }: Draft): ElementDefinition {
  const [only, ...others] = shorthands ?? [];
  if (!only || others.length > 0) return definition;
  const min = Math.max(definition.min ?? 0, only.definition.min ?? 0);
  return { ...definition, min, ...(only.definition.type && { type: only.definition.type }) };
}

/** Depth first; paths and ids are made anew, for copied elements bring those of their type. */
function flatten(draft: Draft, id: string, path: string): readonly ElementDefinition[] {
  const { children, slices } = draft;
  const below = children.flatMap((child) => {
    const name = lastSegment(child.definition.path);
    return flatten(child, `${id}.${name}`, `${path}.${name}`);
  });
  const base = id.replace(/:[^.:]*$/, '');
  const sliced = slices.flatMap((slice) => flatten(slice, `${base}:${slice.definition.sliceName}`, path));
  return [{ ...narrowed(draft), id, path }, ...below, ...sliced];
}
