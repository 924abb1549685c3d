import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { CLEAR } from './terminal.ts';

/** Talks with the person at the terminal, one subject at a time. What is typed before it is asked for is passed over: it answers nothing. */
export class Conversation {
  readonly #input: Readable & Partial<Pick<NodeJS.ReadStream, 'setRawMode'>>;
  readonly #say: (text: string) => void;
  #typed = '';
  #heard: ((line: string | undefined) => void) | undefined;
  #ended = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(input: Readable, say: (text: string) => void) {
    this.#input = input;
    this.#say = say;
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => this.#hear(chunk));
    input.on('end', () => this.#end());
    // Whoever read from it before, as for a passphrase, left it at rest.
    input.resume();
  }

  /** Carries on a subject when those before it are done. */
  about<Result>(subject: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(subject);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Whatever the progress of the run had written on the line goes. */
  say(lines: readonly string[]): void {
    this.#say(`${CLEAR}${lines.map((line) => `${line}\n`).join('')}`);
  }

  /** The line that is typed next, trimmed; undefined when nobody types any more, or it is called off. */
  async next(prompt: string, signal: AbortSignal): Promise<string | undefined> {
    await this.#passOver();
    if (this.#ended || signal.aborted) return undefined;
    this.#say(prompt);
    const line = await new Promise<string | undefined>((resolve) => {
      const stop = (): void => resolve(undefined);
      signal.addEventListener('abort', stop, { once: true });
      this.#heard = (heard) => {
        signal.removeEventListener('abort', stop);
        resolve(heard);
      };
    });
    this.#heard = undefined;
    if (line === undefined) this.#say('\n');
    return line?.trim();
  }

  /** Nothing is read any more, so that the process can end. */
  close(): void {
    this.#input.destroy();
  }

  /** A terminal keeps a line that has no end yet for itself, and gives it away only in raw mode; to read it takes a turn of the event loop. */
  async #passOver(): Promise<void> {
    this.#input.setRawMode?.(true);
    await turn();
    await turn();
    this.#input.setRawMode?.(false);
    this.#typed = '';
  }

  #hear(chunk: string): void {
    const lines = (this.#typed + chunk).split(/\r?\n/);
    this.#typed = lines.pop() ?? '';
    for (const line of lines) this.#heard?.(line);
  }

  #end(): void {
    this.#ended = true;
    this.#heard?.(undefined);
  }
}
