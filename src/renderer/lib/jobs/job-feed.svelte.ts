/** All that takes long, as the engine reports it: runs, models on their way, statistics, analyses, exports. */
import { SvelteMap } from 'svelte/reactivity';
import { isActive, type Job, type JobKind } from '../../../shared/jobs.ts';
import { client } from '../engine/client.ts';
import { endedOf } from './ended.ts';
import { followFeed } from '../engine/follow-feed.ts';
import { queryClient, showError } from '../engine/server-state.ts';
import { systemNotices } from './system-notices.svelte.ts';

/** What the screens make of the jobs of one kind. */
export interface JobScreens {
  /** Goes to where the job is shown whole. */
  open(job: Job): void;
  /** Told of every report; `before` is the one before it, if there was any. */
  reported?(job: Job, before: Job | undefined): void;
  /** Goes on with one that was stopped or failed, where that can be. */
  resume?(job: Job): Promise<void>;
  /** Whether its end is worth a line in the tray: not that of what a screen asked for by itself. */
  isNews?(job: Job): boolean;
}

class JobFeed {
  /** The last report on each job since the workbench started, but for those that were dismissed; the oldest first. */
  readonly reports = new SvelteMap<string, Job>();
  readonly active = $derived([...this.reports.values()].filter(isActive));
  /** Those that ended and that nobody has taken note of, the latest first; of one that was started again, nothing. */
  readonly ended = $derived(
    endedOf([...this.reports.values()]).filter((job) => this.#screens?.[job.kind].isNews?.(job) ?? true),
  );

  #screens: Readonly<Record<JobKind, JobScreens>> | null = null;

  /** Listens until `signal` aborts. */
  follow(screens: Readonly<Record<JobKind, JobScreens>>, signal: AbortSignal): Promise<void> {
    this.#screens = screens;
    return followFeed(
      {
        name: 'the feed of jobs',
        open: (aborting) => client.jobs.feed(undefined, { signal: aborting }),
        take: (job) => {
          const before = this.reports.get(job.jobId);
          this.reports.set(job.jobId, job);
          screens[job.kind].reported?.(job, before);
          if (screens[job.kind].isNews?.(job) ?? true)
            systemNotices.reported(job, before, () => this.open(job));
        },
        startOver: () => this.#startOver(),
      },
      signal,
    );
  }

  /** The last job that is so; of a run that was resumed, its last start. */
  last(matches: (job: Job) => boolean): Job | undefined {
    return [...this.reports.values()].findLast(matches);
  }

  /** Goes to where the job is shown whole. */
  open(job: Job): void {
    this.#screens?.[job.kind].open(job);
  }

  canResume(job: Job): boolean {
    return job.state !== 'done' && this.#screens?.[job.kind].resume !== undefined;
  }

  /** Goes on with one that was stopped or failed. */
  async resume(job: Job): Promise<void> {
    await this.#screens?.[job.kind].resume?.(job);
  }

  async cancel({ jobId }: Pick<Job, 'jobId'>): Promise<void> {
    try {
      await client.jobs.cancel({ jobId });
    } catch (error) {
      showError(error);
    }
  }

  dismiss(jobId: string): void {
    this.reports.delete(jobId);
  }

  /** The engine may be another one now: what was reported before says nothing, and what happened since was missed. */
  #startOver(): void {
    this.reports.clear();
    systemNotices.forget();
    void queryClient.invalidateQueries();
  }
}

export const jobFeed = new JobFeed();
