/**
 * Figures are drawn after the paint that follows a key or a click, and not all at once: what was pressed is seen at once, and the
 * next key need not wait for the last figure.
 */

/** ms of drawing at a time; a figure is drawn whole. */
const TURN = 8;

export class DrawingTurns {
  readonly #waiting = new Map<object, () => void>();
  readonly #schedule: (run: () => void, isFirst: boolean) => void;
  readonly #now: () => number;
  #isScheduled = false;

  /** @param schedule runs something later: the first turn after the next paint, others when keys and clicks had theirs */
  constructor(schedule: (run: () => void, isFirst: boolean) => void, now: () => number) {
    this.#schedule = schedule;
    this.#now = now;
  }

  /** `draw` is called in its turn, unless it is taken back, or `of` has something else to draw by then. */
  add(of: object, draw: () => void): () => void {
    this.#waiting.set(of, draw);
    if (!this.#isScheduled) this.#next(true);
    return () => {
      if (this.#waiting.get(of) === draw) this.#waiting.delete(of);
    };
  }

  #next(isFirst: boolean): void {
    this.#isScheduled = true;
    this.#schedule(() => this.#turn(), isFirst);
  }

  #turn(): void {
    this.#isScheduled = false;
    const until = this.#now() + TURN;
    try {
      for (const [of, draw] of this.#waiting) {
        this.#waiting.delete(of);
        draw();
        if (this.#now() >= until) break;
      }
    } finally {
      if (this.#waiting.size > 0) this.#next(false);
    }
  }
}

/** Those of the window. */
export const drawingTurns = new DrawingTurns(
  (run, isFirst) => {
    const soon = () => setTimeout(run);
    if (isFirst) requestAnimationFrame(soon);
    else soon();
  },
  () => performance.now(),
);
