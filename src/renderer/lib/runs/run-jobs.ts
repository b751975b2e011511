/** Runs that are started, as jobs: where they are shown, and what changes when one ends. */
import { isolated } from '../../../core/isolated.ts';
import { isActive, type Job } from '../../../shared/jobs.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { invalidateButFindings, orpc, queryClient } from '../engine/server-state.ts';
import { type JobScreens, jobFeed } from '../jobs/job-feed.svelte.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { openRun } from './open-run.ts';
import { startRun } from './run-actions.ts';

export const runJobs: JobScreens = {
  open: ({ subject: { runId } }) => {
    if (runId !== undefined) void openRun(runId);
  },
  resume: async ({ subject: { runId } }) => {
    if (runId !== undefined) await startRun(runId);
  },
  reported(job, before) {
    if (before?.state === job.state) return;
    void invalidateButFindings('runs');
    if (isActive(job)) return;
    // A run that ends changes everything computed from it.
    for (const key of [
      orpc.projects.key(),
      orpc.results.key(),
      orpc.aggregates.key(),
      orpc.pairs.key(),
      orpc.models.key(),
      orpc.heads.key(),
    ]) {
      void queryClient.invalidateQueries({ queryKey: key });
    }
    if (before !== undefined && isActive(before)) announceEnd(job);
  },
};

/** The last report on a run, if it was started since the workbench was. */
export function jobOfRun(runId: number): Job | undefined {
  return jobFeed.last(({ kind, subject }) => kind === 'run' && subject.runId === runId);
}

/** Says that a run ended, unless the person cancelled it or looks at it, or at something of it. */
function announceEnd({ title, state, subject: { runId } }: Job): void {
  if (state === 'cancelled' || runId === undefined || navigation.here.runId === runId) return;
  toasts.show(state === 'done' ? `${isolated(title)} is done` : `${isolated(title)} failed`, {
    tone: state === 'done' ? 'neutral' : 'error',
    action: { label: 'Open', run: () => void openRun(runId) },
  });
}
