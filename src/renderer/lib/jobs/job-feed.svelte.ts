/** All that takes long, as the engine reports it: runs, models on their way, statistics, analyses, exports. */
import { SvelteMap } from 'svelte/reactivity';
import { isolated } from '../../../core/isolated.ts';
import { isActive, type Job, type JobKind } from '../../../shared/jobs.ts';
import { client, connection } from '../engine/client.ts';
import { endedOf } from './ended.ts';
import { followFeed } from '../engine/follow-feed.ts';
import { queryClient, showError } from '../engine/server-state.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { describeJob, UNHEARD } from './job-words.ts';
import { engineNews, leftBehind } from './left-behind.ts';
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

  /** Whether what is said of jobs at work is of now, and not of before the engine stopped answering. */
  isHeard = $state(true);

  /** The engine that reports come from; '' before the first. */
  #engineId = '';
  #isAnother = false;
  #screens: Readonly<Record<JobKind, JobScreens>> | null = null;

  /** Listens until `signal` aborts. */
  follow(screens: Readonly<Record<JobKind, JobScreens>>, signal: AbortSignal): Promise<void> {
    this.#screens = screens;
    const stop = connection.subscribe(({ state }) => {
      if (state !== 'open') this.isHeard = false;
    });
    signal.addEventListener('abort', stop);
    return followFeed(
      {
        name: 'the feed of jobs',
        open: (aborting) => this.#listen(aborting),
        take: (job) => this.#take(job),
        startOver: () => void this.#startOver(),
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

  /** How far it is, in words, or that nothing is heard of it. */
  words(job: Job): string {
    return this.isHeard ? describeJob(job) : UNHEARD;
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

  async #listen(signal: AbortSignal): Promise<AsyncIterable<Job>> {
    const { engineId } = await client.workspace.info(undefined, { signal });
    const events = await client.jobs.feed(undefined, { signal });
    this.#isAnother = this.#engineId !== '' && engineId !== this.#engineId;
    this.#engineId = engineId;
    return events;
  }

  #take(job: Job): void {
    const before = this.reports.get(job.jobId);
    this.reports.set(job.jobId, job);
    const screens = this.#screens?.[job.kind];
    screens?.reported?.(job, before);
    if (screens?.isNews?.(job) ?? true) systemNotices.reported(job, before, () => this.open(job));
  }

  /**
   * What happened since was missed. Jobs of an engine that is gone have ended with it; of the same engine, those that ended
   * meanwhile are not told again: the store says how they did.
   */
  async #startOver(): Promise<void> {
    const atWork = this.active;
    this.isHeard = true;
    if (this.#isAnother) {
      for (const job of atWork) this.#take(leftBehind(job));
      this.#tellOfTheEngine(atWork.filter((job) => this.#screens?.[job.kind].isNews?.(job) ?? true));
    }
    await queryClient.invalidateQueries();
    if (this.#isAnother) return;
    for (const job of atWork) if (this.reports.get(job.jobId) === job) this.dismiss(job.jobId);
    systemNotices.keep(new Set(this.reports.keys()));
  }

  #tellOfTheEngine(stopped: readonly Job[]): void {
    const { text, detail } = engineNews(stopped);
    const resumed = stopped.filter((job) => this.canResume(job));
    const [first] = resumed;
    toasts.show(text, {
      detail,
      ...(first !== undefined && {
        tone: 'error',
        action: {
          label: resumed.length === 1 ? 'Resume' : `Resume ${isolated(first.title)}`,
          run: () => void this.resume(first),
        },
      }),
    });
  }
}

export const jobFeed = new JobFeed();
