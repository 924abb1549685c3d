// The sample run as though a client had been tested: what pages say of clients alone, on messages of the same kind.
import type { CaseResult } from '../../src/model/result.ts';
import type { ReportInput } from '../../src/report/report-format.ts';
import { HOSTILE } from './sample-messages.ts';
import { sampleResult } from './sample-result.ts';

/** The first case was asked for by a command and sent more than it should; the second was asked for by nobody. */
export function sampleClient(): ReportInput {
  const { result, plan, files } = sampleResult();
  const sut = { ...result.sut, role: 'client' } as const;
  const { observed: _, ...preflight } = result.preflight;
  return {
    plan: { ...plan, sut },
    files,
    result: { ...result, sut, preflight, cases: result.cases.map((one, index) => ({ ...one, ...driven(one, index) })) },
  };
}

function driven({ steps }: CaseResult, index: number): Pick<CaseResult, 'driven' | 'unexpected'> {
  const given = { service: '1000000001', patient: '9990000018' };
  if (index === 1) return { driven: { do: 'look', with: {}, way: 'nobody', output: '' } };
  if (index !== 0) return {};
  return {
    driven: { do: 'book', with: given, way: 'command', exitCode: 1, output: `Booked nothing\n${HOSTILE}` },
    unexpected: steps
      .flatMap(({ exchanges }) => exchanges)
      .slice(0, 1)
      .map((exchange) => ({
        ...exchange,
        ref: { ...exchange.ref, id: `${exchange.ref.id}-unexpected`, purpose: 'unexpected' as const },
      })),
  };
}
