import { deepEqual, equal } from 'node:assert/strict';
import { dateSpan } from './date-span.ts';

const span = (text: string) => {
  const found = dateSpan(text);
  return found && [found.from, found.to].map((epochMs) => new Date(epochMs).toISOString());
};

describe('dateSpan', () => {
  for (const [text, from, to] of [
    ['2027', '2027-01-01T00:00:00.000Z', '2028-01-01T00:00:00.000Z'],
    ['2026-12', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
    ['2026-11-23T09:30Z', '2026-11-23T09:30:00.000Z', '2026-11-23T09:31:00.000Z'],
    ['2026-11-23T09:30:15+01:00', '2026-11-23T08:30:15.000Z', '2026-11-23T08:30:16.000Z'],
    ['2026-11-23T09:30:15.250Z', '2026-11-23T09:30:15.250Z', '2026-11-23T09:30:15.251Z'],
  ] as const) {
    it(`covers what ${text} leaves open`, () => deepEqual(span(text), [from, to]));
  }

  for (const text of ['', 'soon', '1', '7 March 2027', '2026-13-01', '2026-11-23T25:00Z', '20261123']) {
    it(`finds no date in ${JSON.stringify(text)}`, () => equal(span(text), undefined));
  }
});
