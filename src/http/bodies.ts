import type { IncomingMessage } from 'node:http';
import type { ServerLimits } from './limits.ts';

/** The bodies that the clients of a server are sending, within what one may have and what all together may. */
export class Bodies {
  readonly #limits: Pick<ServerLimits, 'maxBodyBytes' | 'maxHeldBytes'>;
  #heldBytes = 0;

  constructor(limits: Pick<ServerLimits, 'maxBodyBytes' | 'maxHeldBytes'>) {
    this.#limits = limits;
  }

  /** The body of a request, on the wire without its framing. What is too much is not read to its end. */
  async read(incoming: IncomingMessage): Promise<Buffer | 'too-large' | 'no-room' | 'gone'> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        size += chunk.length;
        this.#heldBytes += chunk.length;
        if (size > this.#limits.maxBodyBytes) return 'too-large';
        if (this.#heldBytes > this.#limits.maxHeldBytes) return 'no-room';
        chunks.push(chunk);
      }
    } catch {
      return 'gone';
    } finally {
      this.#heldBytes -= size;
    }
    return Buffer.concat(chunks);
  }
}
