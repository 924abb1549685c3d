import type { AssertionKind } from '../assert/kind.ts';
import { ASSERTION_KINDS, STATEMENT_KINDS } from '../assert/registry.ts';
import type { StatementKind } from '../assert/statement.ts';

const KINDS: ReadonlyMap<string, AssertionKind> = new Map(ASSERTION_KINDS.map((kind) => [kind.kind, kind]));
const OF_STATEMENTS: ReadonlyMap<string, StatementKind> = new Map(STATEMENT_KINDS.map((kind) => [kind.kind, kind]));

export const kindOf = (name: string): AssertionKind | undefined => KINDS.get(name);
export const statementKindOf = (name: string): StatementKind | undefined => OF_STATEMENTS.get(name);
