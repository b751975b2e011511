import { expect, test } from 'vitest';
import type { Job } from '../../../shared/jobs.ts';
import { jobsTogether } from './together.ts';

let last = 0;
const job = (parts: Partial<Job>): Job => ({
  jobId: String(++last),
  kind: 'analysis',
  title: 'Statistics of run 1',
  subject: { runId: 1, analysisId: last, analysisKind: 'statistics' },
  state: 'waiting',
  activity: '',
  unit: 'metrics',
  done: 0,
  partly: 0,
  failed: 0,
  total: null,
  file: null,
  rate: null,
  secondsLeft: null,
  error: null,
  ...parts,
});

test('the statistics of the groups of a run are one line of the tray, with what is left of them', () => {
  const running = job({ state: 'running', done: 4, partly: 0.5, total: 9 });
  const jobs = [job({}), running, job({})];
  const run = job({ kind: 'run', title: 'Run 2', subject: { runId: 2 } });
  expect(jobsTogether([...jobs, run])).toEqual([
    { job: running, jobs, title: 'Statistics of run 1, 3 to go', percent: 16 },
    { job: run, jobs: [run], title: 'Run 2', percent: null },
  ]);
});

test('what was asked for twice stays two', () => {
  const exports = [job({ kind: 'export', title: 'Table' }), job({ kind: 'export', title: 'Table' })];
  expect(jobsTogether(exports).map(({ title }) => title)).toEqual(['Table', 'Table']);
  const analyses = [job({ title: 'Induction 1', subject: {} }), job({ title: 'Induction 2', subject: {} })];
  expect(jobsTogether(analyses)).toHaveLength(2);
});

test('what is done of one job is said in whole per cent, as it is', () => {
  const [one] = jobsTogether([job({ state: 'running', done: 29, total: 100 })]);
  expect(one?.percent).toBe(29);
});
