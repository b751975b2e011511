import { createHash } from 'node:crypto';

/** Pieces of a file on their way to the disk, and what they come to. */
export class HashedPieces {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  async *pass(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, void> {
    for await (const piece of pieces) {
      this.#hash.update(piece);
      this.#bytes += piece.length;
      yield piece;
    }
  }

  /** Once, when all of them have passed. */
  finish(): { readonly bytes: number; readonly sha256: string } {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}
