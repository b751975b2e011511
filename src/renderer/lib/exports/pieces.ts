/** A file that comes in pieces of Base64. */

/** Bytes that are held here before the browser is given them to keep, which has room on disk. */
const HELD = 2 ** 23;

export class PieceCollector {
  readonly #kept: Blob[] = [];
  #held: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;

  add(base64: string): void {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    this.#held.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= HELD) this.#keep();
  }

  /** The file, when all pieces have come. */
  blob(type: string): Blob {
    this.#keep();
    return new Blob(this.#kept, { type });
  }

  #keep(): void {
    this.#kept.push(new Blob(this.#held));
    this.#held = [];
    this.#size = 0;
  }
}
