import assert from 'node:assert/strict';
import { type Edit, type KeyHolder, keyHolder } from '../../../fixtures/bundles/key-holder.ts';
import { eventsIn } from '../../../fixtures/bundles/real-run.ts';
import { chained } from '../../../fixtures/bundles/small-run.ts';
import { changed } from '../../../fixtures/bundles/tampering.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type FileSet, sha256 } from '../../model/digest.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { ExchangeRecord, ExchangeRef, TlsAgreement } from '../../model/exchange.ts';
import type { JsonObject } from '../../model/json.ts';
import type { RunPlan } from '../../model/plan.ts';
import type { RedactionEntry } from '../disclose/redactions.ts';
import { impossibleTls } from './impossible-tls.ts';
import { redactionDifferences } from './redactions-agree.ts';
import type { Replay } from './replay.ts';
import { strayEvents } from './stray-events.ts';

/** A positive, its negative, and a case of several steps. */
const SOME = ['BK-01', 'BK-20', 'CN-01'];

const FINISHED = { type: 'case-finished', attempt: 1, verdict: 'pass', durationMs: 1 } as const;

const SERVER = {
  subject: 'CN=provider.example',
  issuer: 'CN=Example authority',
  serial: '01',
  notBefore: '2020-01-01T00:00:00.000Z',
  notAfter: '2099-01-01T00:00:00.000Z',
  fingerprint: '0'.repeat(64),
};
const AGREED = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', peer: [SERVER] };

