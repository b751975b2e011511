/** The pairs that a person has chosen in the grid, by id. */
export class GridSelection {
  ids = $state.raw<ReadonlySet<number>>(new Set());

  has(id: number): boolean {
    return this.ids.has(id);
  }

  get size(): number {
    return this.ids.size;
  }

  toggle(id: number): void {
    const next = new Set(this.ids);
    if (!next.delete(id)) next.add(id);
    this.ids = next;
  }

  choose(ids: Iterable<number>): void {
    this.ids = new Set(ids);
  }

  add(ids: Iterable<number>): void {
    this.ids = new Set([...this.ids, ...ids]);
  }

  clear(): void {
    if (this.ids.size > 0) this.ids = new Set();
  }

  /** Pairs that were changed are other rows now, in the places of those that they were. */
  follow(taken: readonly number[], put: readonly number[]): void {
    if (taken.length !== put.length) return;
    const next = new Map(taken.map((id, at) => [id, put[at] ?? id]));
    this.ids = new Set([...this.ids].map((id) => next.get(id) ?? id));
  }
}
