/** Exports that are being written, as jobs: they are of a run, and lead there. */
import type { JobScreens } from '../jobs/job-feed.svelte.ts';
import { openRun } from './open-run.ts';

export const exportJobs: JobScreens = {
  isNews: ({ state }) => state === 'failed',
  open({ subject: { runId } }) {
    if (runId !== undefined) void openRun(runId);
  },
};
