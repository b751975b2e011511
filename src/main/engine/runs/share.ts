/**
 * Which part of a run's plan is computed here: whole batches of it, so that a batch is made of the same pairs wherever it is
 * computed, and its numbers are the same to the last bit.
 */
export interface Share {
  /** Whether anything in this window of the plan is to be computed here; both are counted from 0. */
  takesWindow(window: number): boolean;
  /** Whether this batch of a window is. What no batch can be made of goes with the first one. */
  takesBatch(window: number, batch: number): boolean;
}

/** An undivided run. */
export const WHOLE: Share = { takesWindow: () => true, takesBatch: () => true };
