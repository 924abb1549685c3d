import { deepEqual, equal } from 'node:assert/strict';
import type { JsonObject } from '../model/json.ts';
import type { Series } from '../model/simulator.ts';
import { seed } from './seed.ts';
import { Store } from './store.ts';

const NOW = new Date('2026-11-23T09:07:00Z');

const SERIES: Series = {
  every: '20m',
  from: '1h',
  to: '3h',
  resource: {
    resourceType: 'Slot',
    id: 's${number}',
    identifier: [{ value: '${uuid.slot}' }],
    status: 'free',
    start: '${at | seconds}',
    end: '${until | seconds}',
  },
  exceptions: [{ nth: 3, edits: [{ replace: '/status', value: 'busy' }] }],
};

function seeded(): Store {
  const store = new Store({}, 'stu3', () => NOW);
  seed(
    store,
    { resources: [{ resourceType: 'Schedule', id: 'one', comment: 'since ${now | date}' }], series: [SERIES] },
    NOW,
  );
  return store;
}

const slots = (): readonly JsonObject[] => [...seeded().entries('Slot')].map(({ current }) => current);

describe('seed', () => {
  it('fills single resources from the time of the start', () => {
    equal(seeded().get('Schedule', 'one')?.comment, 'since 2026-11-23');
  });

  it('repeats a resource at whole multiples of the interval within the window', () => {
    deepEqual(
      slots().map(({ start }) => start),
      ['10:20', '10:40', '11:00', '11:20', '11:40', '12:00'].map((time) => `2026-11-23T${time}:00Z`),
    );
    deepEqual(
      slots()
        .slice(0, 2)
        .map(({ id, end }) => [id, end]),
      [
        ['s1', '2026-11-23T10:40:00Z'],
        ['s2', '2026-11-23T11:00:00Z'],
      ],
    );
  });

  it('makes exceptions of every n-th one', () => {
    deepEqual(
      slots().map(({ status }) => status),
      ['free', 'free', 'busy', 'free', 'free', 'busy'],
    );
  });

  it('gives each its own ids, the same at every start', () => {
    equal(new Set(slots().map(({ identifier }) => JSON.stringify(identifier))).size, 6);
    deepEqual(slots(), slots());
  });
});
