import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JobReport } from '../engine/jobs/job-teller.ts';
import { Jobs } from '../engine/jobs/jobs.ts';
import { followJobs } from './follow-jobs.ts';

let written: string;
beforeEach(() => {
  written = '';
  vi.useFakeTimers({ toFake: ['performance', 'Date'] });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Each time others have their turn, so that what is told is shown. */
const shown = () => new Promise((resolve) => setImmediate(resolve));

function follow(
  kind: 'analysis' | 'export',
  unit: string,
  work: (report: JobReport) => Promise<void>,
): Promise<void> {
  const jobs = new Jobs();
  return followJobs({ jobs }, () =>
    jobs.run({ kind, title: 'It', subject: {}, unit }, (_signal, report) => work(report)),
  );
}

it('tells in a log how far a few items are that are computed together', async () => {
  await follow('analysis', 'metrics', async (report) => {
    report.activity('Computing metrics');
    for (const [done, partly] of [
      [0, 0],
      [0, 0.3],
      [0, 0.32],
      [1, 0.1],
      [2, 0],
    ] as const) {
      vi.advanceTimersByTime(500);
      report.progress({ done, partly, total: 2 });
      await shown();
    }
  });
  expect(written.split('\n')).toEqual([
    'Computing metrics: 0/2 metrics',
    'Computing metrics: 0/2 metrics, 15 %',
    'Computing metrics: 1/2 metrics, 55 %',
    'Computing metrics: 2/2 metrics',
    'Done: 2/2 metrics',
    '',
  ]);
});

async function writeFiles(report: JobReport, milliseconds: number): Promise<void> {
  report.activity('Writing files');
  for (let done = 0; done <= 20; done++) {
    report.progress({ done, total: 20 });
    await shown();
    vi.advanceTimersByTime(milliseconds);
  }
}

it('tells of an export that takes long, and not of how it ended: that the command says', async () => {
  await follow('export', 'files', (report) => writeFiles(report, 1000));
  expect(written.split('\n')).toEqual([
    'Writing files: 2/20 files',
    ...[4, 6, 8, 10, 12, 14, 16, 18, 20].map((done) => `Writing files: ${done}/20 files`),
    '',
  ]);
});

it('says nothing of an export that is written at once', async () => {
  await follow('export', 'files', (report) => writeFiles(report, 10));
  expect(written).toBe('');
});
