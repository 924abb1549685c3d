import { deepEqual, equal, ok } from 'node:assert/strict';
import { createValidator } from '../fhir/validator.ts';
import type { FileSet } from '../model/digest.ts';
import type { HttpResponse } from '../model/exchange.ts';
import { loadSimulator } from '../suite/load-simulator.ts';
import { selfCheck } from './self-check.ts';
import { createSimulator } from './simulator.ts';

const FILE = 'suites/lending/provider.simulator.yaml';

const SOUND = `simulator: lending
title: A library that lends by XML
api: lending
formats: { asked: ["\${request.header.Accept}"], replies: { text/xml: text/xml }, bodies: { text/xml: text/xml } }
let:
  title: { xpath: "/l:loan/@title" }
  shelf: { lookup: "\${title}", among: { Emma: { place: A1 }, Persuasion: { place: "B<2>" } }, otherwise: { place: none } }
interactions:
  lend:
    method: POST
    path: /loans
    action: { write: lent.xml }
    reply: { status: 200 }
    example: { headers: { SOAPAction: lend }, body: loan.xml }
refusals:
  fault: { status: 500, write: fault.xml }
checks:
  known-path: { require: [{ value: "\${interaction.name}", present: true }], refuse: fault, says: There is nothing here }
  is-xml: { require: [{ xpath: boolean(/*) }], refuse: fault, says: The body is no XML }
  is-loan: { require: [{ xpath: count(/l:loan) = 1 }, { value: "\${request.header.SOAPAction}", equals: lend }], refuse: fault, says: "No loan of <\${title}>" }
amend:
  lost: { when: [{ value: "\${reply.status}", equals: 200 }, { value: "\${shelf.place}", equals: none }], write: lost.xml }
replies:
  closed: { before: true, refuse: fault, says: Closed }
  overloaded: { before: true, status: 503, write: lost.xml }
`;

const files = (text: string): FileSet =>
  new Map(
    Object.entries({
      [FILE]: text,
      'suites/lending/api.yaml': 'namespaces: { l: "urn:lending" }',
      'fixtures/lending/lent.xml': '<lent id="${id}" at="${now | seconds}" place="${shelf.place}">${title}</lent>',
      'fixtures/lending/lost.xml': '<lost>${title}</lost>',
      'fixtures/lending/fault.xml': '<fault>${says}</fault>',
      'fixtures/lending/loan.xml': '<loan xmlns="urn:lending" title="Emma"/>',
      'fixtures/lending/loan.txt': 'Emma',
    }).map(([name, content]) => [name, Buffer.from(content)]),
  );

const OPTIONS = {
  baseUrl: 'http://library.invalid',
  validator: createValidator(undefined),
  now: () => new Date('2026-01-01T00:00:00.500Z'),
  ids: () => 'id-1',
};

const { definition: SIMULATOR } = loadSimulator(files(SOUND), FILE);

function reply(body: string, { path = '/loans', named }: { path?: string; named?: string } = {}): HttpResponse {
  ok(SIMULATOR);
  const headers = [
    ['Content-Type', 'text/xml'],
    ['SOAPAction', 'lend'],
  ] as const;
  const request = { method: 'POST', url: `${OPTIONS.baseUrl}${path}`, headers, body: Buffer.from(body) };
  const simulator = createSimulator(SIMULATOR, { ...OPTIONS, defects: [] });
  return simulator.handle(request, named === undefined ? {} : { reply: named }).response;
}

const said = (response: HttpResponse): string => `${response.status} ${Buffer.from(response.body).toString('utf8')}`;
const loan = (title: string): string => `<loan xmlns="urn:lending" title="${title}"/>`;

