import type { Exchange } from './exchange.ts';

const CODE = 'SIMULATOR_CRASHED';
const MOST_SAID = 500;

/** What an exchange says of itself in `problem` when what was to answer it broke: ours, and none of whoever asked. */
export const crashProblem = (cause: unknown): string => `${CODE}: ${String(cause).slice(0, MOST_SAID)}`;

export const hasCrashed = ({ problem }: Pick<Exchange, 'problem'>): boolean => problem?.startsWith(CODE) === true;
