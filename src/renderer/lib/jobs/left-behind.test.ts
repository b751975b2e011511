import { expect, test } from 'vitest';
import type { Job } from '../../../shared/jobs.ts';
import { engineNews, leftBehind, wayOn } from './left-behind.ts';

const RUN: Job = {
  jobId: 'a',
  kind: 'run',
  title: 'Run 1',
  subject: { runId: 1 },
  state: 'running',
  activity: 'Running pairs',
  unit: 'pairs',
  done: 262,
  partly: 0.5,
  failed: 1,
  total: 547,
  file: null,
  rate: 40,
  secondsLeft: 7,
  error: null,
};
const IMPORT: Job = {
  ...RUN,
  jobId: 'b',
  kind: 'import',
  title: 'pairs.csv',
  unit: 'bytes',
  file: 'pairs.csv',
};

test('a run keeps how far it had come, and is stopped', () => {
  expect(leftBehind(RUN)).toMatchObject({ state: 'cancelled', done: 262, failed: 1, total: 547, rate: null });
  expect(leftBehind({ ...RUN, state: 'waiting' }).state).toBe('cancelled');
});

test('what cannot go on has failed, and says of what', () => {
  expect(leftBehind(IMPORT)).toMatchObject({ state: 'failed', file: null, error: { code: 'ENGINE_LOST' } });
});

test('what had ended before is as it was', () => {
  const done: Job = { ...RUN, state: 'done' };
  expect(leftBehind(done)).toBe(done);
});

test('a person is told what stopped, what was kept and what to do', () => {
  expect(engineNews([RUN, IMPORT]).detail).toBe(
    'Run 1 stopped after 262 of 547 pairs. pairs.csv was given up: start it again. What was finished is stored, and Resume goes on from there.',
  );
  expect(engineNews([])).toEqual({
    text: 'The engine ended and was started again',
    detail: 'What was stored is still there.',
  });
});

test('one press goes on with all that can', () => {
  const resumed: string[] = [];
  const resume = ({ title }: Job): void => void resumed.push(title);
  expect(wayOn([], resume)).toBeNull();
  expect(wayOn([RUN], resume)?.label).toBe('Resume');
  const all = wayOn([RUN, { ...RUN, jobId: 'c', title: 'Run 2' }], resume);
  expect(all?.label).toBe('Resume all');
  all?.run();
  expect(resumed).toEqual(['Run 1', 'Run 2']);
});
