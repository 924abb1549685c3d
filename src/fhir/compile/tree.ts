import type { ElementDefinition } from '../definitions/structure-definition.ts';

/** An element of a snapshot with what lies below it. Slices of an element are beside its children. */
export interface ElementNode {
  readonly definition: ElementDefinition;
  readonly children: readonly ElementNode[];
  readonly slices: readonly ElementNode[];
}

interface GrowingNode {
  readonly definition: ElementDefinition;
  readonly children: GrowingNode[];
  readonly slices: GrowingNode[];
}

/**
 * Snapshots list elements depth first. Paths and slice names give the tree; ids are not relied on, for tools write them
 * differently.
 */
export function treeOf(snapshot: readonly ElementDefinition[]): ElementNode | undefined {
  const open: GrowingNode[] = [];
  let root: GrowingNode | undefined;
  for (const definition of snapshot) {
    const node: GrowingNode = { definition, children: [], slices: [] };
    open.length = Math.min(open.length, depthOf(definition.path));
    const parent = open.at(-1);
    if (parent) siblingsFor(definition, parent).push(node);
    else root ??= node;
    open.push(node);
  }
  return root;
}

const depthOf = (path: string): number => path.split('.').length - 1;

/** A slice goes below the element that it slices, also when a choice slice is written as `valueQuantity`. */
function siblingsFor(definition: ElementDefinition, parent: GrowingNode): GrowingNode[] {
  if (definition.sliceName === undefined) return parent.children;
  const sliced = parent.children.find(({ definition: { path } }) => isSliceOf(definition.path, path));
  if (!sliced) return parent.children;
  const outer = sliced.slices.find(({ definition: { sliceName } }) =>
    definition.sliceName?.startsWith(`${sliceName}/`),
  );
  return (outer ?? sliced).slices;
}

const isSliceOf = (path: string, sliced: string): boolean =>
  path === sliced || (sliced.endsWith('[x]') && path.startsWith(sliced.slice(0, -3)));

/** Name of the element in its parent: `Patient.deceased[x]` gives `deceased[x]`. */
export const lastSegment = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The node with an element path, as `#Questionnaire.item` names it. */
export function nodeByPath(node: ElementNode, path: string): ElementNode | undefined {
  if (node.definition.path === path) return node;
  for (const child of node.children) {
    if (path === child.definition.path || path.startsWith(`${child.definition.path}.`)) return nodeByPath(child, path);
  }
  return undefined;
}
