const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Value sets that are all of one such code system, under the names that bindings give them. */
export const IMPLICIT_VALUE_SETS: Readonly<Record<string, string>> = {
  'http://www.rfc-editor.org/bcp/bcp13.txt': 'urn:ietf:bcp:13',
};

/** Code systems that are a grammar or a list kept elsewhere: the test that a code of theirs passes. */
export const IMPLICIT_SYSTEMS: Readonly<Record<string, (code: string) => boolean>> = {
  // Media types: RFC 6838 section 4.2, with parameters; and the short names that CapabilityStatement.format allows.
  'urn:ietf:bcp:13': (code) =>
    ['json', 'xml', 'ttl'].includes(code) ||
    /^[A-Za-z0-9][\w!#$&^.+-]*\/[A-Za-z0-9][\w!#$&^.+-]*(?:\s*;.*)?$/.test(code),
  // Language tags: RFC 5646 section 2.1, its shape only.
  'urn:ietf:bcp:47': (code) => /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(code),
  'urn:iso:std:iso:4217': (code) => currencies.has(code),
};
