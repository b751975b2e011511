/** The pairs that a person has chosen in the grid, by id. */
import { followed, idSet, type IdSet, NO_IDS, toggled } from './id-sets.ts';

export class GridSelection {
  ids = $state.raw<IdSet>(NO_IDS);

  has(id: number): boolean {
    return this.ids.has(id);
  }

  get size(): number {
    return this.ids.size;
  }

  toggle(id: number): void {
    this.ids = toggled(this.ids, id);
  }

  choose(ids: Iterable<number>): void {
    this.ids = idSet(ids);
  }

  clear(): void {
    this.ids = NO_IDS;
  }

  /** Pairs that were changed are other rows now, in the places of those that they were. */
  follow(taken: readonly number[], put: readonly number[]): void {
    this.ids = followed(this.ids, taken, put);
  }
}
