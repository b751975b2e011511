/** How fast something goes, over its last seconds: pairs of a run, bytes of a download. */

const WINDOW_MS = 5_000;

export class ProgressMeter {
  readonly #marks: { at: number; finished: number }[] = [];

  /** @param at milliseconds on a clock that only goes forward; `finished` how many by then */
  mark(at: number, finished: number): void {
    this.#marks.push({ at, finished });
    while (this.#marks.length > 2 && at - (this.#marks[0]?.at ?? at) > WINDOW_MS) this.#marks.shift();
  }

  /** How many a second; null before the second mark. */
  rate(): number | null {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return null;
    return ((last.finished - first.finished) * 1000) / (last.at - first.at);
  }

  secondsLeft(remaining: number): number | null {
    const rate = this.rate();
    return rate === null || rate === 0 ? null : remaining / rate;
  }
}