describe('a simulator without FHIR', () => {
  it('writes XML with values taken by XPath and from a table, ids and dates', () => {
    const response = reply(loan('Emma'));
    equal(said(response), '200 <lent id="id-1" at="2026-01-01T00:00:00Z" place="A1">Emma</lent>');
    deepEqual(
      response.headers.filter(([name]) => name === 'Content-Type'),
      [['Content-Type', 'text/xml;charset=utf-8']],
    );
  });

  it('writes values as text, whatever they hold', () => {
    equal(
      said(reply(loan('&lt;x y=&quot;&amp;&#9;&quot;/&gt;'))),
      '200 <lost>&#60;x y=&#34;&#38;&#9;&#34;/&#62;</lost>',
    );
    equal(said(reply(loan('Persuasion'))).includes('place="B&#60;2&#62;"'), true);
  });

  it('refuses by XPath and headers, and says why', () => {
    equal(said(reply('<loan title="Emma"/>')), '500 <fault>No loan of &#60;&#62;</fault>');
    equal(said(reply('no XML')), '500 <fault>The body is no XML</fault>');
    equal(said(reply('<!DOCTYPE loan><loan/>')), '500 <fault>The body is no XML</fault>');
    equal(said(reply(loan('Emma'), { path: '/books' })), '500 <fault>There is nothing here</fault>');
  });

  it('has named replies', () => {
    equal(said(reply(loan('Emma'), { named: 'closed' })), '500 <fault>Closed</fault>');
    equal(said(reply(loan('Emma'), { named: 'overloaded' })), '503 <lost>Emma</lost>');
  });

  it('looks at its own replies', () => {
    ok(SIMULATOR);
    deepEqual(selfCheck(SIMULATOR, OPTIONS), []);
    const broken = (part: string, otherwise: string): readonly string[] => {
      const changed = new Map(files(SOUND)).set(part, Buffer.from(otherwise));
      const { definition } = loadSimulator(changed, FILE);
      ok(definition);
      return [
        ...new Set(selfCheck(definition, OPTIONS).map(({ code, location }) => `${code} ${location?.source?.line}`)),
      ];
    };
    deepEqual(broken('fixtures/lending/lent.xml', '<lent>'), ['XML_SYNTAX 9']);
    deepEqual(broken('fixtures/lending/fault.xml', '<fault>'), [
      'XML_SYNTAX 24',
      ...['XML_SYNTAX 18', 'XML_SYNTAX 19', 'XML_SYNTAX 20'],
    ]);
  });

  const faults: readonly (readonly [what: string, part: string, otherwise: string, finding: string])[] = [
    ['an expression that does not parse', '/l:loan/@title', '/l:loan/@', 'BAD_XPATH 6:19'],
    ['a prefix that the interface does not declare', 'count(/l:loan)', 'count(/m:loan)', 'UNKNOWN_PREFIX 20:33'],
    ['FHIRPath', 'xpath: boolean(/*)', 'fhirpath: exists()', 'NEEDS_FHIR 19:35'],
    ['an action on resources', 'write: lent.xml', 'create: Loan', 'NEEDS_FHIR 12:13'],
    ['stored resources', 'xpath: "/l:loan/@title"', 'stored: Book, id: "1"', 'NEEDS_FHIR 6:10'],
    [
      'a refusal by OperationOutcome',
      'write: fault.xml }\nchecks',
      'code: a, details: b, display: c }\nchecks',
      'MISSING_KEY 16:10',
    ],
    ['a file that is no XML', 'write: lost.xml', 'write: loan.txt', 'WRONG_VALUE 22:112'],
    ['a file that is not there', 'write: lost.xml', 'write: found.xml', 'FILE_NOT_FOUND 22:112'],
    ['an unknown name in a table', 'lookup: "${title}"', 'lookup: "${titel}"', 'UNKNOWN_VALUE 7:20'],
  ];
  for (const [what, part, otherwise, finding] of faults) {
    it(`finds ${what}, and where`, () => {
      ok(SOUND.includes(part), part);
      const { definition, diagnostics } = loadSimulator(files(SOUND.replace(part, otherwise)), FILE);
      equal(definition, undefined);
      deepEqual(
        diagnostics.map(({ code, location }) => `${code} ${location?.source?.line}:${location?.source?.column}`),
        [finding],
      );
    });
  }
});
