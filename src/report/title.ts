import type { RunResult } from '../model/result.ts';

/** What was tested against which interface; the title of a report. */
export function titleOf({ sut, api }: Pick<RunResult, 'sut' | 'api'>): string {
  return `${productOf({ sut })}: ${api.title}`;
}

/** Name and version of what was tested. */
export const productOf = ({ sut }: Pick<RunResult, 'sut'>): string =>
  sut.name ? [sut.name, sut.version].filter(Boolean).join(' ') : 'A system that was not identified';

/** Who supplies it, which side of which version it plays, and where: the line below the title. What was not given is said to be so. */
export function identityLine({ sut, api }: Pick<RunResult, 'sut' | 'api'>): string {
  return [
    sut.organisation ? `Supplier: ${sut.organisation}` : 'Supplier not given',
    sut.odsCode ? `ODS code ${sut.odsCode}` : 'ODS code not given',
    `Role: ${sut.role}`,
    sut.environment ? `Environment: ${sut.environment}` : 'Environment not given',
    `Interface ${api.id} ${api.version}`,
  ].join(' · ');
}
