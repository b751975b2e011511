/**
 * Work that takes longer than a click: runs, models that are added or compiled, statistics, analyses, large exports.
 * Each is a job: it waits for its turn where it has to, tells how far it is, can be cancelled, and ends. One feed tells
 * of all of them.
 */
import { randomUUID } from 'node:crypto';
import { errorRecord, isActionable, PairlensError } from '../../../shared/errors.ts';
import { isActive, type Job, type JobKind, type JobSubject } from '../../../shared/jobs.ts';
import { inBackground } from '../threads/background.ts';
import { type JobCounts, type JobReport, JobTeller } from './job-teller.ts';
import { ProgressFeed } from './progress-feed.ts';

export type JobWork = (signal: AbortSignal, report: JobReport) => Promise<void>;

/** How the work ended, whether it was at its turn or cancelled before. */
export type JobOutcome =
  | { readonly state: 'done' }
  /** `error`: what its work threw when it was told to stop; that may be no more than that it stopped. */
  | { readonly state: 'cancelled'; readonly error?: unknown }
  | { readonly state: 'failed'; readonly error: unknown };

/** What is told of a job at its end, where it differs from the outcome of its work. */
export interface JobEnd extends Partial<JobCounts> {
  readonly state: 'done' | 'cancelled' | 'failed';
  readonly error?: Job['error'];
}

export interface JobPlan {
  readonly kind: JobKind;
  readonly title: string;
  readonly subject: JobSubject;
  /** What is counted: "pairs". */
  readonly unit: string;
  /** Jobs of one lane go one after the other, in the order in which they were started; without one, at once. */
  readonly lane?: string;
  /** As far as is known before it begins. */
  readonly counts?: JobCounts;
  readonly work: JobWork;
  /**
   * Called once, before the end is told: the place to write it down. It may say that the job ended otherwise; where it throws,
   * the job has failed.
   */
  readonly end?: (outcome: JobOutcome) => JobEnd;
}

interface ActiveJob {
  readonly plan: JobPlan;
  readonly teller: JobTeller;
  readonly cancel: AbortController;
  readonly ended: PromiseWithResolvers<Job>;
  atWork: boolean;
}

export interface StartedJob {
  readonly jobId: string;
  /** The job as it ended, however it ended. Never rejects. */
  readonly ended: Promise<Job>;
}

/** The lane of those that keep the model's threads busy. */
export const MODEL_LANE = 'model';

const END_WORDS = { done: 'Done', cancelled: 'Cancelled', failed: 'Failed' } as const;

export class Jobs {
  /** In the order in which they were started. */
  readonly #active = new Map<string, ActiveJob>();
  readonly #lanes = new Map<string, Promise<unknown>>();
  readonly #feed = new ProgressFeed<Job>({ keyOf: ({ jobId }) => jobId, isActive });

