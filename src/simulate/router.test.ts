import { deepEqual, equal } from 'node:assert/strict';
import type { InteractionRule } from '../model/simulator.ts';
import { createRouter } from './router.ts';

const rule = (method: string, path: string): InteractionRule => ({
  method,
  path,
  action: { give: {} },
  reply: { status: 200 },
});

const INTERACTIONS = {
  search: rule('GET', '/Appointment'),
  book: rule('POST', '/Appointment'),
  read: rule('GET', '/Appointment/{id}'),
  version: rule('GET', '/Appointment/{id}/_history/{version}'),
  metadata: rule('GET', '/metadata.json'),
};

const routed = (method: string, pathname: string) => {
  const router = createRouter(INTERACTIONS, 'http://provider.example/STU3/1');
  const { interaction, parameters, allow } = router({ method, url: '', headers: [], body: new Uint8Array() }, pathname);
  return { name: interaction?.name, parameters, allow };
};

describe('createRouter', () => {
  it('finds the interaction by path and method', () => {
    equal(routed('GET', '/STU3/1/Appointment').name, 'search');
    equal(routed('POST', '/STU3/1/Appointment').name, 'book');
  });

  it('gives the head of what can be got', () => {
    equal(routed('HEAD', '/STU3/1/Appointment').name, 'search');
  });

  it('reads the parameters of a path', () => {
    const { name, parameters } = routed('GET', '/STU3/1/Appointment/a-1/_history/2');
    equal(name, 'version');
    deepEqual({ ...parameters }, { id: 'a-1', version: '2' });
  });

  it('says which methods a path has when it does not have this one', () => {
    deepEqual(routed('DELETE', '/STU3/1/Appointment'), { name: undefined, parameters: {}, allow: 'GET, HEAD, POST' });
  });

  for (const path of [
    '/Appointment',
    '/STU3/1/appointment',
    '/STU3/1/Appointment/',
    '/STU3/1/metadataXjson',
    '/STU3/1',
    '/',
  ]) {
    it(`does not know ${path}`, () => {
      deepEqual(routed('GET', path), { name: undefined, parameters: {}, allow: undefined });
    });
  }
});
