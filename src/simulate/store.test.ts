import { deepEqual, equal } from 'node:assert/strict';
import type { JsonObject } from '../model/json.ts';
import type { SimulatorRules } from '../model/simulator.ts';
import { type Criterion, find, included } from './search.ts';
import { Store } from './store.ts';

const SEARCH: SimulatorRules['search'] = {
  Slot: {
    schedule: { type: 'reference', path: 'schedule' },
    start: { type: 'date', path: 'start' },
    status: { type: 'token', path: 'status' },
    identifier: { type: 'token', path: 'identifier' },
    'schedule.actor:healthcareservice': {
      type: 'chain',
      chain: ['schedule', 'actor'],
      of: 'Schedule',
      target: 'HealthcareService',
    },
  },
  Schedule: { actor: { type: 'reference', path: 'actor' } },
  HealthcareService: { location: { type: 'reference', path: 'location' } },
};

const NOW = new Date('2026-11-23T09:00:00Z');

function stocked(): Store {
  const store = new Store(SEARCH, 'stu3', () => NOW);
  for (const resource of RESOURCES) store.put(String(resource.resourceType), String(resource.id), resource);
  return store;
}

const slot = (id: string, schedule: string, start: string, status: string): JsonObject => ({
  resourceType: 'Slot',
  id,
  identifier: [{ system: 'urn:slots', value: id }],
  schedule: { reference: `Schedule/${schedule}` },
  start,
  status,
});

const schedule = (id: string, ...actors: readonly string[]): JsonObject => ({
  resourceType: 'Schedule',
  id,
  actor: actors.map((reference) => ({ reference })),
});

const RESOURCES: readonly JsonObject[] = [
  slot('a', 'one', '2026-11-23T10:00:00Z', 'free'),
  slot('b', 'one', '2026-11-23T11:00:00Z', 'busy'),
  slot('c', 'two', '2026-11-23T12:00:00+01:00', 'free'),
  schedule('one', 'HealthcareService/1', 'Practitioner/p'),
  schedule('two', 'HealthcareService/2', 'Practitioner/p', 'Practitioner/gone'),
  { resourceType: 'HealthcareService', id: '1', location: [{ reference: 'Location/l' }] },
  { resourceType: 'HealthcareService', id: '2', location: [{ reference: 'Location/l' }] },
  { resourceType: 'Practitioner', id: 'p' },
  { resourceType: 'Location', id: 'l' },
];

describe('Store', () => {
  it('numbers versions from 1 and forgets none', () => {
    const store = stocked();
    const changed = store.put('Slot', 'a', slot('a', 'one', '2026-11-23T10:00:00Z', 'busy'));
    deepEqual(changed.meta, { versionId: '2', lastUpdated: NOW.toISOString() });
    equal(store.get('Slot', 'a')?.status, 'busy');
    equal(store.get('Slot', 'a', '1')?.status, 'free');
    equal(store.get('Slot', 'a', '3'), undefined);
  });

  it('keeps what meta says besides, and gives id and type of its own', () => {
    const stored = stocked().put('Slot', 'x', {
      resourceType: 'Other',
      id: 'y',
      meta: { profile: ['urn:p'], versionId: '9' },
    });
    deepEqual(stored, {
      resourceType: 'Slot',
      id: 'x',
      meta: { profile: ['urn:p'], versionId: '1', lastUpdated: NOW.toISOString() },
    });
  });

  it('knows no resource that was not stored', () => {
    equal(stocked().get('Slot', 'unknown'), undefined);
    equal(stocked().get('Patient', 'a'), undefined);
  });
});

