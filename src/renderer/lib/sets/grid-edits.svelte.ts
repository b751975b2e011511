/** What is typed into the grid of pairs: the cell that is open, and what is typed and not stored yet. */
import { SvelteMap } from 'svelte/reactivity';
import type { Pair } from '../../../shared/entities.ts';
import { showError } from '../engine/server-state.ts';
import { undoStack } from '../engine/undo.ts';
import { describeError } from '../errors/describe-error.ts';
import { cellText, isEditable, patchOf } from './grid-columns.ts';
import type { Place } from './grid-place.ts';
import type { PairPages } from './pair-pages.ts';
import { changePairs } from './set-changes.ts';

/** A cell that is typed into. */
interface EditedCell {
  readonly pair: Pair;
  /** Of its column. */
  readonly key: string;
  /** Where it was when it was opened. */
  readonly at: Place;
  readonly text: string;
  readonly selectAll: boolean;
}

/** The grid as it is now. */
interface Grid {
  readonly setId: number;
  readonly pages: PairPages;
  readonly active: Place;
}

export class GridEdits {
  /** Why what was typed could not be stored. */
  problem = $state<string | null>(null);

  readonly #grid: () => Grid;
  readonly #goBackTo: (place: Place) => void;
  #editing = $state.raw<EditedCell | null>(null);
  /** What is typed and not stored yet, by pair and column. */
  readonly #typed = new SvelteMap<string, string>();
  /** What was typed is stored one after the other: each edit puts a new pair in the place of the one before. */
  #stored: Promise<unknown> = Promise.resolve();
  readonly #successors: Record<number, number> = {};

  /** The cell that is typed into, where it is at the place yet that it was at. */
  readonly open = $derived.by(() => {
    const editing = this.#editing;
    return editing !== null && this.#isAt(editing.pair, editing.at) && isSame(editing.at, this.#grid().active)
      ? editing
      : null;
  });

  /**
   * @param grid is read reactively
   * @param goBackTo a cell whose text was refused is gone back to
   */
  constructor(grid: () => Grid, goBackTo: (place: Place) => void) {
    this.#grid = grid;
    this.#goBackTo = goBackTo;
  }

  /** Opens the cell where a person is. @param text what stands in it at first; as the pair has it where none is given */
  begin(pair: Pair | undefined, key: string | undefined, text?: string): void {
    if (pair === undefined || key === undefined || !isEditable(pair, key)) return;
    this.problem = null;
    this.#editing = {
      pair,
      key,
      at: this.#grid().active,
      text: text ?? cellText(pair, key),
      selectAll: text === undefined,
    };
  }

  /** Closes the cell that was opened, and says which it was. */
  close(): EditedCell | null {
    const cell = this.#editing;
    this.#editing = null;
    return cell;
  }

  /** What is typed for a cell and not stored yet. */
  typedAt(pair: Pair, key: string): string | undefined {
    return this.#typed.get(cellKey(pair, key));
  }

  /** Stores what was typed. What the engine refuses is put before the person again. */
  async store({ pair, key, at }: Pick<EditedCell, 'pair' | 'key' | 'at'>, text: string): Promise<void> {
    if (text.trim() === cellText(pair, key)) return;
    this.#typed.set(cellKey(pair, key), text.trim());
    const storing = undoStack.during(() => this.#stored.then(() => this.#storeNow(pair, key, text)));
    this.#stored = storing.catch(() => undefined);
    try {
      await storing;
    } catch (error) {
      // What was typed stays to be put right, unless something else is typed by now, or the pair is elsewhere.
      if (this.open !== null || !this.#isAt(pair, at)) {
        showError(error);
        return;
      }
      this.problem = describeError(error).message;
      this.#editing = { pair, key, text, at, selectAll: false };
      this.#goBackTo(at);
    } finally {
      this.#typed.delete(cellKey(pair, key));
    }
  }

  #storeNow(pair: Pair, key: string, text: string): Promise<unknown> {
    const { setId } = this.#grid();
    return changePairs(
      { do: 'edit', setId, edits: [{ id: this.#currentId(pair.id), patch: patchOf(key, text) }] },
      'quietly',
      ({ taken, put }) => {
        for (const [at, old] of taken.entries()) this.#successors[old] = put[at] ?? old;
      },
    );
  }

  /** The pair that stands in the place of this one now: it may have been edited since it was looked at. */
  #currentId(id: number): number {
    const next = this.#successors[id];
    if (next === undefined || next === id || this.#grid().pages.hasRow((row) => row.id === id)) return id;
    return this.#currentId(next);
  }

  #isAt(pair: Pair, { row }: Place): boolean {
    return this.#grid().pages.at(row)?.position === pair.position;
  }
}

function isSame(one: Place, other: Place): boolean {
  return one.row === other.row && one.column === other.column;
}

function cellKey(pair: Pair, column: string): string {
  return `${pair.id} ${column}`;
}
