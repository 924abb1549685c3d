import assert from 'node:assert/strict';
import { randomFrom } from '../../fixtures/bundles/forgeries/random.ts';
import { exchanged } from '../../fixtures/run/exchanged.ts';
import { encodeRequest, encodeResponse } from '../message/wire.ts';
import type { Exchange } from '../model/exchange.ts';
import { withheldMessage } from './message.ts';
import { Redactor } from './redactor.ts';
import { rulesOf } from './rules.ts';
import { settled } from './settled.ts';
import { StandIns } from './stand-ins.ts';

const newRedactor = (): Redactor => new Redactor({ declared: {}, secret: Buffer.alloc(32, 1) });

/** Where a text may stand in an exchange. */
const PLACES: Readonly<Record<string, (text: string) => Exchange>> = {
  'a header': (text) => exchanged({ response: { headers: [['X-Debug', text]] } }),
  'a reason phrase': (reason) => exchanged({ response: { reason } }),
  'a URL': (text) => exchanged({ request: { url: `http://provider.invalid/${text}` } }),
  'a body': (text) => exchanged({ response: { body: Buffer.from(text) } }),
};

const saidIn = ({ request, response = assert.fail() }: Exchange): readonly string[] => [
  request.url,
  response.reason,
  ...response.headers.flat(),
  Buffer.from(response.body).toString(),
];

const PERSON = '{"resourceType":"Patient","name":[{"family":"Ferncastle","given":["Oriel"]}],"birthDate":"1980-02-03"}';
const MARKUP = '<Patient><name><family value="Ferncastle"/></name><birthDate value="1980-02-03"/></Patient>';
const BROKEN = '{"patient": {family: Ferncastle}}';

/** What tells of somebody or is a secret, in the ways that people and programs write it. */
const TEXTS = [PERSON, MARKUP, BROKEN, 'family=Ferncastle&given=Oriel', '943 476 5919', 'password: x9Y8z7w6'];
const WAYS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text),
  (text) => JSON.stringify({ received: text }),
  (text) => encodeURIComponent(text),
  (text) => Buffer.from(text).toString('base64'),
  (text) => `<pre>${text.replaceAll('<', '&lt;').replaceAll('"', '&quot;')}</pre>`,
  (text) => `${text.slice(0, -4)}...`,
  (text) => `Received ${text}`,
];

/** One of the texts, written in one way within another. */
function drawnBy(random: () => number): string {
  const oneOf = <One>(list: readonly One[]): One => list[Math.floor(random() * list.length)] ?? assert.fail();
  return oneOf(WAYS)(oneOf(WAYS)(oneOf(TEXTS)));
}

describe('redaction', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

  for (const [place, exchange] of Object.entries(PLACES)) {
    it(`withholds the rest of a broken payload in ${place}, and no more`, () => {
      const { redacted } = newRedactor().redactExchange(exchange(BROKEN));
      const standIn = /^(?:.*\/)?\{"patient": \{family: \[withheld: 12 characters, [\da-f]{8}\]$/;
      assert.ok(
        saidIn(redacted).some((text) => standIn.test(text)),
        saidIn(redacted).join('\n'),
      );
    });

    it(`of ${place} leaves what it wrote as it is, and takes none of it for an original (SEED=${seed})`, () => {
      const random = randomFrom(seed);
      for (let round = 0; round < Number(process.env.ROUNDS ?? 100); round += 1) {
        const text = drawnBy(random);
        const redactor = newRedactor();
        const { redacted } = redactor.redactExchange(exchange(text));
        const said = saidIn(redacted);
        assert.deepEqual(saidIn(redactor.redactExchange(redacted).redacted), said, text);
        redactor.redactValue(said);
        const { request, response = assert.fail() } = redacted;
        const files = [encodeRequest(request), encodeResponse(response)];
        assert.deepEqual(redactor.leaks(new Map(files.map((bytes, index) => [`${index}`, bytes]))), [], text);
      }
    });
  }

  it('is over when a pass learns nothing, and given up when every pass learns something', () => {
    const passes = (most: number): number | undefined => {
      let known = 0;
      const learn = (): number => {
        known = Math.min(known + 1, most);
        return known;
      };
      return settled(learn, () => known);
    };
    assert.equal(passes(3), 3);
    assert.equal(passes(1_000), undefined);
  });

  it('that is given up leaves nothing of a message but how it was sent', () => {
    const protection = {
      standIns: new StandIns(Buffer.alloc(32, 1)),
      rules: rulesOf(),
      isDeclared: () => true,
      isPublished: () => true,
    };
    const { request, response = assert.fail() } = exchanged({
      request: { url: 'http://provider.invalid/Ferncastle', headers: [['X-Debug', 'Ferncastle']] },
      response: { status: 404, reason: 'No Ferncastle', body: Buffer.from('Ferncastle') },
    });
    const asked = withheldMessage('request', request, protection);
    const said = withheldMessage('response', response, protection);
    const written = [encodeRequest(asked.message), encodeResponse(said.message)].map(String).join('\n');
    assert.ok(!written.includes('Ferncastle'), written);
    assert.match(written, /^GET \/[\da-f]{8} HTTP\/1\.1\r\nX-Debug: \[withheld/);
    assert.deepEqual(
      [asked, said].flatMap(({ redactions }) => redactions.map(({ at }) => at)),
      ['header X-Debug', 'url', 'reason', 'body'],
    );
  });
});
