/** Files that hold a key and its certificate; that of the key is readable by its owner alone. */
export type KeyFiles = (PemFiles | Pkcs12File) & {
  /** Of an encrypted key. */
  readonly passphrase?: string;
};

/** What signs: a key in a file, or a program that has one elsewhere. */
export type SignerFiles = KeyFiles | ProgramFiles;

export interface PemFiles {
  /** Private key, PEM. */
  readonly keyFile: string;
  /** Certificate of the key, PEM, followed by those of its issuers if any. */
  readonly certFile: string;
}

export interface Pkcs12File {
  /** Private key, its certificate and those of its issuers if any, PKCS#12. */
  readonly p12File: string;
}

/** For keys that no file holds, as of a token or a key service. */
export interface ProgramFiles {
  /** Path of a program that signs what stands on its standard input. */
  readonly program: string;
  /** Certificate of its key, PEM, followed by those of its issuers if any. */
  readonly certFile: string;
}

/** The file that the private key lies in. */
export const keyFileOf = (files: Pick<PemFiles, 'keyFile'> | Pkcs12File): string =>
  'p12File' in files ? files.p12File : files.keyFile;
