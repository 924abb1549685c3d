import assert from 'node:assert/strict';
import { inJudgement, inReports } from '../../../fixtures/bundles/forgeries/in-judgement.ts';
import { inSignedReport } from '../../../fixtures/bundles/forgeries/in-pdf.ts';
import { concluded, ENGINE, eventsIn, type RealRun, realRun } from '../../../fixtures/bundles/real-run.ts';
import { sealedBundle } from '../../../fixtures/bundles/sealed-bundle.ts';
import { signedPdf } from '../../../fixtures/bundles/signed-pdf.ts';
import { changed } from '../../../fixtures/bundles/tampering.ts';
import { type Holder, makeHolder } from '../../../fixtures/keys/signers.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import { type FileSet, sha256 } from '../../model/digest.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { SignerClaim } from '../../report/report-format.ts';
import { REPORT_FORMATS } from '../../report/report-formats.ts';
import { readApiFiles } from '../../suite/read-api-files.ts';
import { readCertificate } from '../format/certificate.ts';
import { type Replay, replay } from './replay.ts';

const NOW = new Date();
/** A positive, its negative, and a case of several steps. */
const SOME = ['BK-01', 'BK-20', 'CN-01'];

describe('replay', function () {
  this.timeout(60_000);
  let holder: Holder;
  let claim: SignerClaim;
  let sound: FileSet;
  let faulty: FileSet;
  let suites: FileSet;
  before(async () => {
    holder = await makeHolder();
    const { subject, fingerprint, selfSigned } = readCertificate(holder.certificate) ?? assert.fail();
    claim = { subject, fingerprint, selfSigned };
    suites = (await readApiFiles('.', 'uec-booking')).files;
    sound = await run({ filter: SOME });
    faulty = await run({ filter: SOME, defects: ['no-location'] });
  });

  const run = async (wanted: Omit<RealRun, 'signer'>) => (await realRun({ ...wanted, signer: claim })).files;

  async function replayed(files: FileSet, engine = ENGINE): Promise<Replay> {
    return replay(await sealedBundle({ files, signer: holder.signer, sealedAt: NOW }), { engine, suites });
  }
  const codesOf = ({ findings }: Replay) => [...new Set(findings.map(({ code }) => code))];

  it('comes to the same results and reports', async () => {
    const { outcome, findings, compared } = await replayed(sound);
    assert.deepEqual(findings, []);
    assert.equal(outcome, 'accepted');
    assert.ok(compared.cases >= 3 && compared.assertions > 10 && compared.fromJournal === 0);
    const sent = eventsIn(sound).filter((event) => event.type === 'exchange-recorded').length;
    assert.equal(compared.requests, sent - 1, 'all but the preflight');
    const views = REPORT_FORMATS.map(({ fileName }) => fileName).filter((file) => file !== 'results.json');
    assert.deepEqual(compared.reports, views);
  });

  for (const defect of ['no-location', 'always-400', 'html-errors', 'drops-connection']) {
    it(`comes to the same for a provider with the defect ${defect}`, async () => {
      const { outcome, findings } = await replayed(await run({ filter: SOME, defects: [defect] }));
      assert.deepEqual(findings, []);
      assert.equal(outcome, 'accepted');
    });
  }

  it('comes to the same when every patient was redacted', async () => {
    const files = await run({ filter: SOME, declared: false });
    assert.ok(JSON.parse(text(files, 'results.json')).redactions > 0);
    assert.deepEqual((await replayed(files)).findings, []);
  });

  /** A journal in which assertions of the booking say another verdict, resting on what was redacted in its request and response. */
  async function withVerdict(
    verdict: 'pass' | 'fail',
    [step, kind]: readonly [string, string],
    files: FileSet,
  ): Promise<Replay> {
    const events = eventsIn(files);
    const restsOn = events.flatMap((event) =>
      event.type === 'exchange-recorded' && event.exchange.ref.step === 'book'
        ? event.exchange.redactions.map(({ message, at }) => `${event.exchange.ref.id} ${message} ${at}`)
        : [],
    );
    const inResponse = restsOn.filter((field) => field.includes(' response body'));
    assert.ok(inResponse.length > 0);
    const edited = await forged(files, (event) => {
      if (event.type === 'case-finished' || event.type === 'run-finished') return { ...event, verdict };
      if (event.type !== 'step-judged' || event.step !== step) return event;
      const assertions = event.assertions.map((one) =>
        one.kind === kind ? { ...one, verdict, restsOn: inResponse.slice(0, 1) } : { ...one },
      );
      return { ...event, assertions };
    });
    return replayed(edited);
  }

  it('takes from the journal, and counts, what rests on redacted values', async () => {
    const undeclared = await run({ filter: ['BK-01'], declared: false });
    const { findings, compared } = await withVerdict('fail', ['book', 'fhirpath'], undeclared);
    assert.deepEqual(findings, []);
    assert.equal(compared.fromJournal, 1);
  });

  it('does not rely on a journal that says more for the system than the redacted bytes do', async () => {
    const undeclared = await run({ filter: ['BK-01'], declared: false, defects: ['forgets-to-take-slot'] });
    const replays = await withVerdict('pass', ['search-again', 'fhirpath'], undeclared);
    assert.deepEqual([replays.outcome, codesOf(replays)], ['indeterminate', ['RESTS_ON_REDACTED']]);
  });

  it('never lets a status rest on redacted values', async () => {
    const undeclared = await run({ filter: ['BK-01'], declared: false });
    const replays = await withVerdict('fail', ['book', 'status'], undeclared);
    assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['REPLAY_DIFFERS']]);
  });

  it('comes to the same under another engine that judges alike', async () => {
    assert.equal((await replayed(sound, { ...ENGINE, nodeMajor: 99 })).outcome, 'accepted');
  });

  /** A forger who has the key and the engine: everything is made to fit but the recorded bytes. */
  const forged = (
    files: FileSet,
    edit: (event: JournalEvent) => JournalEvent | readonly JournalEvent[],
  ): Promise<FileSet> => concluded(files, eventsIn(files).flatMap(edit), claim);

  const flipped = (event: JournalEvent): JournalEvent => {
    if (event.type === 'step-judged') {
      return { ...event, assertions: event.assertions.map((one) => ({ ...one, verdict: 'pass' })) };
    }
    return event.type === 'case-finished' || event.type === 'run-finished' ? { ...event, verdict: 'pass' } : event;
  };

  it('names the case and the assertion whose verdict was flipped', async () => {
    const failed = eventsIn(faulty).flatMap((event) =>
      event.type === 'step-judged' ? event.assertions.filter(({ verdict }) => verdict === 'fail') : [],
    );
    assert.ok(failed.length > 0);
    const { outcome, findings } = await replayed(await forged(faulty, flipped));
    assert.equal(outcome, 'rejected');
    for (const { id } of failed) {
      const named = findings.filter(({ code, message }) => code === 'REPLAY_DIFFERS' && message.includes(id));
      assert.equal(named.length, 1, id);
    }
    assert.ok(findings.some(({ message }) => message.startsWith('BK-01 is recorded as pass')));
  });

  it('calls a difference under another engine a difference of engines, never tampering', async () => {
    const other = { ...ENGINE, digest: '0'.repeat(64) };
    const { outcome, findings } = await replayed(await forged(faulty, flipped), other);
    assert.equal(outcome, 'indeterminate');
    const [first, ...differences] = findings.map(({ code }) => code);
    assert.equal(first, 'ENGINE_DIFFERS');
    const { findings: underOwn } = await replayed(await forged(faulty, flipped));
    assert.deepEqual(
      differences,
      underOwn.map(({ code }) => code),
      'each difference is told',
    );
  });

  for (const [what, [, edit]] of Object.entries(inJudgement)) {
    it(`rejects ${what}`, async () => {
      const replays = await replayed(await forged(sound, edit));
      assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['REPLAY_DIFFERS']]);
    });
  }

  it('rejects results that are not the fold of the journal, naming the case', async () => {
    const files = changed(sound, {
      'results.json': (bytes) => bytes.toString().replace(/"durationMs":\d+/, '"durationMs":1.5'),
    });
    const { outcome, findings } = await replayed(files);
    assert.equal(outcome, 'rejected');
    assert.deepEqual(
      findings.map(({ code, message }) => [code, message]),
      [['REPLAY_DIFFERS', 'The results of BK-01 are not what the journal says']],
    );
  });

  for (const [what, [, file, edit]] of Object.entries(inReports)) {
    it(`names the report for ${what}`, async () => {
      const files = changed(sound, { [file]: (bytes) => edit(bytes.toString()) });
      const replays = await replayed(files);
      assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['REPORT_DIFFERS']]);
      assert.equal(replays.findings[0]?.location?.source?.file, `data/${file}`);
    });
  }

  it('renders a signed report again, its signature aside', async () => {
    const pdf = await signedPdf(sound, holder.signer, { at: NOW });
    const replays = await replayed(new Map([...sound, ['report.pdf', pdf]]));
    assert.deepEqual([replays.outcome, replays.findings], ['accepted', []]);
  });

  for (const [what, [, edit]] of Object.entries(inSignedReport)) {
    it(`names the signed report for ${what}`, async () => {
      const pdf = await signedPdf(sound, holder.signer, { at: NOW, edit });
      const replays = await replayed(new Map([...sound, ['report.pdf', pdf]]));
      assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['REPORT_DIFFERS']]);
    });
  }

  it('rejects a record of an exchange that its bytes contradict', async () => {
    const files = await forged(sound, (event) =>
      event.type === 'exchange-recorded' ? { ...event, exchange: { ...event.exchange, status: 418 } } : event,
    );
    const replays = await replayed(files);
    assert.equal(replays.outcome, 'rejected');
    assert.ok(codesOf(replays).includes('EXCHANGE_MISMATCH'));
  });

  /** The exchange of a step, with its request rewritten and its record made to fit. */
  function resent(
    files: FileSet,
    { of, step }: { of: string; step: string },
    edit: (text: string) => string,
  ): Promise<FileSet> {
    const rewritten = new Map(files);
    const events = eventsIn(files).map((event): JournalEvent => {
      if (event.type !== 'exchange-recorded') return event;
      const { ref, request } = event.exchange;
      if (ref.case !== of || ref.step !== step || ref.purpose !== 'step') return event;
      const bytes = Buffer.from(edit(text(files, request.file)));
      rewritten.set(request.file, bytes);
      return { ...event, exchange: { ...event.exchange, request: { ...request, sha256: sha256(bytes) } } };
    });
    return concluded(rewritten, events, claim);
  }

  const withoutBody = (message: string): string =>
    message.replace(/Content-Length: \d+/, 'Content-Length: 2').replace(/\r\n\r\n.*$/s, '\r\n\r\n{}');
  const edits: Readonly<Record<string, readonly [part: string, edit: (text: string) => string]>> = {
    'another body': ['its body', withoutBody],
    'another header': ['its header x-request-id', (message) => message.replace(/(X-Request-ID: )\w/, '$1z')],
    'a header left out': ['its header ssp-from', (message) => message.replace(/Ssp-From: .*\r\n/, '')],
    'a header besides': ['its header x-extra', (message) => message.replace('\r\n\r\n', '\r\nX-Extra: 1\r\n\r\n')],
    'another token': ['its header authorization', (message) => message.replace(/(Bearer e\w+\.e)\w/, '$1_')],
    'another server': ['its URL', (message) => message.replace(/Host: .*\r\n/, 'Host: other.example\r\n')],
  };
  for (const [what, [part, edit]] of Object.entries(edits)) {
    it(`rejects ${what} than the plan has for the request`, async () => {
      const { outcome, findings } = await replayed(await resent(sound, { of: 'BK-20', step: 'book' }, edit));
      assert.equal(outcome, 'rejected');
      const named = findings.filter(({ code, message }) => code === 'EXCHANGE_MISMATCH' && message.includes(part));
      assert.equal(named.length, 1, JSON.stringify(findings));
    });
  }

  it('rejects two cases that show the exchanges of each other', async () => {
    const files = await run({ filter: ['BK-20', 'BK-21'] });
    const events = eventsIn(files);
    const shown = events.flatMap((event) => (event.type === 'exchange-recorded' ? [event.exchange] : []));
    const OTHER: Readonly<Record<string, string>> = { 'BK-20': 'BK-21', 'BK-21': 'BK-20' };
    const swapped = await forged(files, (event) => {
      if (event.type !== 'exchange-recorded') return event;
      const { ref } = event.exchange;
      const named = OTHER[ref.case ?? ''];
      const other = shown.find(
        (one) => one.ref.case === named && one.ref.step === ref.step && one.ref.purpose === ref.purpose,
      );
      return other === undefined ? event : { ...event, exchange: { ...other, ref } };
    });
    const replays = await replayed(swapped);
    assert.equal(replays.outcome, 'rejected');
    assert.ok(codesOf(replays).includes('EXCHANGE_MISMATCH'));
  });

  it('rejects a lease that the response does not offer', async () => {
    const files = await forged(sound, (event) =>
      event.type === 'leased' ? { ...event, value: { resourceType: 'Slot', id: 'invented' } } : event,
    );
    const { findings } = await replayed(files);
    assert.ok(
      findings.some(({ code, message }) => code === 'EXCHANGE_MISMATCH' && message.includes('does not offer the slot')),
    );
  });

  it('rejects what the journal says of the system when its CapabilityStatement says another thing', async () => {
    const files = await forged(sound, (event) =>
      event.type === 'preflight-finished' ? { ...event, observed: { software: 'Acme Book', formats: [] } } : event,
    );
    const replays = await replayed(files);
    assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['EXCHANGE_MISMATCH']]);
  });

  it('rejects a plan for another server than the one that was asked', async () => {
    const plan = JSON.parse(text(sound, 'plan.json'));
    const planText = canonicalJson({ ...plan, sut: { ...plan.sut, baseUrl: 'https://acme.example/fhir' } });
    const events = eventsIn(sound).map((event) =>
      event.type === 'run-started' ? { ...event, planDigest: sha256(planText) } : event,
    );
    const replays = await replayed(await concluded(changed(sound, { 'plan.json': planText }), events, claim));
    assert.equal(replays.outcome, 'rejected');
    assert.ok(codesOf(replays).includes('EXCHANGE_MISMATCH'));
  });

  it('rejects a plan that the bundled suites do not give', async () => {
    const plan = JSON.parse(text(sound, 'plan.json'));
    for (const step of plan.cases[0].steps) step.expect = step.expect.slice(0, 1);
    const planText = canonicalJson(plan);
    const files = await concluded(
      changed(sound, { 'plan.json': planText }),
      eventsIn(sound).map((event) =>
        event.type === 'run-started' ? { ...event, planDigest: sha256(planText) } : event,
      ),
      claim,
    );
    const replays = await replayed(files);
    assert.equal(replays.outcome, 'rejected');
    assert.ok(codesOf(replays).includes('PLAN_MISMATCH'));
  });

  it('is not satisfied with other suites than those expected, and names what differs', async () => {
    const published = suites;
    const api = 'suites/uec-booking/api.yaml';
    try {
      suites = new Map([
        ...published,
        [api, Buffer.from('stricter')],
        ['suites/uec-booking/provider/more.suite.yaml', Buffer.from('more')],
      ]);
      const replays = await replayed(sound);
      assert.deepEqual([replays.outcome, codesOf(replays)], ['indeterminate', ['SUITES_DIFFER']]);
      assert.match(replays.findings[0]?.message ?? '', /api\.yaml, suites\/uec-booking\/provider\/more\.suite\.yaml$/);
      suites = new Map();
      assert.deepEqual(codesOf(await replayed(sound)), ['SUITES_DIFFER']);
    } finally {
      suites = published;
    }
  });

  it('looks no further than verification when the bundle is not intact', async () => {
    const replays = await replay(Buffer.from('no archive'), { engine: ENGINE, suites });
    assert.deepEqual([replays.outcome, codesOf(replays)], ['rejected', ['ARCHIVE_NOT_CANONICAL']]);
  });
});

const text = (files: FileSet, path: string): string => Buffer.from(files.get(path) ?? []).toString();
