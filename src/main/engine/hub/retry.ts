/** Tries again where that helps: after a connection that broke, an answer that asks to wait, a server that stumbled. */
import { setTimeout as delay } from 'node:timers/promises';
import type { PairlensError } from '../../../shared/errors.ts';

/** Time, which tests bring along themselves. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @throws when `signal` says so */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
};

/** How often in a row something may fail. */
const MOST_FAILURES = 5;
const FIRST_WAIT_MS = 500;
/** When the Hub asks for a longer wait than this, nobody waits: a person is told how long it would be. */
export const LONGEST_WAIT_MS = 60_000;

/** A failure after which the same may succeed. */
export class TemporaryFailure extends Error {
  override readonly name = 'TemporaryFailure';
  /** What to throw when it has happened too often. */
  readonly error: PairlensError;
  /** How long to wait; null: longer each time. */
  readonly waitMs: number | null;

  constructor(error: PairlensError, waitMs: number | null = null) {
    super(error.message, { cause: error });
    this.error = error;
    this.waitMs = waitMs;
  }
}

/**
 * The result of `attempt`, which is made again after a TemporaryFailure, five times in all.
 * @param attempt is handed a function to call when it has got further: the count begins anew
 */
export async function retrying<Result>(
  clock: Clock,
  signal: AbortSignal,
  attempt: (gotFurther: () => void) => Promise<Result>,
): Promise<Result> {
  for (let failures = 0; ;) {
    try {
      signal.throwIfAborted();
      return await attempt(() => (failures = 0));
    } catch (error) {
      if (!(error instanceof TemporaryFailure)) throw error;
      failures++;
      if (failures >= MOST_FAILURES) throw error.error;
      await clock.sleep(error.waitMs ?? FIRST_WAIT_MS * 2 ** (failures - 1), signal);
    }
  }
}
