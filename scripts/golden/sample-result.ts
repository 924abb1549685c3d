// The sample run as reports get it.
import { fold } from '../../src/journal/fold.ts';
import { type FileSet, sha256 } from '../../src/model/digest.ts';
import type { JournalLine } from '../../src/model/event.ts';
import type { ReportInput } from '../../src/report/report-format.ts';
import { START, sampleRun } from './sample-run.ts';

/** Folded from a journal that was never written: reports ask no more of it. */
export function sampleResult(times = 1): ReportInput {
  const { plan, events, messages } = sampleRun(times);
  const lines = events.map(
    (event, seq): JournalLine => ({
      seq,
      at: new Date(START + seq * 17).toISOString(),
      prev: sha256(String(seq)),
      event,
    }),
  );
  return { result: fold(plan, lines), plan, files: messages };
}

/** The files of a run as though all of them held the same. */
export const alike = ({ files }: ReportInput, bytes: Uint8Array): FileSet =>
  new Map([...files.keys()].map((file) => [file, bytes]));
