/** What was done to something while it is edited, so that it can be taken back and done again. */
export class Steps<State> {
  readonly #before: State[] = [];
  #after: State[] = [];

  /** It was changed. @param before as it was */
  did(before: State): void {
    this.#before.push(before);
    this.#after = [];
  }

  /** As it was before the last change; null where there is none. @param now as it is */
  undo(now: State): State | null {
    return this.#move(this.#before, this.#after, now);
  }

  /** As it was before the last change was taken back; null where none was. */
  redo(now: State): State | null {
    return this.#move(this.#after, this.#before, now);
  }

  #move(from: State[], to: State[], now: State): State | null {
    if (from.length === 0) return null;
    to.push(now);
    return from.pop() ?? null;
  }
}
