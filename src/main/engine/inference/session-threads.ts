/** How many threads a session of ONNX Runtime computes with. */
import { availableParallelism } from 'node:os';

/**
 * With one to four, numbers are the same to the last bit (tests/integration/session-threads.test.ts); with more, ONNX Runtime
 * divides the matrices of short texts otherwise, and adds up in another order.
 */
export const MOST_THREADS = 4;

/**
 * As many as this process may use. Left to itself, ONNX Runtime starts one for each core of the machine and binds it to that core,
 * also where a scheduler has given the process two of sixty-four.
 */
export function sessionThreads(available = availableParallelism()): number {
  return Math.min(MOST_THREADS, available);
}
