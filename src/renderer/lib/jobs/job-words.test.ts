import { expect, test } from 'vitest';
import type { Job } from '../../../shared/jobs.ts';
import { describeJob } from './job-words.ts';

const JOB: Job = {
  jobId: '1',
  kind: 'model',
  title: 'gpt2',
  subject: { model: 'gpt2' },
  state: 'running',
  activity: 'Downloading',
  unit: 'bytes',
  partly: 0,
  done: 34_100_000,
  failed: 0,
  total: 548_000_000,
  file: 'model.safetensors',
  rate: 5_200_000,
  secondsLeft: 98.8,
  error: null,
};

test.each<[string, Partial<Job>, string]>([
  ['in the middle', {}, 'Downloading model.safetensors · 34.1 MB of 548 MB · 5.2 MB/s · 1 min 39 s left'],
  [
    'at its beginning, when the pace is not known',
    { done: 0, rate: null, secondsLeft: null },
    'Downloading model.safetensors · 0 B of 548 MB',
  ],
  [
    'when everything is here',
    { activity: 'Compiling the model', file: null, done: 548_000_000, rate: null, secondsLeft: null },
    'Compiling the model',
  ],
])('a model %s', (_when, news, words) => {
  expect(describeJob({ ...JOB, ...news })).toBe(words);
});

test('an import', () => {
  const news = { kind: 'import', activity: 'Reading', file: 'pairs.csv', beside: '240,000 rows' } as const;
  expect(describeJob({ ...JOB, ...news })).toBe(
    'Reading pairs.csv · 34.1 MB of 548 MB · 240,000 rows · 5.2 MB/s · 1 min 39 s left',
  );
});

test.each<[string, Partial<Job>, string]>([
  ['in the middle', { rate: 41.2, secondsLeft: 12 }, 'Running pairs · 41 pairs/s · 12 s left'],
  ['that is slow', { rate: 1.24, secondsLeft: null }, 'Running pairs · 1.2 pairs/s'],
  ['of few steps', { rate: 0.05, secondsLeft: 18, total: 24 }, 'Running pairs · 18 s left'],
  ['in per cent', { rate: 26, secondsLeft: 1, total: 100, unit: '%' }, 'Running pairs · 1 s left'],
  ['at its beginning', { rate: null, secondsLeft: null }, 'Running pairs'],
])('a run %s', (_when, news, words) => {
  expect(describeJob({ ...JOB, activity: 'Running pairs', unit: 'pairs', file: null, ...news })).toBe(words);
});
