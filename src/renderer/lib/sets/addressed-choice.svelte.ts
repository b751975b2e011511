/** Which of the chosen pairs of a grid the address holds: read from there, and written there when they have changed since. */
import type { IdSet } from './id-sets.ts';
import { chosenOf, chosenText } from './chosen-text.ts';
import type { GridSelection } from './grid-selection.svelte.ts';

export class AddressedChoice {
  /** While what an address names is fetched. */
  isReading = $state(false);
  readonly #selection: GridSelection;
  readonly #pairIds: () => Promise<readonly number[]>;
  /** As it was last written into the address, or read there. */
  #known = '';
  /** What is chosen since the address was last read, also where what it names could not be fetched: no change to write into it. */
  #read: IdSet | null;

  /** @param pairIds fetches the ids of all pairs that there are */
  constructor(selection: GridSelection, pairIds: () => Promise<readonly number[]>) {
    this.#selection = selection;
    this.#pairIds = pairIds;
    this.#read = selection.ids;
  }

  isKnown(text: string): boolean {
    return text === this.#known;
  }

  /**
   * Chooses what an address names, as far as it is there; what was chosen by hand meanwhile is later, and stays.
   * @throws what fetching the pairs throws
   */
  async read(text: string): Promise<void> {
    const selection = this.#selection;
    this.#known = text;
    this.isReading = true;
    const before = selection.ids;
    this.#read = before;
    try {
      const there = text === '' ? [] : await this.#pairIds();
      if (!this.isKnown(text) || selection.ids !== before) return;
      selection.choose(chosenOf(text, there));
      this.#read = selection.ids;
    } finally {
      // Another address may have come meanwhile.
      if (this.isKnown(text)) this.isReading = false;
    }
  }

  /** What the address is to hold from now on, of these that are chosen; null: what it holds. */
  toWrite(ids: IdSet): string | null {
    if (ids === this.#read) return null;
    const text = chosenText(ids);
    if (this.isKnown(text)) return null;
    this.#known = text;
    this.#read = null;
    return text;
  }
}
