import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Context } from './context.ts';

/** The environment variable that holds the passphrase of an encrypted key. Commands that drive a client do not see it. */
export const KEY_PASSPHRASE = 'ASSAY_KEY_PASSPHRASE';

/** The passphrase of a key from whoever sits at the terminal, who types it unseen; undefined when they call it off. */
export const askPassphrase = (keyFile: string, context: Context): Promise<string | undefined> =>
  askUnseen(`Passphrase of ${keyFile}: `, context);

/** What a new key is to be encrypted by: nothing, when the environment says nothing and nobody is there or wants it. */
export async function newPassphrase(
  context: Context,
): Promise<{ readonly passphrase?: string } | { readonly problem: Diagnostic }> {
  const given = context.env[KEY_PASSPHRASE];
  if (given === '') return { problem: EMPTY };
  if (given !== undefined || !context.attended) return given === undefined ? {} : { passphrase: given };
  const passphrase = await askUnseen('Passphrase for the new key (none leaves it unencrypted): ', context);
  if (passphrase === '') return {};
  if (passphrase === undefined || (await askUnseen('The same again: ', context)) !== passphrase) {
    return { problem: passphrase === undefined ? CALLED_OFF : DIFFERENT };
  }
  return { passphrase };
}

const refused = (message: string): Diagnostic => ({
  code: 'KEY_PASSPHRASE',
  severity: 'error',
  message,
  hint: `No key was made. Try again, or put the passphrase into the environment variable ${KEY_PASSPHRASE}.`,
});

const CALLED_OFF = refused('No passphrase was given');
/** As a secret that is not there leaves it: whoever set it did not want a key that opens without one. */
const EMPTY: Diagnostic = {
  ...refused(`${KEY_PASSPHRASE} is set, and empty`),
  hint: `No key was made. Put the passphrase into it, or unset it: then the key is encrypted by what is typed at the terminal, or not at all.`,
};
const DIFFERENT = refused('Two passphrases were given that differ');

/** One line from the terminal that is not shown; undefined when it is called off, by Ctrl-C or Ctrl-D. */
async function askUnseen(prompt: string, { stdin, terminal, signal }: Context): Promise<string | undefined> {
  // Whoever answers as soon as the prompt is there must not be seen either.
  const line = readUnseen(stdin(), signal);
  terminal.err(prompt);
  await line;
  terminal.err('\n');
  return line;
}

function readUnseen(input: Readable, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    // It takes the terminal out of the mode in which that shows what is typed.
    const reader = createInterface({ input, output: NOWHERE, terminal: true, historySize: 0 });
    const end = (line?: string): void => {
      signal.removeEventListener('abort', abort);
      resolve(line);
      reader.close();
    };
    const abort = (): void => end();
    signal.addEventListener('abort', abort, { once: true });
    reader.once('line', end);
    reader.once('SIGINT', abort);
    reader.once('close', abort);
  });
}

const NOWHERE = new Writable({ write: (_chunk, _encoding, done) => done() });
