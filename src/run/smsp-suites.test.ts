import { deepEqual } from 'node:assert/strict';
import { carriedOut, type Outcomes, outcomesOf, withCases } from '../../fixtures/run/carried-out.ts';
import { ioWithoutEvidence } from '../../fixtures/run/io-without-evidence.ts';
import { plannedOf, sound } from '../../fixtures/run/planned.ts';
import { type Behaviour, CORRECT, trace } from '../../fixtures/smsp-client/client.ts';
import { DEFECTS } from '../../fixtures/smsp-client/defects.ts';
import type { Person } from '../../fixtures/smsp-client/envelope.ts';
import { serveProvider } from '../cli/reference-provider.ts';
import { createValidator } from '../fhir/validator.ts';
import type { RunPlan } from '../model/plan.ts';
import { loadApi } from '../suite/load-api.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { type DriveRequest, Reception } from './reception.ts';

const { files } = await readApiFiles('.', 'smsp');
const SUITES = sound(loadApi(files, 'suites/smsp'));
const { definition } = loadSimulator(files, 'suites/smsp/provider.simulator.yaml');
if (definition === undefined) throw new Error('The simulator does not load');
const PROVIDER = definition;
const VALIDATOR = createValidator(undefined);

const planFor = (baseUrl: string): RunPlan => plannedOf(SUITES, { role: 'client', baseUrl }, { prints: true });

/** All but the one that only a person can answer. */
const ALL = planFor('http://127.0.0.1').cases.flatMap(({ id }) => (id === 'SM-72' ? [] : [id]));

/** Lets a client go through cases and their twins over real sockets. */
async function run(behaviour: Behaviour, wanted: readonly string[]): Promise<Outcomes> {
  const reception = new Reception();
  const served = { port: 0, defects: [], validator: VALIDATOR, reception, now: () => new Date() };
  const listener = await serveProvider(PROVIDER, served);
  const drive = async ({ with: given, baseUrl }: DriveRequest) => {
    const { person, bornOn } = given as unknown as { readonly person: Person; readonly bornOn: string };
    return { way: 'command', output: await trace({ ...person, bornOn }, baseUrl, behaviour), exitCode: 0 } as const;
  };
  try {
    const { events } = await carriedOut(withCases(planFor(listener.url), wanted), ioWithoutEvidence(listener.url), {
      validator: VALIDATOR,
      client: { reception, drive },
    });
    return outcomesOf(events);
  } finally {
    await listener.close();
  }
}

describe('the suite for clients of SMSP', function () {
  this.timeout(60_000);

  it('is passed by a correct client', async () => {
    const { verdicts, findings } = await run(CORRECT, ALL);
    deepEqual([...findings.values()].flat(), []);
    deepEqual(
      [...verdicts],
      ALL.map((id) => [id, 'pass']),
    );
  });

  for (const [name, { behaviour, fails }] of Object.entries(DEFECTS)) {
    it(`notices ${name}: ${fails.join(', ')}`, async () => {
      const { verdicts } = await run(behaviour, fails);
      deepEqual(
        fails.map((id) => [id, verdicts.get(id)]),
        fails.map((id) => [id, 'fail']),
      );
    });
  }
});
