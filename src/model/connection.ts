import type { PlannedCase, RunPlan } from './plan.ts';
import type { Connection, Step, TestCase } from './suite.ts';
import { OWN_CERTIFICATE } from './tls.ts';

/** How a step connects, its mutations included; undefined for the usual way of the run. */
export function connectionOf(step: Step): Connection | undefined {
  if (step.kind !== 'send') return undefined;
  const { connect, mutate } = step;
  const changes = mutate.flatMap((mutation) => (mutation.in === 'connection' ? [[mutation.at, mutation.value]] : []));
  // Loading has seen to it that each value has the shape of its member.
  return changes.length === 0 ? connect : { ...connect, ...(Object.fromEntries(changes) as Connection) };
}

/** The URL to which a request goes on a connection. */
export function urlOver(url: string, connection: Connection | undefined): string {
  return connection?.scheme === 'http' ? url.replace(/^https:/i, 'http:') : url;
}

/** Whether a case shows something only of a system under test that is reached over TLS. */
export const isAboutTls = ({ steps, listen }: Pick<TestCase, 'steps' | 'listen'>): boolean =>
  listen !== undefined || steps.some((step) => connectionOf(step) !== undefined);

/** The certificates that a case shows and the run does not have. */
export function missingCertificates({ transport }: RunPlan, planned: Pick<PlannedCase, 'steps'>): readonly string[] {
  const known = transport?.certificates ?? {};
  return certificatesShown(planned).filter((name) => !Object.hasOwn(known, name));
}

/** By the names with which a case asks for them. */
export function certificatesShown({ steps }: Pick<TestCase, 'steps'>): readonly string[] {
  return [...new Set(steps.flatMap((step) => connectionOf(step)?.certificate ?? []))];
}

/** Fingerprint of the certificate that a step holds ready; undefined for none. */
export function fingerprintShown({ transport }: RunPlan, step: Step): string | undefined {
  const { certificate = OWN_CERTIFICATE } = connectionOf(step) ?? {};
  return certificate === null ? undefined : transport?.certificates[certificate]?.fingerprint;
}
