import type { IncomingMessage } from 'node:http';
import type { Room } from './kept.ts';
import type { ServerLimits } from './limits.ts';

/** The bodies that the clients of a server are sending, within what one may have and what there is room for. */
export class Bodies {
  readonly #maxBytes: number;
  readonly #room: Room;

  constructor({ maxBodyBytes }: Pick<ServerLimits, 'maxBodyBytes'>, room: Room) {
    this.#maxBytes = maxBodyBytes;
    this.#room = room;
  }

  /** The body of a request, on the wire without its framing. What is too much is not read to its end. */
  async read(incoming: IncomingMessage): Promise<Buffer | 'too-large' | 'no-room' | 'gone'> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        if (size + chunk.length > this.#maxBytes) return 'too-large';
        if (!this.#room.take(chunk.length)) return 'no-room';
        size += chunk.length;
        chunks.push(chunk);
      }
    } catch {
      return 'gone';
    } finally {
      this.#room.giveBack(size);
    }
    return Buffer.concat(chunks);
  }
}
