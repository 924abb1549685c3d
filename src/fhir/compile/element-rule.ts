import type { ElementDefinition, ElementType, StructureDefinition } from '../definitions/structure-definition.ts';
import type { Property, SourcedConstraint } from './rule.ts';
import { type ElementNode, lastSegment, nodeByPath } from './tree.ts';

/** A definition with its tree, from which rules are cut. */
export interface Source {
  readonly structure: StructureDefinition;
  /** Canonical URL with `|` and version. */
  readonly label: string;
  readonly root: ElementNode;
}

export const labelOf = ({ url, version }: StructureDefinition): string =>
  version === undefined ? url : `${url}|${version}`;

export const isBackbone = (type: string): boolean => type === 'BackboneElement' || type === 'Element';

export const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const numericMax = (max: string | undefined): number =>
  max === undefined || max === '*' ? Number.POSITIVE_INFINITY : Number(max);

export const sourced = (source: Source, { constraint }: ElementDefinition): readonly SourcedConstraint[] =>
  (constraint ?? []).map((stated) => ({ ...stated, source: source.label }));

export const distinctByKey = (constraints: readonly SourcedConstraint[]): readonly SourcedConstraint[] => [
  ...new Map(constraints.map((constraint) => [constraint.key, constraint])).values(),
];

/** `value[x]:valueQuantity`: a slice that holds for one type of a choice. */
export const isTypeSlice = (node: ElementNode, slice: ElementNode): boolean =>
  lastSegment(node.definition.path).endsWith('[x]') &&
  (node.definition.slicing?.discriminator ?? [{ type: 'type', path: '$this' }]).every(
    ({ type, path }) => type === 'type' && path === '$this',
  ) &&
  slice.definition.type !== undefined;

export function typedSlices(node: ElementNode): ReadonlyMap<string, ElementNode> {
  return new Map(
    node.slices
      .filter((slice) => isTypeSlice(node, slice))
      .flatMap((slice) => (slice.definition.type ?? []).map(({ code }) => [code, slice] as const)),
  );
}

/** The types of an element; one that refers to another element has that one's. */
export function typesOf(source: Source, { definition }: ElementNode): readonly ElementType[] {
  if (definition.type) return definition.type;
  if (definition.contentReference === undefined) return [];
  return [
    {
      code:
        nodeByPath(source.root, definition.contentReference.slice(1))?.definition.type?.[0]?.code ?? 'BackboneElement',
    },
  ];
}

export function limitsOf(
  definition: ElementDefinition,
): Pick<Property, 'fixed' | 'pattern' | 'minValue' | 'maxValue' | 'maxLength' | 'regex'> {
  const { fixed, pattern, minValue, maxValue, maxLength, regex } = definition;
  return {
    ...(fixed !== undefined && { fixed }),
    ...(pattern !== undefined && { pattern }),
    ...(minValue !== undefined && { minValue }),
    ...(maxValue !== undefined && { maxValue }),
    ...(maxLength !== undefined && { maxLength }),
    ...(regex !== undefined && { regex }),
  };
}
