import { deepEqual } from 'node:assert/strict';
import { ioWithoutEvidence } from '../../fixtures/run/io-without-evidence.ts';
import { type Behaviour, CORRECT, trace } from '../../fixtures/smsp-client/client.ts';
import { DEFECTS } from '../../fixtures/smsp-client/defects.ts';
import type { Person } from '../../fixtures/smsp-client/envelope.ts';
import { serveProvider } from '../cli/reference-provider.ts';
import { createValidator } from '../fhir/validator.ts';
import type { PlannedCase, RunPlan } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { loadApi } from '../suite/load-api.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { planRun } from '../suite/plan.ts';
import { readApiFiles } from '../suite/read-api-files.ts';
import { type DriveRequest, Reception } from './reception.ts';
import { runPlan } from './run-plan.ts';

const { files } = await readApiFiles('.', 'smsp');
const { loaded } = loadApi(files, 'suites/smsp');
const { definition } = loadSimulator(files, 'suites/smsp/provider.simulator.yaml');
if (loaded === undefined || definition === undefined) throw new Error('The suites do not load');
const SUITES = loaded;
const PROVIDER = definition;
const VALIDATOR = createValidator(undefined);

function planFor(baseUrl: string): RunPlan {
  const { plan } = planRun(SUITES, {
    sut: { role: 'client', baseUrl },
    values: {},
    selection: { filter: [], tags: [], simulator: false, prints: true },
    salt: 'client',
    engine: { name: 'assay', version: '0', digest: '', nodeMajor: 20 },
  });
  if (plan === undefined) throw new Error('The suites cannot be planned');
  return plan;
}

/** All but the one that only a person can answer. */
const ALL = planFor('http://127.0.0.1').cases.flatMap(({ id }) => (id === 'SM-72' ? [] : [id]));

interface Outcomes {
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Messages of assertions that did not pass. */
  readonly findings: readonly string[];
}

/** Lets a client go through cases and their twins over real sockets. */
async function run(behaviour: Behaviour, wanted: readonly string[]): Promise<Outcomes> {
  const reception = new Reception();
  const served = { port: 0, defects: [], validator: VALIDATOR, reception, now: () => new Date() };
  const listener = await serveProvider(PROVIDER, served);
  const drive = async ({ with: given, baseUrl }: DriveRequest) => {
    const { person, bornOn } = given as unknown as { readonly person: Person; readonly bornOn: string };
    return { way: 'command', output: await trace({ ...person, bornOn }, baseUrl, behaviour), exitCode: 0 } as const;
  };
  const plan = planFor(listener.url);
  const twins = plan.cases.filter(({ id }) => wanted.includes(id)).map(({ twin }) => twin);
  const isWanted = ({ id }: PlannedCase): boolean => wanted.includes(id) || twins.includes(id);
  const verdicts: Record<string, Verdict> = {};
  const findings: string[] = [];
  try {
    await runPlan({ ...plan, cases: plan.cases.filter(isWanted) }, ioWithoutEvidence(listener.url), {
      values: plan.values,
      runId: 'smsp',
      planDigest: '',
      host: { node: '', platform: '' },
      validator: VALIDATOR,
      workers: 1,
      client: { reception, drive },
      emit: async (event) => {
        if (event.type === 'case-finished') verdicts[event.case] = event.verdict;
        if (event.type !== 'step-judged') return;
        const failed = event.assertions.filter(({ verdict }) => verdict !== 'pass');
        findings.push(...failed.map(({ id, message }) => `${id}: ${message}`));
      },
    });
  } finally {
    await listener.close();
  }
  return { verdicts, findings };
}

describe('the suite for clients of SMSP', function () {
  this.timeout(60_000);

  it('is passed by a correct client', async () => {
    const { verdicts, findings } = await run(CORRECT, ALL);
    deepEqual(findings, []);
    deepEqual(verdicts, Object.fromEntries(ALL.map((id) => [id, 'pass'])));
  });

  for (const [name, { behaviour, fails }] of Object.entries(DEFECTS)) {
    it(`notices ${name}: ${fails.join(', ')}`, async () => {
      const { verdicts } = await run(behaviour, fails);
      deepEqual(
        fails.map((id) => [id, verdicts[id]]),
        fails.map((id) => [id, 'fail']),
      );
    });
  }
});
