import type { RunPlan } from '../model/plan.ts';
import type { ReceiveStep } from '../model/suite.ts';

/** What may come a number of times need not, and some of it must not. */
export const isWanted = ({ receive }: ReceiveStep): boolean => receive.atMost === undefined;

/** The request that a step awaits: `Book an appointment (POST /Appointment)`. */
export function requestWords({ receive: { interaction } }: ReceiveStep, { api }: Pick<RunPlan, 'api'>): string {
  const { method = '', path = '', title = interaction } = api.interactions[interaction] ?? {};
  return `${title} (${method} ${path.replaceAll(/\$\{[^}]*\}/g, '[id]')})`;
}
