/**
 * Long work in the engine's own thread, which must be done there: it gives others a turn whenever it has had the thread for
 * some milliseconds.
 */
import { setImmediate } from 'node:timers/promises';
import { givePeopleWay } from './background.ts';

/** So long at a time: what is done between two questions of whether a turn is over comes on top. */
const TURN_MS = 10;

export class Turn {
  #since = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#since >= TURN_MS;
  }

  /** Returns when others have had their turn. */
  async give(): Promise<void> {
    await setImmediate();
    // An answer comes about in many small steps: with a turn between each two of them a person would wait for all these turns.
    await givePeopleWay();
    this.#since = performance.now();
  }
}

/**
 * Takes steps to their end; each is a few milliseconds at most.
 * @throws the signal's reason before the first and after the turn in which it was aborted
 */
export async function inTurns<Result>(
  steps: Generator<unknown, Result, void>,
  signal?: AbortSignal,
): Promise<Result> {
  const turn = new Turn();
  signal?.throwIfAborted();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (!turn.isOver) continue;
    await turn.give();
    signal?.throwIfAborted();
  }
}
