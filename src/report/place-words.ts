import type { Location } from '../model/diagnostic.ts';

/** Where in the data a finding lies: `Appointment.status, /status`; empty when nobody knows. */
export function placeWords({ fhirpath, pointer, source }: Location = {}): string {
  const written = source && `${source.file}:${source.line}:${source.column}`;
  return [fhirpath, pointer, written].filter((part) => part !== undefined && part !== '').join(', ');
}
