import 'reflect-metadata';
import { Name } from '@peculiar/x509';

/** The name of a supplier's signer (RFC 4514). The ODS code is the unit of the organisation, as in other certificates of the NHS. */
export const supplierName = (organisation: string, odsCode?: string): string =>
  [`CN=Test evidence of ${escaped(organisation)}`, `O=${escaped(organisation)}`]
    .concat(odsCode === undefined ? [] : [`OU=${escaped(odsCode)}`])
    .join(', ');

/** RFC 4514 section 2.4. */
const escaped = (value: string): string =>
  value
    .trim()
    .replace(/[,+"\\<>;=]/g, '\\$&')
    .replace(/^#/, '\\#');

/** Whether a text is a name of at least one part, as `CN=…, O=…`, each with a type that certificates know and a value. */
export function isSubjectName(text: string): boolean {
  const parts = text.split(/(?<!\\),/);
  if (!parts.every((part) => /^\s*[A-Za-z0-9.]+\s*=\s*\S/.test(part))) return false;
  try {
    return new Name(text).toJSON().length === parts.length;
  } catch {
    return false;
  }
}
