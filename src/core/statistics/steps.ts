/**
 * Long computations as generators: each step is some tens of milliseconds at most, so that whoever drives them can
 * report progress, stop, or let other work in between. A step tells how much it did, so that the share of the whole that
 * is done can be told.
 */
export type CountedSteps<Result> = Generator<number, Result, void>;

/** Runs a computation to its end. */
export function finish<Progress, Result>(steps: Generator<Progress, Result, void>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The steps of a part of the work, as shares of the whole: from `from` to `to`. They yield the share of the part that is done. */
export function* within<Result>(
  steps: Generator<number, Result, void>,
  from: number,
  to: number,
): Generator<number, Result, void> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield from + (to - from) * Math.min(1, step.value);
  }
}
