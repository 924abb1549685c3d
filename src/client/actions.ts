import { book } from './book.ts';
import { cancel } from './cancel.ts';
import { capabilities } from './capabilities.ts';
import type { Client, Outcome } from './client.ts';
import { list } from './list.ts';
import { read } from './read.ts';
import { search } from './search.ts';

export interface Action {
  readonly carryOut: (client: Client) => Promise<Outcome>;
  /** Members of the values of a client that have no default. */
  readonly needs: readonly string[];
}

/** What a user can ask a booking client to do. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  capabilities: { carryOut: capabilities, needs: [] },
  search: { carryOut: search, needs: [] },
  book: { carryOut: book, needs: [] },
  read: { carryOut: read, needs: ['appointment'] },
  list: { carryOut: list, needs: [] },
  cancel: { carryOut: cancel, needs: ['appointment'] },
};
