import { KEPT_OF_OVERSIZE_BYTES } from './limits.ts';

/** What all connections of a server together may hold. */
export class Room {
  #freeBytes: number;

  constructor(bytes: number) {
    this.#freeBytes = bytes;
  }

  take(bytes: number): boolean {
    if (bytes > this.#freeBytes) return false;
    this.#freeBytes -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#freeBytes += bytes;
  }
}

/** What one side of a connection has sent, as far as there is room for it. */
export class Kept {
  readonly #room: Room;
  readonly #maxBytes: number;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #isCut = false;

  constructor(room: Room, maxBytes: number) {
    this.#room = room;
    this.#maxBytes = maxBytes;
  }

  /** What does not fit is not kept, nor anything after it. */
  add(bytes: Uint8Array): void {
    this.#isCut ||= this.#bytes + bytes.length > this.#maxBytes || !this.#room.take(bytes.length);
    if (this.#isCut) return;
    this.#pieces.push(bytes);
    this.#bytes += bytes.length;
  }

  /** All of it, or the beginning of what did not fit; then nothing is kept. */
  take(): { readonly bytes: Uint8Array; readonly isCut: boolean } {
    const isCut = this.#isCut;
    const bytes = Buffer.concat(this.#pieces, isCut ? Math.min(this.#bytes, KEPT_OF_OVERSIZE_BYTES) : this.#bytes);
    this.clear();
    return { bytes, isCut };
  }

  clear(): void {
    this.#room.giveBack(this.#bytes);
    this.#pieces = [];
    this.#bytes = 0;
    this.#isCut = false;
  }
}
