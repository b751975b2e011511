/** A job for tests: of an analysis that waits, unless told otherwise. */
import type { Job } from '../../../shared/jobs.ts';

let last = 0;

export function exampleJob(parts: Partial<Job> = {}): Job {
  return {
    jobId: String(++last),
    kind: 'analysis',
    title: '',
    subject: {},
    state: 'waiting',
    activity: '',
    unit: 'pairs',
    done: 0,
    partly: 0,
    failed: 0,
    total: null,
    file: null,
    rate: null,
    secondsLeft: null,
    error: null,
    ...parts,
  };
}
