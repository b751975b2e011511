/** How a run has ended, by what has become of its pairs. */
import type { Job } from '../../../shared/jobs.ts';
import type { JobEnd } from '../jobs/jobs.ts';
import type { ItemCounts } from '../store/item-counts.ts';

export interface RunEnd {
  readonly state: JobEnd['state'];
  readonly error: Job['error'];
}

/** @param error what stopped it; one that stopped without with pairs left over was cancelled */
export function endOf({ total, done, failed }: ItemCounts, error: Job['error']): RunEnd {
  if (error !== null) return { state: 'failed', error };
  if (failed === total) {
    const message = total === 1 ? 'its only pair failed' : `all ${total} pairs failed`;
    return { state: 'failed', error: { code: 'INFERENCE_FAILED', message } };
  }
  return { state: done + failed < total ? 'cancelled' : 'done', error: null };
}
