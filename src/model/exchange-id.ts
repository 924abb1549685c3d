/** Of the exchange that asks for an access token, before the one that needs it. */
export const tokenExchangeId = (before: string, attempt: number): string =>
  attempt === 1 ? `${before}-token` : `${before}-token-${attempt}`;

/** Of the requests that undo what an exchange made, `place` from 1. */
export const undoExchangeId = (madeBy: string, place: number, attempt: number): string =>
  attempt === 1 ? `${madeBy}-undo-${place}` : `${madeBy}-undo-${place}-${attempt}`;

/** `cccc-nn`, and `cccc-nn-a` for attempts after the first. `caseIndex` is from 0, -1 for the preflight; `place` from 1. */
export function exchangeId(caseIndex: number, place: number, attempt: number): string {
  const id = `${String(caseIndex + 1).padStart(4, '0')}-${String(place).padStart(2, '0')}`;
  return attempt === 1 ? id : `${id}-${attempt}`;
}
