import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job } from '../../../shared/jobs.ts';
import { JobTeller } from './job-teller.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const JOB: Job = {
  jobId: 'run 1',
  kind: 'run',
  title: 'Run 1',
  unit: 'pairs',
  state: 'running',
  activity: '',
  done: 0,
  partly: 0,
  failed: 0,
  total: 100,
  subject: {},
  file: null,
  rate: null,
  secondsLeft: null,
  error: null,
};

test('the rate is of what was done; what failed counts only for when it ends', () => {
  const told: Job[] = [];
  const teller = new JobTeller(JOB, (job) => told.push(job));
  teller.progress({ done: 0, failed: 0, total: 100 });
  vi.advanceTimersByTime(1000);
  teller.progress({ done: 10, failed: 30, total: 100 });
  expect(told.at(-1)).toMatchObject({ rate: 10, secondsLeft: 1.5 });
});
