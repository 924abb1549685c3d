import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../message/duration.ts';
import { FHIR_VERSIONS, type FhirVersion } from '../../model/suite.ts';
import { intervalOf } from '../rate.ts';
import { authorityAddress } from '../time-source.ts';

const LAST_PORT = 65_535;

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}

export function atLeastOne(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('It must be at least 1.');
  return number;
}

export function address(text: string): URL {
  const url = authorityAddress(text);
  if (url === undefined) throw new InvalidArgumentError('Write it as http://tsa.example/, without a password.');
  return url;
}

export function port(text: string): number {
  const number = wholeNumber(text);
  if (number > LAST_PORT) throw new InvalidArgumentError(`The last port is ${LAST_PORT}.`);
  return number;
}

export function duration(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === undefined || durationMs <= 0) throw new InvalidArgumentError('Write it as 500ms, 10s or 2m.');
  return durationMs;
}

export function fhirVersion(text: string): FhirVersion {
  const version = FHIR_VERSIONS.find((one) => one === text.toLowerCase());
  if (version === undefined) throw new InvalidArgumentError(`It is one of ${FHIR_VERSIONS.join(' and ')}.`);
  return version;
}

export function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('Write it as 2027-03-31.');
  }
  return text;
}

export function odsCode(text: string): string {
  if (!/^[A-Z0-9]{3,10}$/i.test(text)) throw new InvalidArgumentError('It is 3 to 10 letters and digits, as X26.');
  return text;
}

/** It must be legible in a report, and nobody's idea of a secret or a page of text. */
export function nonce(text: string): string {
  if (!/^[\x20-\x7e]{1,200}$/.test(text)) throw new InvalidArgumentError('It is up to 200 characters of ASCII.');
  return text;
}

export function rate(text: string): string {
  if (intervalOf(text) === undefined) throw new InvalidArgumentError('Write it as 5/s, 30/m or 0.5/s.');
  return text;
}
