/** Imports that are at work, as jobs: where they are shown, and who waits for their end. */
import { isolated } from '../../../core/isolated.ts';
import { isActive, type Job } from '../../../shared/jobs.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import { type JobScreens, jobFeed } from '../jobs/job-feed.svelte.ts';
import { navigation } from '../navigation/navigation.svelte.ts';

class ImportJobs implements JobScreens {
  readonly #waiting = new Map<string, (job: Job) => void>();

  /** The job when it has ended. */
  ended(jobId: string): Promise<Job> {
    const known = jobFeed.reports.get(jobId);
    if (known !== undefined && !isActive(known)) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiting.set(jobId, resolve));
  }

  /** Nobody looks at it any more: its end is announced. */
  forget(jobId: string): void {
    this.#waiting.delete(jobId);
  }

  open({ subject: { projectId, textSetId } }: Job): void {
    if (projectId === undefined) return;
    navigation.go({ room: textSetId === undefined ? 'pairs' : 'texts', projectId });
  }

  reported(job: Job, before: Job | undefined): void {
    if (isActive(job)) return;
    for (const key of [orpc.sets.key(), orpc.texts.key(), orpc.projects.key()])
      void queryClient.invalidateQueries({ queryKey: key });
    const waits = this.#waiting.get(job.jobId);
    this.#waiting.delete(job.jobId);
    if (waits !== undefined) waits(job);
    else if (before !== undefined && isActive(before)) announceEnd(job);
  }
}

export const importJobs = new ImportJobs();

function announceEnd({ title, state, error, subject }: Job): void {
  const { projectId, setId, textSetId } = subject;
  // Bundles of runs are waited for where they were chosen.
  if (setId === undefined && textSetId === undefined) return;
  if (state === 'failed')
    toasts.show(`${isolated(title)} was not imported`, { tone: 'error', detail: error?.message ?? '' });
  if (state !== 'done' || projectId === undefined) return;
  const run = (): void => {
    if (textSetId !== undefined) navigation.go({ room: 'texts', projectId, setId: textSetId });
    else if (setId !== undefined) navigation.go({ room: 'pairs', projectId, setId });
  };
  const here = navigation.route;
  if (here?.room === 'texts' && textSetId !== undefined && here.setId === textSetId) return;
  if (here?.room === 'pairs' && here.setId === setId && textSetId === undefined) return;
  toasts.show(`${isolated(title)} is imported`, { action: { label: 'Open', run } });
}
