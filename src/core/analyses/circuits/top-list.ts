/** The k largest of many numbers that come one after the other. */
export class TopList {
  readonly #most: number;
  /** The largest first; of equal ones the one that came first. */
  readonly ids: number[] = [];
  readonly values: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** What a value has to be above to get in. */
  get least(): number {
    return this.ids.length < this.#most ? -Infinity : (this.values[this.#most - 1] ?? -Infinity);
  }

  offer(value: number, id: number): void {
    if (!(value > this.least)) return;
    let place = this.ids.length < this.#most ? this.ids.length : this.#most - 1;
    while (place > 0 && value > this.values[place - 1]!) {
      this.values[place] = this.values[place - 1]!;
      this.ids[place] = this.ids[place - 1]!;
      place--;
    }
    this.values[place] = value;
    this.ids[place] = id;
  }
}
