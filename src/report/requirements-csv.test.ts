import assert from 'node:assert/strict';
import { parseCsv } from 'hucre/csv';
import { sampleResult } from '../../scripts/golden/sample-result.ts';
import type { RunResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import { requirementsCsv } from './requirements-csv.ts';

const sample = sampleResult();

function rowsOf(result: RunResult): readonly (readonly string[])[] {
  const text = Buffer.from(requirementsCsv.render({ ...sample, result })).toString('utf8');
  return parseCsv(text, { delimiter: ',' }).map((row) => row.map((cell) => String(cell ?? '')));
}

/** A cell of the row for a requirement, by its heading. */
function cell(result: RunResult, id: string, title: string): string {
  const [titles = [], ...rows] = rowsOf(result);
  const row = rows.find(([first]) => first === id);
  assert.ok(row, id);
  return row[titles.indexOf(title)] ?? '';
}

const EVIDENCE = 'Consumer System Compliance Evidence';

describe('requirementsCsv', () => {
  const { result } = sample;

  it('has exactly the columns of the reviewers', () => {
    assert.deepEqual(rowsOf(result)[0], [
      'Requirement ID',
      'Item',
      'Requirement',
      'Requirement Test Case',
      'Test Evidence to be Assured by NHS Digital',
      'Assurance by End User',
      'Compliant',
      'Consumer System Compliance Evidence',
      'NHS Digital Review',
    ]);
  });

  it('has a row for each requirement, in their order, and leaves the review to the reviewers', () => {
    const [, ...rows] = rowsOf(result);
    assert.deepEqual(
      rows.map(([id]) => id),
      result.requirements.map(({ id }) => id),
    );
    assert.ok(rows.every((row) => row.at(-1) === ''));
  });

  it('says yes only of what passed, no of what failed, and otherwise neither', () => {
    const said = (verdict: Verdict | undefined): string => {
      const requirements = result.requirements.map(({ verdict: _, ...one }) => ({
        ...one,
        ...(verdict && { verdict }),
      }));
      return cell({ ...result, requirements }, 'P24', 'Compliant');
    };
    assert.equal(said('pass'), 'Yes');
    assert.equal(said('fail'), 'No');
    assert.equal(said('error'), 'Not shown');
    assert.equal(said('skip'), 'Not shown');
    assert.equal(said(undefined), 'Not shown');
  });

  it('does not say yes where rules were not checked, and says how many', () => {
    const requirements = result.requirements.map((one) => ({ ...one, verdict: 'pass', notChecked: 7 }) as const);
    const said = cell({ ...result, requirements }, 'P24', 'Compliant');
    assert.doesNotMatch(said, /yes/i);
    assert.match(said, /7/);
  });

  it('names the cases of both polarities', () => {
    const requirement = result.requirements.find(
      ({ positive, negative }) => positive.length > 0 && negative.length > 0,
    );
    assert.ok(requirement);
    const { id, positive, negative } = requirement;
    assert.equal(
      cell(result, id, 'Requirement Test Case'),
      `Positive: ${positive.join(', ')}\nNegative: ${negative.join(', ')}`,
    );
  });

  it('leads to places in the report and to messages by their digests', () => {
    const html = JSON.stringify(result);
    const evidence = cell(result, 'P24', EVIDENCE);
    assert.match(evidence, /report\.html#requirement-P24$/m);
    assert.match(evidence, /^BK-\d+ \w+: report\.html#case-BK-\d+$/m);
    const named = [...evidence.matchAll(/^ {2}(exchanges\/\S+) SHA-256 ([0-9a-f]{64})$/gm)];
    assert.ok(named.length > 0);
    for (const [, file, digest] of named) assert.ok(html.includes(`"file":"${file}","sha256":"${digest}"`));
  });

  it('names what failed before what passed', () => {
    const failing = result.requirements.find(({ verdict }) => verdict === 'fail');
    assert.ok(failing);
    assert.match(cell(result, failing.id, EVIDENCE).split('\n')[1] ?? '', /^\S+ (error|failed): /);
  });

  it('says in every row with evidence why it is not for submission', () => {
    const [why] = result.notForSubmission;
    assert.ok(why);
    assert.ok(cell(result, 'P24', EVIDENCE).endsWith(`\nNot for submission: ${result.notForSubmission.join('; ')}`));
    assert.doesNotMatch(cell({ ...result, notForSubmission: [] }, 'P24', EVIDENCE), /Not for submission/);
  });

  it('claims no evidence for what no case verifies', () => {
    assert.equal(cell(result, 'P40', EVIDENCE), '');
    assert.equal(
      cell(result, 'P40', 'Test Evidence to be Assured by NHS Digital'),
      'Statement of the supplier, in INT',
    );
  });
});