describe('find', () => {
  const searches: readonly (readonly [what: string, criteria: readonly Criterion[], ids: readonly string[]])[] = [
    ['everything without criteria', [], ['a', 'b', 'c']],
    ['by a code', [['status', 'free']], ['a', 'c']],
    ['by any of several codes', [['status', 'free,busy']], ['a', 'b', 'c']],
    ['by the value of an identifier', [['identifier', 'b']], ['b']],
    ['by system and value of an identifier', [['identifier', 'urn:slots|b']], ['b']],
    ['nothing by the value under another system', [['identifier', 'urn:other|b']], []],
    ['by reference', [['schedule', 'Schedule/two']], ['c']],
    ['through a reference', [['schedule.actor:healthcareservice', '1']], ['a', 'b']],
    ['through a reference, with its type', [['schedule.actor:healthcareservice', 'HealthcareService/2']], ['c']],
    ['nothing through a reference that nobody has', [['schedule.actor:healthcareservice', '3']], []],
    ['from a time, inclusive', [['start', 'ge2026-11-23T11:00:00Z']], ['b', 'c']],
    ['after a time', [['start', 'gt2026-11-23T11:00:00Z']], []],
    ['up to a time, inclusive', [['start', 'le2026-11-23T10:00:00Z']], ['a']],
    ['before a time', [['start', 'lt2026-11-23T11:00:00Z']], ['a']],
    ['at a time, whatever its offset', [['start', '2026-11-23T13:00:00+02:00']], ['b', 'c']],
    ['not at a time', [['start', 'ne2026-11-23T10:00:00Z']], ['b', 'c']],
    [
      'within a window',
      [
        ['start', 'ge2026-11-23T10:30:00Z'],
        ['start', 'le2026-11-23T11:30:00Z'],
        ['status', 'free'],
      ],
      ['c'],
    ],
    ['on a day', [['start', '2026-11-23']], ['a', 'b', 'c']],
    ['up to the end of a day', [['start', 'le2026-11-23']], ['a', 'b', 'c']],
    ['nothing after a day that has them all', [['start', 'gt2026-11-23']], []],
    ['nothing but on a day that has them all', [['start', 'ne2026-11-23']], []],
    ['nothing at what is no time', [['start', 'gesoon']], []],
    ['nothing by a prefix that there is not', [['start', 'xx2026-11-23']], []],
    ['everything when the parameter is unknown', [['colour', 'green']], ['a', 'b', 'c']],
  ];
  for (const [what, criteria, ids] of searches) {
    it(`finds ${what}`, () => {
      deepEqual(
        find(stocked(), SEARCH, 'Slot', criteria).map(({ current }) => current.id),
        ids,
      );
    });
  }

  it('sees a change at once, and keeps the order', () => {
    const store = stocked();
    store.put('Slot', 'a', slot('a', 'one', '2026-11-23T10:00:00Z', 'busy'));
    const found = find(store, SEARCH, 'Slot', [['status', 'busy']]);
    deepEqual(
      found.map(({ reference }) => reference),
      ['Slot/a', 'Slot/b'],
    );
  });
});

describe('included', () => {
  const include = (...includes: readonly string[]): readonly string[] => {
    const store = stocked();
    return included(store, find(store, SEARCH, 'Slot', []), includes).map(({ reference }) => reference);
  };

  it('adds each resource once', () => {
    deepEqual(include('Slot:schedule'), ['Schedule/one', 'Schedule/two']);
  });

  it('adds targets of the type asked for', () => {
    deepEqual(include('Slot:schedule', 'Schedule:actor:Practitioner'), [
      'Schedule/one',
      'Schedule/two',
      'Practitioner/p',
    ]);
  });

  it('follows what other includes have added, in any order', () => {
    deepEqual(include('HealthcareService:location', 'Schedule:actor:HealthcareService', 'Slot:schedule'), [
      'Schedule/one',
      'Schedule/two',
      'HealthcareService/1',
      'HealthcareService/2',
      'Location/l',
    ]);
  });

  it('adds nothing for what is unknown or not reached', () => {
    deepEqual(include('Slot:colour', 'Patient:link', 'Schedule:actor', 'nonsense'), []);
  });
});
