import type { CaseResult, RunResult } from '../../model/result.ts';
import { anchor } from '../html/anchor.ts';
import { VERDICT_WORDS } from '../words.ts';
import { exchangesOfAct } from './case-exchanges.ts';
import type { Sheet } from './sheet.ts';

/** The way from each requirement to the bytes: its cases, and the messages that each of them is about. */
export function evidenceSheet({ requirements, cases }: RunResult): Sheet {
  const byId = new Map(cases.map((one) => [one.id, one]));
  return {
    name: 'Evidence',
    facts: [],
    columns: [
      { title: 'Requirement ID', width: 16 },
      { title: 'Case', width: 14 },
      { title: 'Title', width: 44 },
      { title: 'Polarity', width: 10 },
      { title: 'Verdict', width: 10 },
      { title: 'In the report', width: 28, leadsTo: 'file' },
      { title: 'Request', width: 32, leadsTo: 'file' },
      { title: 'SHA-256 of the request', width: 68 },
      { title: 'Response', width: 32, leadsTo: 'file' },
      { title: 'SHA-256 of the response', width: 68 },
    ],
    rows: requirements.flatMap(({ id, positive, negative }) =>
      [...positive, ...negative].flatMap((named) => {
        const one = byId.get(named);
        return one === undefined ? [] : rowsOf(id, one);
      }),
    ),
  };
}

function rowsOf(requirement: string, one: CaseResult): readonly (readonly string[])[] {
  const { id, title, polarity, verdict } = one;
  const row = [requirement, id, title, polarity, VERDICT_WORDS[verdict], `report.html#${anchor('case', id)}`];
  const exchanges = exchangesOfAct(one);
  if (exchanges.length === 0) return [[...row, '', '', '', '']];
  return exchanges.map(({ request, response }) => [
    ...row,
    request.file,
    request.sha256,
    response?.file ?? '',
    response?.sha256 ?? '',
  ]);
}
