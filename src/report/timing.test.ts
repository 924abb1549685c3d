import assert from 'node:assert/strict';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import { latencies, phasesOf } from './timing.ts';

const [exchange] = sampleResult().result.cases[0]?.steps[0]?.exchanges ?? [];
assert.ok(exchange);
const taking = (totalMs: number, more: object = {}) => ({ ...exchange, timings: { totalMs }, ...more });

describe('phasesOf', () => {
  it('begins each phase where the one before it ends', () => {
    assert.deepEqual(
      phasesOf({ dnsMs: 1, connectMs: 3, tlsMs: 10, firstByteMs: 40, totalMs: 42 }).map(({ startMs, endMs }) => [
        startMs,
        endMs,
      ]),
      [
        [0, 1],
        [1, 3],
        [3, 10],
        [10, 40],
        [40, 42],
      ],
    );
  });

  it('leaves out what was not reached or not needed', () => {
    assert.deepEqual(
      phasesOf({ firstByteMs: 5, totalMs: 6 }).map(({ startMs, endMs }) => [startMs, endMs]),
      [
        [0, 5],
        [5, 6],
      ],
    );
  });
});

describe('latencies', () => {
  it('tells median, 95th in 100 and ends of each interaction', () => {
    const exchanges = Array.from({ length: 20 }, (_, index) => taking(20 - index));
    assert.deepEqual(
      latencies(exchanges, () => 'book'),
      [{ interaction: 'book', count: 20, leastMs: 1, medianMs: 10, p95Ms: 19, mostMs: 20 }],
    );
  });

  it('leaves out what no response ended and what belongs to no interaction', () => {
    assert.deepEqual(
      latencies([taking(1, { outcome: 'deadline' })], () => 'book'),
      [],
    );
    assert.deepEqual(
      latencies([taking(1)], () => undefined),
      [],
    );
  });
});
