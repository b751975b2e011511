import { describe, expect, test } from 'vitest';
import { DEFAULT_CHOICE } from '../../../core/analyses/statistics/comparison-choice.ts';
import type { Run } from '../../../shared/entities.ts';
import type { Job } from '../../../shared/jobs.ts';
import { canResume, liveRun, startWord } from './live-run.ts';

const stored: Run = {
  id: 1,
  projectId: 1,
  set: { id: 1, name: 'negation' },
  controlSet: null,
  model: { id: 1, name: 'tiny', layers: 2, heads: 2, architecture: 'bert' },
  state: 'running',
  total: 10,
  done: 4,
  failed: 1,
  neutrals: { total: 0, done: 0, failed: 0 },
  createdAt: '2026-11-21T09:00:00.000Z',
  startedAt: '2026-11-21T09:00:01.000Z',
  finishedAt: null,
  secondsAtWork: null,
  error: null,
  canResume: true,
  folder: null,
  metrics: [],
  provenance: {
    weightsHash: 'a',
    compiledWeights: null,
    tokenizerHash: 'b',
    setHash: 'c',
    controlSetHash: null,
    alignment: 'auto',
    queries: 'all',
    keep: 'patterns',
    seed: 0,
    comparison: DEFAULT_CHOICE,
    device: 'cpu',
    ranOn: null,
    pairlensVersion: '0.1.0',
    ortVersion: '1.30.0',
  },
};

const report: Job = {
  jobId: 'a',
  kind: 'run',
  title: 'Run 1',
  subject: { runId: 1 },
  unit: 'pairs',
  file: null,
  error: null,
  state: 'running',
  total: 10,
  partly: 0,
  done: 6,
  failed: 1,
  rate: 40,
  secondsLeft: 0.1,
  activity: 'Running pairs',
};

describe('a run as it is now', () => {
  test('a report overtakes what was stored', () => {
    expect(liveRun(stored, report)).toMatchObject({ done: 6, failed: 1, active: true, rate: 40 });
  });

  test('pairs that are tried again no longer count as failed', () => {
    expect(liveRun({ ...stored, failed: 3 }, { ...report, failed: 0 }).failed).toBe(0);
  });

  test('what is fetched after the end overtakes the last report', () => {
    const fetched: Run = { ...stored, state: 'failed', done: 9, error: 'the disk is full' };
    expect(liveRun(fetched, { ...report, state: 'failed' })).toMatchObject({ state: 'failed', done: 9 });
    expect(liveRun(stored, { ...report, state: 'done', done: 9 })).toMatchObject({
      state: 'done',
      active: false,
    });
  });

  test('the last report of a stopped run says nothing of its pace', () => {
    const live = liveRun({ ...stored, state: 'done', done: 9 }, { ...report, state: 'done', done: 9 });
    expect(live).toMatchObject({ state: 'done', active: false, rate: null, activity: '' });
  });

  test('one that waits for its turn is active, one that was never started is not', () => {
    const planned: Run = { ...stored, state: 'planned', done: 0, failed: 0 };
    expect(liveRun(planned, { ...report, state: 'waiting', done: 0, failed: 0 }).active).toBe(true);
    expect(liveRun(planned, undefined).active).toBe(false);
    // It had its turn since it was fetched.
    expect(liveRun(planned, { ...report, state: 'done' })).toMatchObject({ state: 'done', active: false });
  });
});

test.each([
  ['planned', 'Start'],
  ['cancelled', 'Resume'],
  ['failed', 'Resume'],
] as const)('to start one that is %s is called %s, though nothing of it is measured', (state, word) => {
  expect(startWord(liveRun({ ...stored, state, done: 0, failed: 0 }, undefined))).toBe(word);
});

test.each([
  ['planned', true],
  ['cancelled', true],
  ['failed', true],
  ['running', false],
  ['done', false],
] as const)('a run that is %s can be started: %s', (state, possible) => {
  expect(canResume(liveRun({ ...stored, state }, undefined))).toBe(possible);
  // Its pairs would fail again.
  expect(canResume(liveRun({ ...stored, state, canResume: false }, undefined))).toBe(false);
});
