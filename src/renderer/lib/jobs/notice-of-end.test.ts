import { expect, test } from 'vitest';
import { noticeOfEnd } from './notice-of-end.ts';

const RUNNING = { title: 'Run 3', state: 'running', error: null } as const;
const DONE = { ...RUNNING, state: 'done' } as const;
const AWAY = { seconds: 95, isHidden: true };

test('a long job that ends while nobody looks is told, with how long it took', () => {
  expect(noticeOfEnd(DONE, RUNNING, AWAY)).toEqual({ title: 'Run 3 is done', body: 'After 1 min 35 s.' });
  const error = { code: 'DISK_FULL', message: 'the disk is full' };
  expect(noticeOfEnd({ ...DONE, state: 'failed', error }, RUNNING, AWAY)).toEqual({
    title: 'Run 3 failed',
    body: 'the disk is full',
  });
});

test('a run that ended with its engine is told, for nobody stopped it', () => {
  const error = { code: 'ENGINE_LOST', message: 'the engine ended before it was done' };
  expect(noticeOfEnd({ ...DONE, state: 'cancelled', error }, RUNNING, AWAY)).toEqual({
    title: 'Run 3 stopped',
    body: 'the engine ended before it was done',
  });
});

test.each([
  ['while the window is seen', DONE, RUNNING, { ...AWAY, isHidden: false }],
  ['of a short job', DONE, RUNNING, { ...AWAY, seconds: 29 }],
  ['of what somebody stopped', { ...DONE, state: 'cancelled' }, RUNNING, AWAY],
  ['of what goes on', RUNNING, RUNNING, AWAY],
  ['of what had ended before the window was there', DONE, undefined, AWAY],
] as const)('nothing is told %s', (_, job, before, how) => {
  expect(noticeOfEnd(job, before, how)).toBeNull();
});
