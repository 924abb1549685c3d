import type { RunPlan } from '../model/plan.ts';

/** What is said before the sources that disagree are shown, and when none do. */
export const SOURCES_WORDS = {
  some: 'The published sources ask for different answers in some situations. Any of them is accepted; this is what the system under test does.',
  none: 'No case was judged in which the cited sources ask for different things.',
} as const;

/** A source by its title alone. */
export const sourceTitle = ({ api }: RunPlan, id: string): string => api.sources[id]?.title ?? id;

/** A source with its version and section, and where it is published. */
export function sourceName({ api }: RunPlan, id: string): { readonly name: string; readonly url?: string } {
  const source = api.sources[id];
  if (source === undefined) return { name: id };
  const { title, version, section, url } = source;
  return { name: [title, version, section].filter((part) => part !== undefined).join(', '), url };
}

/** `as Appointments API, SCAL`, or that nobody asks for it. */
export const followsWords = (plan: RunPlan, follows: readonly string[]): string =>
  follows.length === 0 ? 'as none of them asks' : `as ${follows.map((id) => sourceTitle(plan, id)).join(', ')}`;
