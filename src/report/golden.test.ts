import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sampleRun } from '../../scripts/golden/sample-run.ts';
import { fold } from '../journal/fold.ts';
import { readJournal } from '../journal/read-journal.ts';
import { sha256 } from '../model/digest.ts';
import type { RunPlan } from '../model/plan.ts';
import { REPORT_FORMATS } from './report-formats.ts';

const golden = (name: string) => readFileSync(new URL(`../../fixtures/golden/${name}`, import.meta.url));

describe('golden run', () => {
  const plan: RunPlan = JSON.parse(golden('plan.json').toString());
  const { lines, diagnostics } = readJournal(golden('journal.jsonl'));
  const { messages } = sampleRun();
  const input = { result: fold(plan, lines), plan, files: messages };

  it('has a journal without fault', () => assert.deepEqual(diagnostics, []));

  it('names the messages that it was rendered with', () => {
    for (const { event } of lines) {
      if (event.type !== 'exchange-recorded') continue;
      const { request, response } = event.exchange;
      assert.equal(sha256(messages.get(request.file) ?? ''), request.sha256);
      if (response) assert.equal(sha256(messages.get(response.file) ?? ''), response.sha256);
    }
  });

  for (const { format, fileName, render } of REPORT_FORMATS) {
    it(`renders ${format} to the bytes of fixtures/golden/${fileName}; change it by npm run golden alone`, async () => {
      assert.ok(Buffer.from(await render(input)).equals(golden(fileName)));
    });
  }
});
