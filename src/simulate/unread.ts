import type { UnreadStatus } from '../http/listen.ts';
import type { SimulatorRules } from '../model/simulator.ts';

/** The replies to requests of which the body could not be taken, where the rules have them. */
const UNREAD_REPLIES: Readonly<Record<UnreadStatus, string>> = {
  400: 'unreadable-body',
  413: 'too-large-body',
  415: 'unknown-coding',
};

/** The reply by name; undefined where the rules have none. */
export const unreadReply = ({ replies }: SimulatorRules, status: UnreadStatus): string | undefined =>
  Object.hasOwn(replies, UNREAD_REPLIES[status]) ? UNREAD_REPLIES[status] : undefined;
