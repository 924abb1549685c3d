import { type ExchangeRecord, isOfStep } from '../../model/exchange.ts';
import type { CaseResult } from '../../model/result.ts';
import type { Role } from '../../model/system-under-test.ts';
import { shortened } from '../shortened.ts';
import { visibleText } from '../visible-text.ts';
import { outcomeWords } from '../words.ts';
import { percent } from './picture.tsx';

/** More exchanges than this are no picture any more. */
const MOST_DRAWN = 30;
const LONGEST_LABEL = 34;
const HEAD = 26;
const ROW = 46;
const LEFT = 12;
const RIGHT = 88;

const ENDS: Readonly<Record<Role, readonly [left: string, right: string]>> = {
  provider: ['Assay', 'Provider'],
  client: ['Client', 'Assay'],
};

/** Who said what to whom, from top to bottom; the same stands below in the steps. */
export function Sequence({ result, role }: { readonly result: CaseResult; readonly role: Role }) {
  const exchanges = result.steps.flatMap((step) => step.exchanges);
  if (exchanges.length < 2 || exchanges.length > MOST_DRAWN) return null;
  const [left, right] = ENDS[role];
  const height = HEAD + exchanges.length * ROW;
  return (
    <svg class="sequence" role="img" height={height}>
      <title>{`What went between ${left} and ${right}, in order`}</title>
      <desc>{exchanges.map((exchange) => `${asked(exchange)}: ${answered(exchange)}`).join('; ')}</desc>
      <text x={percent(LEFT)} y="14">
        {left}
      </text>
      <text x={percent(RIGHT)} y="14">
        {right}
      </text>
      <line class="lane" x1={percent(LEFT)} x2={percent(LEFT)} y1="20" y2={height} />
      <line class="lane" x1={percent(RIGHT)} x2={percent(RIGHT)} y1="20" y2={height} />
      {exchanges.map((exchange, index) => (
        <Pair exchange={exchange} top={HEAD + index * ROW} />
      ))}
    </svg>
  );
}

/** A request to the right, and what came of it to the left. */
function Pair({ exchange, top }: { readonly exchange: ExchangeRecord; readonly top: number }) {
  const aside = isOfStep(exchange) ? '' : ' aside';
  return (
    <>
      <text class={`over${aside}`} x="50%" y={top + 11}>
        {asked(exchange)}
      </text>
      <line
        class={`arrow${aside}`}
        x1={percent(LEFT)}
        x2={percent(RIGHT)}
        y1={top + 16}
        y2={top + 16}
        marker-end="url(#arrow)"
      />
      <text class={`over${aside}`} x="50%" y={top + 32}>
        {answered(exchange)}
      </text>
      <line
        class={`arrow back${aside}`}
        x1={percent(RIGHT)}
        x2={percent(LEFT)}
        y1={top + 37}
        y2={top + 37}
        {...(exchange.response !== undefined && { 'marker-end': 'url(#arrow)' })}
      />
    </>
  );
}

/** The head of every arrow, once in a page. */
export const ArrowHead = () => (
  <svg class="sprite" aria-hidden="true" focusable="false">
    <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
      <path d="M0 0L8 4L0 8z" />
    </marker>
  </svg>
);

function asked({ method, url }: ExchangeRecord): string {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\?.*$/s, '');
  const tail = path.slice(-LONGEST_LABEL);
  return visibleText(`${shortened(method, LONGEST_LABEL)} ${tail.length < path.length ? '…' : ''}${tail}`);
}

const answered = (exchange: ExchangeRecord): string =>
  exchange.outcome === 'response' ? String(exchange.status ?? '') : outcomeWords(exchange);
