import type { Discriminator, ElementDefinition } from '../definitions/structure-definition.ts';
import { nodesAt, type SliceContext, stepsOf } from './slice-nodes.ts';
import { shorten } from './structure-fault.ts';
import type { ElementNode } from './tree.ts';

const SHOWN_LENGTH = 200;

/** What tells the values of a slice from others, in words: `has system "urn:a"`; undefined when that has no short ones. */
export function describeSlice(
  slice: ElementNode,
  discriminators: readonly Discriminator[],
  context: SliceContext,
): string | undefined {
  const parts = discriminators.map((discriminator) => describePart(slice, discriminator, context));
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join(' and ') : undefined;
}

function describePart(slice: ElementNode, { type, path }: Discriminator, context: SliceContext): string | undefined {
  const [profile] = slice.definition.type?.[0]?.profile ?? [];
  if (path === 'url' && profile !== undefined) return `has url "${profile.split('|')[0]}"`;
  const steps = stepsOf(path);
  const [node] = steps ? nodesAt(slice, steps, context) : [];
  if (!node) return undefined;
  const told = describeValue(type, node.definition);
  if (told === undefined) return undefined;
  if (type === 'exists') return node.definition.max === '0' ? `has no ${path}` : `has ${path}`;
  return path === '$this' ? `is ${told}` : `has ${path} ${told}`;
}

function describeValue(
  type: Discriminator['type'],
  { fixed, pattern, binding, type: types = [] }: ElementDefinition,
): string | undefined {
  switch (type) {
    case 'value':
    case 'pattern': {
      const value = fixed ?? pattern;
      if (value !== undefined) return shorten(value, SHOWN_LENGTH);
      return binding?.strength === 'required' ? `of the value set ${binding.valueSet}` : undefined;
    }
    case 'type':
      return types.length > 0 ? `of type ${types.map(({ code }) => code).join(' or ')}` : undefined;
    case 'exists':
      return '';
    case 'profile':
    case 'unknown':
      return undefined;
    default:
      return type satisfies never;
  }
}
