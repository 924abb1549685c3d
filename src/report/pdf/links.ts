import type { Verdict } from '../../model/verdict.ts';
import type { Stated } from '../required.ts';
import { VERDICT_WORDS } from '../words.ts';
import { type Inline, type Inlines, plain } from './block.ts';

export const casePlace = (id: string): string => `case ${id}`;
export const requirementPlace = (id: string): string => `requirement ${id}`;

/** A case by its id; with its verdict as a sign to see and a word to hear, when that is given. */
export function caseLink(id: string, verdict?: Verdict): Inline {
  return {
    text: id,
    to: { place: casePlace(id) },
    ...(verdict !== undefined && { verdict, alt: `${id} ${VERDICT_WORDS[verdict]}` }),
  };
}

/** Requirement ids, each leading to its row of the matrix. */
export const requirementLinks = (ids: readonly string[]): Inlines =>
  apart(ids.map((id) => ({ text: id, to: { place: requirementPlace(id) } })));

/** What was required, a line each: `P24 (MUST): Accepts a booking of a free slot`. */
export const requiredLines = (requirements: readonly Stated[]): Inlines =>
  requirements.flatMap(({ id, level, text }, place) => [
    ...(place === 0 ? [] : [plain('\n')]),
    { text: id, to: { place: requirementPlace(id) } },
    plain(` (${level}): ${text}`),
  ]);

export const caseLinks = (ids: readonly string[]): Inlines => apart(ids.map((id) => caseLink(id)));

/** The space belongs to the link before it, and is not underlined: what stood between them would be a text of its own, as often as there are ids. */
const apart = (links: readonly Inline[]): Inlines =>
  links.map((link, place) => (place === links.length - 1 ? link : { ...link, text: `${link.text}  ` }));

/** Characters of which a URL is made (RFC 3986), over TLS. */
const WEB = /^https:\/\/[!#$&-;=?-Z_a-z~%[\]]+$/;

/** A link if it leads to a web page over TLS, otherwise the text alone. */
export const webLink = (url: string | undefined, text: string): Inline =>
  url !== undefined && WEB.test(url) ? { text, to: { url } } : plain(text);

/** Sign, word and colour: none of them says it alone. */
export const verdictTag = (verdict: Verdict): Inline => ({ text: VERDICT_WORDS[verdict], as: 'strong', verdict });
