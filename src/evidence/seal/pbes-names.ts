/** Object identifiers as their content in hex, of encryption by a passphrase (RFC 8018). */
export const PBES = {
  pbes2: '2a864886f70d01050d',
  pbkdf2: '2a864886f70d01050c',
  hmacSha256: '2a864886f70d0209',
  aes256: '60864801650304012a',
} as const;
