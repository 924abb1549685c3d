import type { Verdict } from '../../model/verdict.ts';
import { VERDICT_WORDS } from '../words.ts';

/** Drawn, since fonts differ in which signs they hold. */
const ICON_PATHS: Readonly<Record<Verdict, string>> = {
  pass: 'M3 8.5l3.2 3.2L13 4.6',
  fail: 'M4 4l8 8M12 4l-8 8',
  error: 'M8 2.5v7M8 12.4v.2',
  skip: 'M3.5 8h9',
};

/** The drawings, once in a page; VerdictIcon refers to them. */
export function IconSprite() {
  return (
    <svg class="sprite" aria-hidden="true" focusable="false">
      {Object.entries(ICON_PATHS).map(([verdict, path]) => (
        <symbol id={`icon-${verdict}`} viewBox="0 0 16 16">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  );
}

function VerdictIcon({ verdict }: { readonly verdict: Verdict }) {
  return (
    <svg class="icon" aria-hidden="true" focusable="false">
      <use href={`#icon-${verdict}`} />
    </svg>
  );
}

/** Sign, word and colour: none of them says it alone. */
export function VerdictTag({ verdict }: { readonly verdict: Verdict }) {
  return (
    <strong class={`tag ${verdict}`}>
      <VerdictIcon verdict={verdict} />
      {VERDICT_WORDS[verdict]}
    </strong>
  );
}

/** A link to a case, with its verdict as a sign to see and a word to hear. */
export function CaseLink({
  id,
  href,
  verdict,
}: {
  readonly id: string;
  readonly href: string;
  readonly verdict: Verdict;
}) {
  return (
    <a class={`case-link ${verdict}`} href={href}>
      <VerdictIcon verdict={verdict} />
      {id}
      <span class="hidden"> {VERDICT_WORDS[verdict]}</span>
    </a>
  );
}
