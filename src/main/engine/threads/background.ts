/**
 * Who waits for a piece of work: a person at a screen, or nobody for a while, as with the batches of a run. It goes along with
 * the work through everything that is awaited, so that what is far below (a session of a model) knows without being told.
 * What is in the background gives people way, for a moment at a time: it is never kept from going on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Who has waited for so long waits for something that takes its time, such as the end of a job. */
const COUNTED_MS = 1_000;
/** So long the background gives way at a time. */
const LONGEST_MS = 100;

const background = new AsyncLocalStorage<true>();
let waiting = 0;
const givingWay = new Set<() => void>();

/** What `work` does, and all that it awaits, gives way to people. */
export function inBackground<Result>(work: () => Result): Result {
  return background.run(true, work);
}

export function isInBackground(): boolean {
  return background.getStore() === true;
}

/** Counts somebody as waiting until `answer` has settled, for a second at most. @throws what `answer` throws */
export async function whileWaiting<Result>(answer: () => Promise<Result>): Promise<Result> {
  waiting++;
  let isCounted = true;
  const end = (): void => {
    if (!isCounted) return;
    isCounted = false;
    if (--waiting === 0) for (const goOn of givingWay) goOn();
  };
  const timer = setTimeout(end, COUNTED_MS);
  timer.unref();
  try {
    return await answer();
  } finally {
    clearTimeout(timer);
    end();
  }
}

/** In the background: returns when nobody waits any more, or after a moment. Of a person's own work: at once. */
export async function givePeopleWay(): Promise<void> {
  if (waiting === 0 || !isInBackground()) return;
  await new Promise<void>((resolve) => {
    const goOn = (): void => {
      clearTimeout(timer);
      givingWay.delete(goOn);
      resolve();
    };
    const timer = setTimeout(goOn, LONGEST_MS);
    givingWay.add(goOn);
  });
}