describe('what the holder of the key says of a run', function () {
  this.timeout(60_000);
  let holder: KeyHolder;
  let sound: FileSet;
  before(async () => {
    holder = await keyHolder();
    sound = await holder.run({ filter: SOME });
  });

  const codesOf = ({ findings }: Replay) => [...new Set(findings.map(({ code }) => code))];

  it('stands when it is so', async () => {
    assert.deepEqual((await holder.replayed(sound)).findings, []);
  });

  describe('of the nonce', () => {
    it('is refused when the seed of the run does not follow from it', async () => {
      const replays = await holder.replayed(await holder.replanned(sound, (plan) => ({ ...plan, nonce: 'letter-17' })));
      assert.equal(replays.outcome, 'rejected');
      assert.ok(codesOf(replays).includes('PLAN_MISMATCH'));
    });

    it('shows every request of an older run to be of another plan', async () => {
      const nonce = 'letter-17';
      const older = await holder.replanned(sound, (plan) => ({
        ...plan,
        nonce,
        seed: sha256(canonicalJson([nonce, plan.salt, { ...plan.selection }])),
      }));
      const { outcome, findings, compared } = await holder.replayed(older);
      assert.equal(outcome, 'rejected');
      const others = findings.filter(
        ({ code, message }) => code === 'EXCHANGE_MISMATCH' && / not the request /.test(message),
      );
      assert.ok(compared.requests > 5);
      assert.equal(others.length, compared.requests);
    });

    it('is of no use to a run from which cases were taken out: its seed follows from the selection', async () => {
      const selected = { filter: ['BK-20'], tags: [], simulator: true };
      const fewer = await holder.replanned(sound, (plan) => ({
        ...plan,
        selection: selected,
        seed: sha256(canonicalJson([null, plan.salt, selected])),
      }));
      const { outcome, findings } = await holder.replayed(fewer);
      assert.equal(outcome, 'rejected');
      assert.ok(findings.some(({ message }) => /^BK-20, step book: .* is not the request of the plan/.test(message)));
    });

    it('is refused with a salt that is short', async () => {
      const salt = '00';
      const replays = await holder.replayed(await holder.replanned(sound, (plan) => ({ ...plan, salt })));
      assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['PLAN_MISMATCH']]);
    });
  });

  /** Replayed with other events, everything else made to fit. */
  const said = async (edit: Edit): Promise<Replay> => holder.replayed(await holder.rewritten(sound, edit));
  /** What is found in other events of the same run. */
  const found = (edit: Edit): readonly Diagnostic[] => {
    const plan: RunPlan = JSON.parse(Buffer.from(sound.get('plan.json') ?? []).toString());
    const lines = chained(eventsIn(sound).flatMap(edit));
    return [...strayEvents(plan, lines), ...impossibleTls(plan, lines)];
  };
  const refused = (edit: Edit, words: RegExp): void => {
    const findings = found(edit);
    const named = findings.filter(({ code, message }) => code === 'EXCHANGE_MISMATCH' && words.test(message));
    assert.ok(named.length > 0, JSON.stringify(findings));
    for (const { severity, location } of named) {
      assert.deepEqual([severity, location?.source?.file], ['error', 'data/journal.jsonl']);
    }
  };
  /** Each exchange otherwise. */
  const exchanges =
    (change: (exchange: ExchangeRecord) => ExchangeRecord | readonly ExchangeRecord[]): Edit =>
    (event) =>
      event.type === 'exchange-recorded'
        ? [change(event.exchange)].flat().map((exchange) => ({ ...event, exchange }))
        : event;
  const ofBooking = ({ ref }: ExchangeRecord): boolean => ref.case === 'BK-01' && ref.step === 'book';
  const elsewhere = (ref: Partial<ExchangeRef>) =>
    exchanges((one) =>
      ofBooking(one) ? [one, { ...one, ref: { ...one.ref, id: '0099-01', ...ref } as ExchangeRef }] : one,
    );

  describe('of exchanges', () => {
    const STRAYS: Readonly<Record<string, readonly [Edit, RegExp]>> = {
      'a case that was not planned': [elsewhere({ case: 'ZZ-99' }), /no case ZZ-99/],
      'a step that the case does not have': [elsewhere({ step: 'dance' }), /no step dance/],
      'a probe that there is not': [elsewhere({ purpose: 'probe-after', probe: 'depth' }), /no probe depth/],
      'no case for a step': [
        exchanges((one) => {
          const { case: _, ...ref } = one.ref;
          return ofBooking(one) ? { ...one, ref } : one;
        }),
        /is of no case/,
      ],
      'no step for what a step sent': [
        exchanges((one) => {
          const { step: _, ...ref } = one.ref;
          return ofBooking(one) ? { ...one, ref } : one;
        }),
        /has no place as step/,
      ],
      'a token of nothing': [elsewhere({ purpose: 'token' }), /no id for a token/],
      'an undoing of nothing': [elsewhere({ purpose: 'clean-up' }), /no step book/],
      'one of them left out': [exchanges((one) => (ofBooking(one) ? [] : one)), /an exchange was left out/],
      'one of them twice': [exchanges((one) => (ofBooking(one) ? [one, one] : one)), /There are two exchanges/],
      'another attempt': [
        exchanges((one) => (ofBooking(one) ? { ...one, ref: { ...one.ref, attempt: 2 } } : one)),
        /was to be/,
      ],
      'an asking-again-later of nothing': [
        (event) =>
          event.type === 'preflight-finished'
            ? [event, { type: 'held-back', exchange: '0042-01', status: 429, waitMs: 1 }]
            : event,
        /no exchange 0042-01/,
      ],
    };
    for (const [what, [edit, words]] of Object.entries(STRAYS))
      it(`is refused for ${what}`, () => refused(edit, words));

    it('is refused for an exchange after the end of its case', () => {
      let moved: JournalEvent | undefined;
      refused((event) => {
        if (event.type === 'exchange-recorded' && ofBooking(event.exchange)) {
          moved = event;
          return [];
        }
        if (event.type !== 'case-finished' || event.case !== 'BK-01' || moved === undefined) return event;
        return [event, moved];
      }, /outside of its case/);
    });

    it('is refused for events of a case that was not planned', () =>
      refused(
        (event) =>
          event.type === 'preflight-finished'
            ? [event, { type: 'case-started', case: 'ZZ-99', attempt: 1 }, { ...FINISHED, case: 'ZZ-99' }]
            : event,
        /no case ZZ-99/,
      ));

    it('is told by replay', async () => {
      const stray = await said(elsewhere({ case: 'ZZ-99' }));
      const impossible = await said(exchanges((one) => ({ ...one, tls: { agreed: AGREED } })));
      for (const replays of [stray, impossible]) {
        assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['EXCHANGE_MISMATCH']]);
      }
    });

    it('is no journal with times that run backwards', async () => {
      const backwards: readonly Edit[] = [
        exchanges((one) => ({ ...one, timings: { totalMs: -1 } })),
        (event) => (event.type === 'case-finished' ? { ...event, durationMs: -5 } : event),
      ];
      for (const edit of backwards) {
        const replays = await said(edit);
        assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['JOURNAL_BROKEN']]);
      }
    });
  });

  describe('of TLS', () => {
    const overTls = (agreed: TlsAgreement | undefined): Edit =>
      exchanges((one) => {
        const url = one.url.replace('http:', 'https:');
        return { ...one, url, ...(agreed && { tls: { agreed } }) };
      });

    it('can be so', () => assert.deepEqual(found(overTls(AGREED)), []));

    it('is refused where there is none', () =>
      refused(
        exchanges((one) => ({ ...one, tls: { agreed: AGREED } })),
        /no TLS with a URL without it/,
      ));

    const IMPOSSIBLE: Readonly<Record<string, readonly [TlsAgreement | undefined, RegExp]>> = {
      'a response over what nobody agreed on': [undefined, /without what was agreed/],
      'a protocol that there is not': [{ ...AGREED, protocol: 'TLSv9' }, /no protocol TLSv9/],
      'a server without a certificate': [{ ...AGREED, peer: [] }, /without a certificate/],
      'a certificate that was over': [
        { ...AGREED, peer: [{ ...SERVER, notAfter: '2021-01-01T00:00:00.000Z' }] },
        /valid from/,
      ],
      'a certificate that was to come': [
        { ...AGREED, peer: [{ ...SERVER, notBefore: '2098-01-01T00:00:00.000Z' }] },
        /valid from/,
      ],
    };
    for (const [what, [agreed, words]] of Object.entries(IMPOSSIBLE)) {
      it(`is refused for ${what}`, () => refused(overTls(agreed), words));
    }
  });

  describe('of redactions', () => {
    let redacted: FileSet;
    before(async () => {
      redacted = await holder.run({ filter: ['BK-01'], declared: false });
    });
    const document = () => JSON.parse(Buffer.from(redacted.get('redactions.json') ?? []).toString());
    const differing = (redactions: unknown, edit: Edit = (event) => event): readonly (readonly unknown[])[] => {
      const bytes = redactions === undefined ? undefined : canonicalJson({ ...document(), redactions } as JsonObject);
      const lines = chained(eventsIn(redacted).flatMap(edit));
      return redactionDifferences(changed(redacted, { 'redactions.json': bytes }), lines).map(
        ({ code, severity, location }) => [code, severity, location?.source?.file],
      );
    };
    const inJournal = ['EXCHANGE_MISMATCH', 'error', 'data/journal.jsonl'];
    const inDocument = ['EXCHANGE_MISMATCH', 'error', 'data/redactions.json'];

    it('stands when journal and commitments agree', async () => {
      assert.ok(document().redactions.length > 0);
      assert.deepEqual(differing(document().redactions), []);
      assert.deepEqual((await holder.replayed(redacted)).findings, []);
    });

    it('is refused without the commitments, or with some left out', () => {
      assert.deepEqual(differing(undefined), [inDocument]);
      assert.deepEqual(differing('none'), [inDocument]);
      const { file, at } = document().redactions[0];
      const rest = document().redactions.filter((one: RedactionEntry) => one.file !== file || one.at !== at);
      assert.deepEqual(differing(rest), [inJournal]);
    });

    it('is refused with a commitment to what nobody redacted', () => {
      const [first, ...rest] = document().redactions;
      assert.deepEqual(differing([{ ...first, id: 'r-0', rule: 'whim' }, first, ...rest]), [inDocument]);
    });

    it('may lack the commitments to what was redacted before the run stopped', () => {
      const stopped: Edit = (event) =>
        event.type === 'run-finished'
          ? [{ type: 'run-resumed', host: { node: 'v20', platform: 'linux' }, tornBytes: 0, unnamed: [] }, event]
          : event;
      assert.deepEqual(differing([], stopped), []);
    });

    /** A header of the booking with another value, which the journal calls redacted. */
    const withHeader = async (value: string): Promise<Replay> => {
      const rewritten = new Map(sound);
      const [{ exchange } = assert.fail()] = eventsIn(sound).filter(
        (event) => event.type === 'exchange-recorded' && ofBooking(event.exchange),
      ) as Extract<JournalEvent, { type: 'exchange-recorded' }>[];
      const { file } = exchange.request;
      const text = Buffer.from(sound.get(file) ?? []).toString('latin1');
      const bytes = Buffer.from(text.replace(/(\r\nAuthorization: )[^\r]*/, `$1${value}`), 'latin1');
      rewritten.set(file, bytes);
      const at = 'header Authorization';
      const entry = { id: 'r-1', rule: 'bearer', class: 'token', file, at, commit: '0'.repeat(64) };
      const { schema } = document();
      rewritten.set('redactions.json', Buffer.from(canonicalJson({ schema, redactions: [entry] })));
      const edit = exchanges((one) =>
        ofBooking(one)
          ? {
              ...one,
              request: { ...one.request, sha256: sha256(bytes), form: 'decoded' },
              redactions: [{ message: 'request', rule: 'bearer', at }],
            }
          : one,
      );
      return holder.replayed(await holder.rewritten(rewritten, edit));
    };

    it('is refused where no stand-in is, or more around it than was composed', async () => {
      assert.deepEqual((await withHeader('Bearer redacted-0123abcd')).findings, []);
      for (const value of [
        'nothing at all',
        'Basic redacted-0123abcd',
        'Bearer eyJhIjoxfQ.eyJhIjoxfQ.redacted-0123abcd',
      ]) {
        const { findings } = await withHeader(value);
        assert.match(findings[0]?.message ?? '', /header authorization differs around what was redacted/, value);
      }
    });
  });
});
