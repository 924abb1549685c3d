import { spawn } from 'node:child_process';
import { systemFault } from '../../model/system-fault.ts';
import type { Signer } from './signer.ts';

/** Somebody may have to touch a token, or to type its PIN. */
const DEADLINE_MS = 120_000;
/** No signature has as many. */
const MAX_BYTES = 65_536;
/** Characters of what a program says when it fails. */
const MOST_TOLD = 400;

/**
 * Signs by a program that has the key, or knows who has it: it gets the bytes on standard input, all of them and not their digest, and writes
 * the signature on standard output. It is called without arguments, once for each signature.
 * Throws, in plain words, when it gives none.
 */
export const programSigner =
  (program: string): Signer['sign'] =>
  (bytes) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, [], { stdio: 'pipe' });
      // That of spawn goes on, and keeps the process with it, when there was nothing to start.
      const deadline = setTimeout(() => child.kill(), DEADLINE_MS);
      const given: Buffer[] = [];
      let sizeBytes = 0;
      let told = '';
      child.stdout.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes <= MAX_BYTES) given.push(chunk);
        else child.kill();
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        told = (told + text).slice(0, MOST_TOLD);
      });
      // One that ends before it has read everything says why by how it ends.
      child.stdin.on('error', () => {});
      child.stdin.end(bytes);
      child.once('error', (cause) => {
        clearTimeout(deadline);
        reject(new Error(`it cannot be started: ${systemFault(cause)}`));
      });
      child.once('close', (code, signal) => {
        clearTimeout(deadline);
        if (code === 0 && sizeBytes > 0) resolve(Buffer.concat(given));
        else reject(new Error(`${ending(code, signal)}${told === '' ? '' : `, and said: ${told.trim()}`}`));
      });
    });

function ending(code: number | null, signal: string | null): string {
  if (code === null) return `it was stopped (${signal})`;
  return code === 0 ? 'it gave no signature' : `it ended with ${code}`;
}
