import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { Desk } from '../../fixtures/cli/desk.ts';
import { EXIT } from '../model/exit-code.ts';

const FILES = {
  'suites/lending/api.yaml': `api: lending
title: Lending by XML
version: "1"
namespaces: { l: "urn:lending" }
sources: { rules: { title: Rules of the library, url: "https://library.example/rules" } }
values: { title: Emma }
headers: { xml: { Content-Type: text/xml } }
interactions:
  lend: { title: Lend, method: POST, path: /loans, headers: [xml] }
`,
  'suites/lending/requirements.yaml': `requirements:
  - { id: L1, level: MUST, assessed: automated, environment: development, role: provider, text: Books are lent. }
`,
  'suites/lending/lend.suite.yaml': `suite: lending/lend
title: Lend
api: lending
role: provider
tests:
  - id: L-01
    title: Lends a book
    polarity: positive
    verifies: [L1]
    uses: { shelf: shared }
    steps:
      - id: lend
        send: { interaction: lend, body: loan.xml }
        expect:
          - status: [{ is: 200, cite: rules }]
          - mediaType: text/xml
          - xpath: { expression: /l:lent/@title, equals: "\${values.title}" }
          - xpath: count(/l:lent/*) = 0
  - id: L-02
    title: Refuses a loan of no book
    polarity: negative
    verifies: [L1]
    twin: L-01
    uses: { shelf: shared }
    mutate: [{ in: body, value: "<loan xmlns='urn:lending'/>" }]
    expect: [{ status: [{ is: 400, cite: rules }] }, { xpath: { expression: /fault, present: true } }]
`,
  'suites/lending/provider.simulator.yaml': `simulator: lending/provider
title: A library
api: lending
formats: { asked: ["\${request.header.Accept}"], replies: { text/xml: text/xml }, bodies: { text/xml: text/xml } }
let:
  title: { xpath: /l:loan/@title }
interactions:
  lend: { method: POST, path: /loans, action: { write: lent.xml }, reply: { status: 200 }, example: { body: example.xml } }
refusals:
  refused: { status: 400, write: fault.xml }
checks:
  known: { require: [{ value: "\${interaction.name}", present: true }], refuse: refused, says: There is nothing here }
  named: { require: [{ value: "\${title}", present: true }], refuse: refused, says: No book is named }
defects:
  lends-nothing: { title: Names no book, patch: [{ replace: /interactions/lend/action/write, value: "<lent xmlns='urn:lending'/>" }], fails: [L-01] }
`,
  'fixtures/lending/loan.xml': '<loan xmlns="urn:lending" title="${values.title}"/>',
  'fixtures/lending/example.xml': '<loan xmlns="urn:lending" title="Emma"/>',
  'fixtures/lending/lent.xml': '<lent xmlns="urn:lending" title="${title}"/>',
  'fixtures/lending/fault.xml': '<fault>${says}</fault>',
};

/** A base URL at which nobody listens any more. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('assay run against a provider without FHIR', function () {
  this.timeout(60_000);
  const desk = Desk.perTest();
  beforeEach(async () => {
    for (const [file, text] of Object.entries(FILES)) await desk.write(file, text);
  });

  it('looks at its responses by XPath', async () => {
    assert.equal(await desk.assay('run', 'suites/lending'), EXIT.ok, desk.err);
    const { cases, preflight } = await desk.result();
    assert.deepEqual(
      cases.map(({ id, verdict }) => `${id} ${verdict}`),
      ['L-01 pass', 'L-02 pass'],
    );
    assert.deepEqual(preflight.problems, []);
  });

  it('fails one whose XML says something else', async () => {
    assert.equal(
      await desk.assay('run', 'suites/lending', '--defect', 'lends-nothing'),
      EXIT.systemUnderTestFailed,
      desk.err,
    );
    assert.deepEqual(
      (await desk.result()).cases.map(({ id, verdict }) => `${id} ${verdict}`),
      ['L-01 fail', 'L-02 skip'],
    );
  });

  it('is linted with its simulator', async () => {
    assert.equal(await desk.assay('lint', 'suites/lending'), EXIT.ok, desk.err);
    const file = 'suites/lending/provider.simulator.yaml';
    await desk.write(file, FILES[file].replace('/l:loan/@title', '/m:loan/@title'));
    assert.equal(await desk.assay('lint', 'suites/lending'), EXIT.usage);
    assert.match(desk.err, /provider\.simulator\.yaml:6:19: error UNKNOWN_PREFIX/);
  });

  it('says when nobody is there', async () => {
    assert.equal(await desk.assay('run', 'suites/lending', '--target', await nowhere()), EXIT.harness, desk.err);
  });
});
