import type { AssertionKind } from '../assert/kind.ts';
import { ASSERTION_KINDS } from '../assert/registry.ts';

const KINDS: ReadonlyMap<string, AssertionKind> = new Map(ASSERTION_KINDS.map((kind) => [kind.kind, kind]));

export const kindOf = (name: string): AssertionKind | undefined => KINDS.get(name);
