/** Object identifiers as their content in hex, of the Cryptographic Message Syntax (RFC 5652) and what is used with it. */
export const CMS = {
  data: '2a864886f70d010701',
  signedData: '2a864886f70d010702',
  contentType: '2a864886f70d010903',
  messageDigest: '2a864886f70d010904',
  /** RFC 5035 section 3. */
  signingCertificateV2: '2a864886f70d010910022f',
  /** RFC 3161 appendix A: a token over a signature, as its unsigned attribute. */
  timestampToken: '2a864886f70d010910020e',
  /** RFC 3161 section 2.4.2. */
  timestampInfo: '2a864886f70d0109100104',
} as const;

/** SHA-256 (RFC 5754 section 2). */
export const SHA256 = '608648016503040201';

/** ecdsa-with-SHA256 (RFC 5758 section 3.2). */
export const ECDSA_SHA256 = '2a8648ce3d040302';

/** RSASSA-PSS with its parameters for SHA-256, MGF1 of SHA-256 and a salt of 32 bytes (RFC 4056), a whole algorithm identifier. */
export const RSA_PSS_SHA256 =
  '304106092a864886f70d01010a3034a00f300d06096086480165030402010500' +
  'a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120';
