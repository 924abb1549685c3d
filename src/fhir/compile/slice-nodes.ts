import type { JsonValue } from '../../model/json.ts';
import type { Property } from './rule.ts';
import { type ElementNode, lastSegment } from './tree.ts';

/** What compiling slices needs from the definitions around them. */
export interface SliceContext {
  readonly childrenOf: (node: ElementNode) => readonly ElementNode[];
  readonly property: (slice: ElementNode) => Property;
  readonly isResource: (type: string) => boolean;
  /** The type that a profile constrains. */
  readonly typeOf: (profile: string) => string | undefined;
  /** Whether a code, Coding or CodeableConcept is in a value set; undefined when the set cannot be expanded. */
  readonly inValueSet: (valueSet: string, value: JsonValue) => boolean | undefined;
}

/** The element steps of a discriminator path; undefined when it needs another resource (`resolve()`). */
export function stepsOf(path: string): readonly string[] | undefined {
  const steps = path.split('.').filter((step) => step !== '$this');
  return steps.every((step) => /^\w+$/.test(step)) ? steps : undefined;
}

/** The elements at a path below the slice; on the way, an element that is sliced itself stands for its slices too. */
export function nodesAt(slice: ElementNode, steps: readonly string[], context: SliceContext): readonly ElementNode[] {
  let found: readonly ElementNode[] = [slice];
  for (const step of steps) {
    found = found
      .flatMap((node) => context.childrenOf(node))
      .filter(({ definition }) => isNamed(lastSegment(definition.path), step))
      .flatMap((node) => [node, ...node.slices]);
  }
  return found;
}

const isNamed = (segment: string, step: string): boolean => segment === step || segment === `${step}[x]`;
