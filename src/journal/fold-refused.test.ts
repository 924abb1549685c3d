import assert from 'node:assert/strict';
import type { JournalEvent } from '../model/event.ts';
import { foldRefused } from './fold-refused.ts';

const first = [{ at: '2026-03-02T09:15:00.000Z', about: 'CN=stranger' }];
const refused = (kind: 'no-tls' | 'too-slow', times: number, within?: string): JournalEvent => ({
  type: 'refused',
  kind,
  times,
  first,
  ...(within !== undefined && { case: within }),
});

describe('the refusals of a journal', () => {
  it('are told by kind, with the cases in which they were', () => {
    const events = [
      refused('no-tls', 2),
      refused('too-slow', 1, 'B'),
      refused('no-tls', 3, 'B'),
      refused('no-tls', 4, 'A'),
    ];
    assert.deepEqual(foldRefused([...events, refused('no-tls', 1, 'B')]), [
      { kind: 'too-slow', times: 1, first, cases: ['B'] },
      { kind: 'no-tls', times: 10, first: [...first, ...first, ...first, ...first], cases: ['B', 'A'] },
    ]);
  });

  it('are none where nobody was turned away', () => {
    assert.deepEqual(foldRefused([{ type: 'run-finished', verdict: 'pass' }]), []);
  });
});
