/** Which texts have been there before, of millions of them. */
import { hash } from 'node:crypto';

/** A digest has four words; the others of a sha256 are not needed to tell millions of pairs apart. */
const WORDS = 4;
const FIRST_SLOTS = 2 ** 12;

/**
 * Remembers texts by 128 bits of a hash: two different ones out of ten million have the same with a chance of 1 in 10^24.
 * Takes 32 to 64 bytes a text, however long it is.
 */
export class SeenTexts {
  #slots = FIRST_SLOTS;
  #table = new Uint32Array(FIRST_SLOTS * WORDS);
  #count = 0;

  /** Whether the text is there for the first time. */
  isNew(text: string): boolean {
    const digest = hash('sha256', text, 'buffer');
    // A slot of zeros is empty.
    const words = [0, 4, 8, 12].map((offset) => Math.max(1, digest.readUInt32LE(offset)));
    if (!this.#insert(words)) return false;
    this.#count++;
    if (this.#count * 2 > this.#slots) this.#grow();
    return true;
  }

  #insert(words: readonly number[]): boolean {
    const [first = 0, second = 0, third = 0, fourth = 0] = words;
    const table = this.#table;
    for (let slot = first & (this.#slots - 1); ; slot = (slot + 1) & (this.#slots - 1)) {
      const at = slot * WORDS;
      if (
        table[at] === first &&
        table[at + 1] === second &&
        table[at + 2] === third &&
        table[at + 3] === fourth
      )
        return false;
      if (table[at] !== 0) continue;
      table.set(words, at);
      return true;
    }
  }

  #grow(): void {
    const before = this.#table;
    this.#slots *= 2;
    this.#table = new Uint32Array(this.#slots * WORDS);
    for (let at = 0; at < before.length; at += WORDS) {
      const words = before.subarray(at, at + WORDS);
      if (words[0] !== 0) this.#insert([...words]);
    }
  }
}
