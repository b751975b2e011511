import { expect, test } from 'vitest';
import type { ModelJob } from '../../../shared/entities.ts';
import { describeTransfer } from './job-words.ts';

const JOB: ModelJob = {
  jobId: '1',
  name: 'gpt2',
  state: 'running',
  activity: 'Downloading',
  file: 'model.safetensors',
  bytesDone: 34_100_000,
  bytesTotal: 548_000_000,
  rate: 5_200_000,
  secondsLeft: 98.8,
  error: null,
};

test.each<[string, Partial<ModelJob>, string]>([
  ['in the middle', {}, 'Downloading model.safetensors · 34.1 MB of 548 MB · 5.2 MB/s · 1 min 39 s left'],
  [
    'at its beginning, when the pace is not known',
    { bytesDone: 0, rate: null, secondsLeft: null },
    'Downloading model.safetensors · 0 B of 548 MB',
  ],
  [
    'when everything is here',
    { activity: 'Compiling the model', file: null, bytesDone: 548_000_000, rate: null, secondsLeft: null },
    'Compiling the model',
  ],
])('a model %s', (_when, news, words) => {
  expect(describeTransfer({ ...JOB, ...news })).toBe(words);
});
