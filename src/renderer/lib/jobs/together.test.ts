import { expect, test } from 'vitest';
import type { Job } from '../../../shared/jobs.ts';
import { exampleJob } from './example-job.ts';
import { jobsTogether } from './together.ts';

const job = (parts: Partial<Job>): Job =>
  exampleJob({
    title: 'Statistics of run 1',
    subject: { runId: 1, analysisKind: 'statistics' },
    ...parts,
  });

test('the statistics of the groups of a run are one line of the tray, with what is left of them', () => {
  const running = job({ state: 'running', done: 4, partly: 0.5, total: 9 });
  const jobs = [job({}), running, job({})];
  const run = job({ kind: 'run', title: 'Run 2', subject: { runId: 2 } });
  expect(jobsTogether([...jobs, run])).toEqual([
    {
      key: 'analysis 1 Statistics of run 1',
      job: running,
      jobs,
      title: 'Statistics of run 1, 3 to go',
      percent: null,
    },
    { key: run.jobId, job: run, jobs: [run], title: 'Run 2', percent: null },
  ]);
  // When that part has ended and the next runs, it is the same line: what is pressed in it stays where it is.
  const next = job({ state: 'running', total: 9 });
  expect(jobsTogether([job({}), next])[0]).toMatchObject({
    key: 'analysis 1 Statistics of run 1',
    job: next,
    title: 'Statistics of run 1, 2 to go',
  });
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
