import { readFileSync } from 'node:fs';
import { readResource } from '../fhir/bytes/document.ts';
import { formatOfMediaType } from '../fhir/bytes/media-type.ts';
import { createValidator } from '../fhir/validator.ts';
import type { Reply } from '../http/listen.ts';
import { compose } from '../message/compose.ts';
import { removeContentCodings } from '../message/content-coding.ts';
import { uuidRoot } from '../message/generated-id.ts';
import { SigningKeys } from '../message/signing-keys.ts';
import { fieldValues } from '../message/wire-head.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { SimulatorDefinition } from '../model/simulator.ts';
import type { Api, Mutation } from '../model/suite.ts';
import { loadApi } from '../suite/load-api.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { createSimulator, type Simulator } from './simulator.ts';

export const PROVIDER_FILE = 'suites/uec-booking/provider.simulator.yaml';
export const BASE_URL = 'http://127.0.0.1:8080/STU3/1';
export const NOW = new Date('2026-11-23T09:00:00.000Z');

const { files } = await readApiFiles('.', 'uec-booking');
const { definition, diagnostics } = loadSimulator(files, PROVIDER_FILE);
if (definition === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
export const DEFINITION: SimulatorDefinition = definition;

const { loaded } = loadApi(files, 'suites/uec-booking');
if (loaded === undefined) throw new Error('The interface does not load');
const API: Api = loaded.api;
export const VALIDATOR = createValidator(loaded.api.fhirVersion, loaded.definitions);
const KEYS = new SigningKeys();
const BOOKING = JSON.parse(readFileSync('fixtures/uec-booking/booking-request.json', 'utf8')) as JsonObject;

/** What came back, ready to be looked at. */
export interface Answer {
  readonly status: number;
  readonly resource: JsonObject;
  readonly text: string;
  /** On the wire. */
  readonly sizeBytes: number;
  readonly fault: Reply['fault'];
  header(name: string): string | undefined;
}

/** A simulator with a clock that stands still, and the requests of the interface to send to it. */
export class Provider {
  readonly simulator: Simulator;
  readonly #baseUrl: string;
  #count = 0;

  constructor(
    defects: readonly string[] = [],
    definition: SimulatorDefinition = DEFINITION,
    baseUrl: string = BASE_URL,
    simulator?: Simulator,
  ) {
    let next = 0;
    const ids = () => {
      next += 1;
      return `id-${next}`;
    };
    this.#baseUrl = baseUrl;
    this.simulator =
      simulator ?? createSimulator(definition, { baseUrl, defects, validator: VALIDATOR, now: () => NOW, ids });
  }

  send(interaction: string, values: Sent = {}): Answer {
    this.#count += 1;
    const { mutations = [], body, query = {}, headers = {}, reply, ...captured } = values;
    const scope = {
      ...captured,
      now: NOW.toISOString(),
      target: this.#baseUrl,
      values: API.values,
      uuid: uuidRoot(this.#count),
    };
    const { request, diagnostics: problems } = compose(
      { kind: 'interaction', interaction, query, headers, headerSets: [], ...(body === undefined ? {} : { body }) },
      mutations,
      { api: API, baseUrl: this.#baseUrl, scope, keys: KEYS },
    );
    if (request === undefined) throw new Error(JSON.stringify(problems));
    return answerOf(this.simulator.handle(request, reply === undefined ? {} : { reply }));
  }

  freeSlot(place = 0): JsonObject {
    const slot = slotsOf(this.send('search-slots'))[place];
    if (slot === undefined) throw new Error('There is no free slot');
    return slot;
  }

  book(values: Sent = {}): Answer {
    return this.send('book', { slot: this.freeSlot(), body: BOOKING, ...values });
  }

  /** Reads the appointment and sends it back cancelled. */
  cancel(appointmentId: string, values: Sent = {}): Answer {
    const read = this.send('read', { appointmentId });
    return this.send('cancel', {
      appointmentId,
      body: { ...read.resource, status: 'cancelled' },
      ...values,
      headers: { 'If-Match': read.header('ETag') ?? null, ...values.headers },
    });
  }
}

export interface Sent {
  readonly mutations?: readonly Mutation[];
  readonly body?: JsonValue;
  readonly query?: JsonObject;
  readonly headers?: JsonObject;
  readonly slot?: JsonObject;
  readonly appointmentId?: string;
  readonly version?: string;
  /** Of the replies of the definition. */
  readonly reply?: string;
}

function answerOf({ response, fault }: Reply): Answer {
  const decoded = removeContentCodings(response.body, response.headers);
  const body = 'value' in decoded ? decoded.value : new Uint8Array();
  const format = formatOfMediaType(fieldValues(response.headers, 'Content-Type')[0]) ?? 'json';
  return {
    status: response.status,
    resource: readResource(body, format, 'stu3').document?.resource ?? {},
    text: Buffer.from(body).toString('utf8'),
    sizeBytes: response.body.length,
    fault,
    header: (name) => fieldValues(response.headers, name)[0],
  };
}

export function entriesOf({ resource }: Answer, type: string): readonly JsonObject[] {
  const entries = Array.isArray(resource.entry) ? (resource.entry as readonly JsonObject[]) : [];
  return entries
    .map((entry) => entry.resource)
    .filter((one): one is JsonObject => isJsonObject(one) && one.resourceType === type);
}

export const slotsOf = (answer: Answer): readonly JsonObject[] => entriesOf(answer, 'Slot');
export const idOf = ({ resource }: Answer): string => String(resource.id);
