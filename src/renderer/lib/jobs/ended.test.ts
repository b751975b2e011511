import { expect, test } from 'vitest';
import type { Job } from '../../../shared/jobs.ts';
import { endedOf } from './ended.ts';
import { exampleJob } from './example-job.ts';

const job = (kind: Job['kind'], subject: Job['subject'], state: Job['state']): Job =>
  exampleJob({ kind, subject, state });

test('what was started again is no news, and the latest comes first', () => {
  const one = job('run', { runId: 1 }, 'done');
  const stopped = job('run', { runId: 2 }, 'cancelled');
  const resumed = job('run', { runId: 2 }, 'running');
  const analysis = job('analysis', { analysisId: 2 }, 'failed');
  expect(endedOf([one, stopped, analysis])).toEqual([analysis, stopped, one]);
  expect(endedOf([one, stopped, analysis, resumed])).toEqual([analysis, one]);
});

test('jobs of one kind without a subject are told apart', () => {
  const exports = [job('export', { runId: 1 }, 'done'), job('export', { runId: 1 }, 'failed')];
  expect(endedOf(exports)).toHaveLength(2);
});
