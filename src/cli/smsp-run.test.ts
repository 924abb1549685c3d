import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import { Desk } from '../../fixtures/cli/desk.ts';
import { type Behaviour, CORRECT, trace } from '../../fixtures/smsp-client/client.ts';
import type { Person } from '../../fixtures/smsp-client/envelope.ts';
import { EXIT } from '../model/exit-code.ts';

const SUITES = resolve('suites/smsp');
const STRANGER = { given: 'Zebedee', family: 'Quillfeather', postcode: 'QX9 9ZZ', bornOn: '19510722' };
const STRANGERS_NUMBER = '9990000107';
const PASSWORD = 'correct-horse-battery';

/** A client that is asked over HTTP, as a hook of its own would be. */
async function clientWith(behaviour: Behaviour, other: Partial<Person> = {}): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { with: given, baseUrl } = (await json(request)) as {
      with: { person: Person; bornOn: string };
      baseUrl: string;
    };
    response.end(await trace({ ...given.person, bornOn: given.bornOn, ...other }, baseUrl, behaviour));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('assay run over an interface without FHIR', function () {
  this.timeout(60_000);
  const desk = Desk.perTest();
  let client: Server | undefined;
  afterEach(() => client?.close());

  async function run(behaviour: Behaviour, other: Partial<Person>, ...argv: readonly string[]): Promise<number> {
    client = await clientWith(behaviour, other);
    const { port } = client.address() as AddressInfo;
    await desk.configure(`drive: { url: "http://127.0.0.1:${port}/" }\n`);
    return desk.assay('run', SUITES, '--role', 'client', ...argv);
  }

  it('passes a correct client, and is sealed, verified and replayed to the same bytes', async () => {
    assert.equal(
      await run(CORRECT, {}, ...['SM-01', 'SM-18', 'SM-41', 'SM-51', 'SM-62'].flatMap((id) => ['--filter', id])),
      EXIT.ok,
      desk.err,
    );
    const result = await desk.result();
    assert.deepEqual(result.api, {
      id: 'smsp',
      title: 'Spine Mini Services for demographics, getNHSNumber',
      version: '1.0',
    });
    assert.deepEqual(
      result.cases.map(({ id, verdict }) => `${id} ${verdict}`),
      ['SM-01 pass', 'SM-18 pass', 'SM-41 pass', 'SM-51 pass', 'SM-62 pass'],
    );
    // The account in each request is what the interface has redacted.
    assert.ok(result.redactions > 0);
    for (const { request } of result.cases.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges)))
      assert.doesNotMatch((await desk.sealed(request.file)).toString(), /ward-client/);
    assert.equal(
      await desk.assay('verify', await desk.bundle(), '--trust', desk.signer, '--replay'),
      EXIT.ok,
      desk.err,
    );
  });

  it('writes nobody who is not declared and no password, and replays that too', async () => {
    const sends: Behaviour['sends'] = ({ headers, body }) => ({
      headers,
      body: body
        .replace('</wsse:UsernameToken>', `<wsse:Password>${PASSWORD}</wsse:Password>$&`)
        .replace('<Person.Gender>', `<Person.NHSNumber><value extension="${STRANGERS_NUMBER}"/></Person.NHSNumber>$&`),
    });
    const code = await run({ ...CORRECT, sends }, STRANGER, '--filter', 'SM-01', '--filter', 'SM-16');
    assert.equal(code, EXIT.systemUnderTestFailed, desk.err);
    assert.ok((await desk.result()).redactions > 0);
    const whole = (await readFile(await desk.bundle(), 'latin1')) + desk.out + desk.err;
    for (const text of [...Object.values(STRANGER), STRANGERS_NUMBER, PASSWORD]) assert.ok(!whole.includes(text), text);
    assert.equal(
      await desk.assay('verify', await desk.bundle(), '--trust', desk.signer, '--replay'),
      EXIT.ok,
      desk.err,
    );
  });

  it('is linted, listed and planned like any other', async () => {
    assert.equal(await desk.assay('lint', SUITES), EXIT.ok, desk.err);
    assert.equal(await desk.assay('list', SUITES), EXIT.ok, desk.err);
    assert.match(desk.out, /SM-18/);
    assert.equal(
      await desk.assay('plan', SUITES, '--role', 'client', '--json', '--filter', 'SM-51'),
      EXIT.ok,
      desk.err,
    );
    const [{ drive, steps }] = desk.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ id }) => id === 'SM-51');
    assert.equal(drive.with.bornOn, '19080403');
    assert.deepEqual(steps[0].awaited, {
      interaction: 'get-nhs-number',
      method: 'POST',
      path: '/smsp/pds',
      reply: 'sender-fault',
    });
  });

  it('names the interfaces that there are when a folder is none', async () => {
    assert.equal(await desk.assay('lint', resolve('suites')), EXIT.usage);
    assert.match(desk.err, /FILE_NOT_FOUND[\s\S]*suites\/smsp, .*suites\/uec-booking/);
  });

  it('says that there is nothing to run for the other role', async () => {
    assert.equal(await desk.assay('run', SUITES), EXIT.usage, desk.err);
    assert.match(desk.err, /NOTHING_SELECTED/);
    assert.match(desk.err, /--role client/);
  });
});
