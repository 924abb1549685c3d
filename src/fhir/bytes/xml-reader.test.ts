import assert from 'node:assert/strict';
import { DOMParser, type Element as DomElement } from '@xmldom/xmldom';
import fc from 'fast-check';
import { ILL_FORMED, WELL_FORMED } from '../../../fixtures/fhir-bytes/xml-cases.ts';
import { positionsIn } from './position.ts';
import { readOrRefuse } from './refusal.ts';
import { readXmlText, withLineFeeds, type XmlElement } from './xml-reader.ts';

const read = (text: string) => readOrRefuse(positionsIn(text), () => readXmlText(text));

/** Names, namespaces and attributes, as both readers see them. */
interface Outline {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly string[];
  readonly elements: readonly Outline[];
}

const ours = ({ name, namespace, attributes, elements }: XmlElement): Outline => ({
  name,
  namespace,
  attributes: attributes.map((attribute) => `${attribute.namespace} ${attribute.name}=${attribute.value}`).sort(),
  elements: elements.map(ours),
});

const XMLNS = 'http://www.w3.org/2000/xmlns/';

const theirs = (element: DomElement): Outline => ({
  name: element.localName ?? '',
  namespace: element.namespaceURI ?? '',
  attributes: [...element.attributes]
    .filter(({ namespaceURI }) => namespaceURI !== XMLNS)
    .map(({ namespaceURI, localName, value }) => `${namespaceURI ?? ''} ${localName}=${value}`)
    .sort(),
  elements: [...element.childNodes].filter((node) => node.nodeType === 1).map((node) => theirs(node as DomElement)),
});

/** What xmldom reads; it warns of replacement characters, which XML allows. */
function secondOpinion(text: string): Outline | undefined {
  try {
    const root = new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message);
      },
    }).parseFromString(text, 'text/xml').documentElement;
    return root ? theirs(root) : undefined;
  } catch {
    return undefined;
  }
}

describe('readXmlText', () => {
  for (const [name, text] of Object.entries(WELL_FORMED)) {
    it(`accepts ${name}, and sees what xmldom sees`, () => {
      const outcome = read(text);
      assert.ok('read' in outcome);
      assert.deepEqual(ours(outcome.read), secondOpinion(text));
    });
  }

  for (const [name, [text, code, line, column]] of Object.entries(ILL_FORMED)) {
    it(`refuses ${name}`, () => {
      const outcome = read(text);
      assert.ok('problem' in outcome);
      assert.deepEqual([outcome.problem.code, outcome.problem.location?.position], [code, { line, column }]);
    });
  }

  it('gives attributes their values, white space made plain', () => {
    const outcome = read('<a b="&lt;&#x41;&quot;\n\t&#10;"/>');
    assert.ok('read' in outcome);
    assert.equal(outcome.read.attributes[0]?.value, '<A"  \n');
  });

  it('says where elements begin and end and where text is', () => {
    const text = '<a>\n <b c="1"> </b>x<d/></a>';
    const outcome = read(text);
    assert.ok('read' in outcome);
    assert.deepEqual(
      outcome.read.elements.map(({ start, end }) => text.slice(start, end)),
      ['<b c="1"> </b>', '<d/>'],
    );
    assert.equal(outcome.read.textAt, text.indexOf('x'));
  });

  it('counts all line ends alike', () => assert.equal(withLineFeeds('a\r\nb\rc\n'), 'a\nb\nc\n'));

  it('accepts nothing that xmldom refuses, and reads it alike', () => {
    const piece = fc.constantFrom(
      ...[
        '<a>',
        '</a>',
        '<b c="1">',
        '</b>',
        '<p:q xmlns:p="u">',
        '</p:q>',
        '<d/>',
        'x',
        ' ',
        '&amp;',
        '&',
        '<!-- c -->',
      ],
      ...[
        '<![CDATA[y]]>',
        '<?z z?>',
        '<',
        '>',
        '"',
        ' e="&#65;"',
        '<a xmlns="v" f=\'g\'>',
        ']]>',
        '--',
        '<!DOCTYPE a>',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = `<a>${pieces.join('')}</a>`;
        const outcome = read(text);
        if ('read' in outcome) assert.deepEqual(ours(outcome.read), secondOpinion(text));
      }),
      { numRuns: 2000 },
    );
  });
});