  /** Starts a job, or puts it in its lane, and returns at once. */
  start(plan: JobPlan): StartedJob {
    const jobId = randomUUID();
    const before = this.#lastOf(plan.lane);
    const { kind, title, subject, unit, counts = { done: 0, total: null } } = plan;
    const teller = new JobTeller(
      {
        jobId,
        kind,
        title,
        subject,
        unit,
        state: before === null ? 'running' : 'waiting',
        activity: before === null ? 'Starting' : `Waiting for ${before.plan.title}`,
        done: counts.done,
        partly: 0,
        failed: counts.failed ?? 0,
        total: counts.total,
        file: null,
        rate: null,
        secondsLeft: null,
        error: null,
      },
      (job) => this.#feed.publish(job),
    );
    const job: ActiveJob = {
      plan,
      teller,
      cancel: new AbortController(),
      ended: Promise.withResolvers<Job>(),
      atWork: false,
    };
    this.#active.set(jobId, job);
    // Whoever starts a job has its id before the job says anything.
    const turn = (plan.lane === undefined ? undefined : this.#lanes.get(plan.lane)) ?? Promise.resolve();
    const over = turn.then(() => this.#run(jobId, job));
    if (plan.lane !== undefined) this.#lanes.set(plan.lane, over);
    return { jobId, ended: job.ended.promise };
  }

  /**
   * Starts a job and waits for its end.
   * @param asked cancels the job where it aborts: nobody waits for it any more
   * @throws PairlensError CANCELLED; what its work throws
   */
  async run<Result>(
    plan: Omit<JobPlan, 'work' | 'end'>,
    work: (signal: AbortSignal, report: JobReport) => Promise<Result>,
    asked?: AbortSignal,
  ): Promise<Result> {
    if (asked?.aborted === true)
      throw new PairlensError('CANCELLED', `${plan.title} was cancelled`, { ...plan.subject });
    let outcome: { readonly result: Result } | { readonly error: unknown } | null = null;
    const { jobId, ended } = this.start({
      ...plan,
      async work(signal, report) {
        try {
          outcome = { result: await work(signal, report) };
        } catch (error) {
          outcome = { error };
          throw error;
        }
      },
    });
    const stop = () => {
      const job = this.#active.get(jobId);
      if (job !== undefined) this.#stop(jobId, job);
    };
    asked?.addEventListener('abort', stop);
    const { state } = await ended;
    asked?.removeEventListener('abort', stop);
    const known = outcome as { readonly result: Result } | { readonly error: unknown } | null;
    if (known !== null && 'result' in known) return known.result;
    if (state === 'cancelled' || known === null)
      throw new PairlensError('CANCELLED', `${plan.title} was cancelled`, { ...plan.subject });
    throw known.error;
  }

  /** Progress of every job that goes on, from now on; the present state first. */
  listen(signal?: AbortSignal): AsyncIterableIterator<Job> {
    return this.#feed.listen(signal);
  }

  /** A job that goes on, or waits. */
  find(matches: (job: Job) => boolean): Job | undefined {
    return [...this.#active.values()].map(({ teller }) => teller.job).find(matches);
  }

  /** Whether a job that is started in this lane has to wait. */
  isBusy(lane: string): boolean {
    return this.#lastOf(lane) !== null;
  }

  /**
   * Returns when the job has stopped; at once for one that waits.
   * @throws PairlensError NOT_FOUND when no such job goes on
   */
  async cancel(jobId: string): Promise<void> {
    const job = this.#get(jobId);
    this.#stop(jobId, job);
    await job.ended.promise;
  }

  /**
   * The job at its end.
   * @throws PairlensError NOT_FOUND when no such job goes on
   */
  ended(jobId: string): Promise<Job> {
    return this.#get(jobId).ended.promise;
  }

  /** Cancels all that goes on and returns when it has stopped. */
  async cancelAll(): Promise<void> {
    const jobs = [...this.#active];
    for (const [jobId, job] of jobs) this.#stop(jobId, job);
    await Promise.all(jobs.map(([, { ended }]) => ended.promise));
  }

  /** Cancels all that goes on; ends the feed when it has stopped. */
  async close(): Promise<void> {
    await this.cancelAll();
    this.#feed.close();
  }

  #get(jobId: string): ActiveJob {
    const job = this.#active.get(jobId);
    if (!job) throw new PairlensError('NOT_FOUND', 'this job does not go on any more', { jobId });
    return job;
  }

  #lastOf(lane: string | undefined): ActiveJob | null {
    if (lane === undefined) return null;
    return [...this.#active.values()].findLast(({ plan }) => plan.lane === lane) ?? null;
  }

  #stop(jobId: string, job: ActiveJob): void {
    job.cancel.abort();
    if (!job.atWork) this.#end(jobId, job, { state: 'cancelled' });
  }

  async #run(jobId: string, job: ActiveJob): Promise<void> {
    // It was cancelled while it waited.
    if (job.cancel.signal.aborted) return;
    job.atWork = true;
    this.#end(jobId, job, await this.#outcomeOf(job));
  }

  async #outcomeOf({ plan, teller, cancel: { signal } }: ActiveJob): Promise<JobOutcome> {
    try {
      if (teller.job.state === 'waiting') teller.activity('Starting');
      // What keeps the model busy gives way to people; a job that somebody waits for at a screen is in no lane.
      const { work, lane } = plan;
      await (lane === MODEL_LANE ? inBackground(() => work(signal, teller)) : work(signal, teller));
      return { state: signal.aborted ? 'cancelled' : 'done' };
    } catch (error) {
      if (!signal.aborted) return { state: 'failed', error };
      // What stopped it is no error of its own.
      return error === signal.reason ? { state: 'cancelled' } : { state: 'cancelled', error };
    }
  }

  #end(jobId: string, job: ActiveJob, outcome: JobOutcome): void {
    const end = writtenDown(job.plan, outcome);
    this.#active.delete(jobId);
    job.teller.end({ activity: END_WORDS[end.state], error: null, ...end });
    job.ended.resolve(job.teller.job);
  }
}

/** Where the end cannot be written down, the job has failed, and those that wait for it go on. */
function writtenDown({ end = endOf }: JobPlan, outcome: JobOutcome): JobEnd {
  try {
    return end(outcome);
  } catch (error) {
    const failed = { state: 'failed', error: describeError(error) } as const;
    return outcome.state === 'failed' ? endOf(outcome) : failed;
  }
}

function endOf(outcome: JobOutcome): JobEnd {
  if (outcome.state === 'failed') return { state: 'failed', error: describeError(outcome.error) };
  return { state: outcome.state };
}

/** What a person is told of an error. What nobody expected is a bug, and its stack belongs in the log. */
export function describeError(error: unknown): { code: string; message: string } {
  if (!isActionable(error)) console.error(error);
  const { code, message } = errorRecord(error);
  return { code, message };
}
