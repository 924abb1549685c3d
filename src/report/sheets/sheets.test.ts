import assert from 'node:assert/strict';
import { sampleResult } from '../../../scripts/golden/sample-result.ts';
import { sha256 } from '../../model/digest.ts';
import { caseCounts } from '../case-counts.ts';
import { jsonReport } from '../json.ts';
import { runFacts } from '../run-facts.ts';
import { systemFacts } from '../system-facts.ts';
import { evidenceSheet } from './evidence-sheet.ts';
import { requirementSheet } from './requirement-sheet.ts';
import { runSheet } from './run-sheet.ts';
import { testPlanSheet } from './test-plan-sheet.ts';

const sample = sampleResult();
const { result, plan } = sample;

describe('testPlanSheet', () => {
  const factsOf = (input = sample) => new Map(testPlanSheet(input).facts);
  const rowOf = (id: string) => testPlanSheet(sample).rows.find(([, test]) => test === id) ?? assert.fail(id);

  it('names systems, versions and times, and leaves blank what people fill in', () => {
    const facts = factsOf();
    assert.equal(facts.get('System under test'), 'Bookwell Scheduling 4.2.1');
    assert.equal(facts.get('Test began'), result.startedAt);
    assert.equal(facts.get('Date and time of going live'), '');
  });

  it('has what must be there before the test, and whether it was', () => {
    assert.equal(factsOf().get('Prerequisite: the system can be reached'), 'met');
    const problem = { code: 'UNREACHABLE', severity: 'error', message: 'Nobody answers' } as const;
    const preflight = { problems: [problem], exchanges: [] };
    const unreached = factsOf({ ...sample, result: { ...result, preflight } });
    assert.equal(unreached.get('Prerequisite: the system can be reached'), '1 problem');
  });

  it('has test data by its path, whatever order it was written in', () => {
    const values = { patient: { nhsNumber: '9990000018', family: 'Marchbank' }, service: '1' };
    const reversed = { service: '1', patient: { family: 'Marchbank', nhsNumber: '9990000018' } };
    const dataIn = (given: typeof values) =>
      testPlanSheet({ ...sample, plan: { ...plan, values: given } }).facts.filter(([name]) =>
        name.startsWith('Test data'),
      );
    assert.deepEqual(dataIn(values), [
      ['Test data: patient.family', 'Marchbank'],
      ['Test data: patient.nhsNumber', '9990000018'],
      ['Test data: service', '1'],
    ]);
    assert.deepEqual(dataIn(reversed), dataIn(values));
  });

  it('has what a case asks, what is expected, what came of it, and why', () => {
    const [disposition, , criteria = '', expected = '', verdict, comment = ''] = rowOf('BK-23');
    assert.equal(disposition, '');
    assert.match(criteria, /^P24: /m);
    assert.match(expected, /^status /m);
    assert.equal(verdict, 'Failed');
    assert.notEqual(comment, '');
    assert.equal(rowOf('BK-01').at(-1), '');
  });

  it('tells of the waiver of what failed', () => {
    assert.match(rowOf('BK-03').at(-1) ?? '', /^Waived by .+ until 2026-06-30: /m);
  });
});

describe('requirementSheet', () => {
  const evidence = (id: string) => requirementSheet(result).rows.find(([first]) => first === id)?.[7] ?? '';

  it('has the mitigation beside the no, and nothing where no waiver is needed', () => {
    assert.match(evidence('P26'), /^Waived by .+ Mitigation: .+$/m);
    assert.doesNotMatch(evidence('P9'), /^Waived/m);
  });

  it('offers the review alone to be chosen from, with four values', () => {
    const columns = requirementSheet(result).columns.filter(({ choices }) => choices !== undefined);
    assert.deepEqual(
      columns.map(({ title, choices }) => [title, choices?.length]),
      [['NHS Digital Review', 4]],
    );
  });
});

describe('answers of people', () => {
  const attested = {
    answer: 'yes',
    by: 'Jo Example',
    at: '2026-03-03T10:15:00.000Z',
    way: 'beforehand',
    note: 'see log',
  } as const;
  const cases = result.cases.map((one) =>
    one.id === 'SS-15' ? { ...one, steps: one.steps.map((step) => ({ ...step, attested })) } : one,
  );
  const said = 'Answered "yes" by Jo Example at 2026-03-03T10:15:00.000Z, before the run: see log';

  it('are evidence of the requirement, and comments of the test plan', () => {
    const row = requirementSheet({ ...result, cases }).rows.find(([id]) => id === 'P11');
    assert.ok(row?.[7]?.split('\n').includes(`  ${said}`));
    const test = testPlanSheet({ ...sample, result: { ...result, cases } }).rows.find(([, id]) => id === 'SS-15');
    assert.ok(test?.at(-1)?.split('\n').includes(said));
  });
});

describe('evidenceSheet', () => {
  it('has a row for each case of a requirement, with messages by the digests that the result has', () => {
    const { rows } = evidenceSheet(result);
    for (const { id, positive, negative } of result.requirements) {
      const named = new Set(rows.filter(([requirement]) => requirement === id).map(([, one]) => one));
      assert.deepEqual([...named], [...positive, ...negative]);
    }
    const [, , , , , , file, digest] = rows.find(([, , , , , , request]) => request !== '') ?? [];
    assert.equal(sha256(sample.files.get(file ?? '') ?? ''), digest);
  });
});

describe('runSheet', () => {
  const factsOf = (input = sample) =>
    new Map(runSheet(input).rows.map(([name = '', value = '']) => [name, value] as const));

  it('has the digest of results.json and of every input', () => {
    const facts = factsOf();
    assert.equal(facts.get('Digest of results.json (SHA-256)'), sha256(jsonReport.render(sample)));
    for (const { path, sha256 } of plan.inputs) assert.equal(facts.get(`Digest of ${path} (SHA-256)`), sha256);
    assert.equal(facts.get('Waiver of case BK-03')?.startsWith('in force'), true);
  });

  it('has every fact of the run and of the system, and the counts, as the report has them', () => {
    const signer = { subject: 'CN=Example', fingerprint: 'a'.repeat(64), selfSigned: true };
    const input = { ...sample, signer };
    const facts = factsOf(input);
    for (const { name, lines } of runFacts(input, sha256(jsonReport.render(input))))
      for (const part of lines.flat()) assert.ok(facts.get(name)?.includes('digest' in part ? part.digest : part.text));
    for (const { name, claimed, observed } of systemFacts(result)) {
      assert.equal(facts.get(name) ?? '', claimed === '' ? 'not given' : (claimed ?? ''));
      assert.equal(facts.get(`${name}, as the system says`) ?? '', observed ?? '');
    }
    for (const { name, planned } of caseCounts(result))
      assert.ok(facts.get(`Cases: ${name}`)?.startsWith(`${planned} planned: `));
  });

  it('says that nobody vouches for who signed with a certificate of their own', () => {
    const words = (selfSigned: boolean) =>
      factsOf({ ...sample, signer: { subject: 'CN=Example', fingerprint: 'a'.repeat(64), selfSigned } }).get(
        'Sealed by, as claimed',
      ) ?? '';
    assert.match(words(true), /self-signed: nobody vouches/);
    assert.doesNotMatch(words(false), /self-signed/);
  });
});
