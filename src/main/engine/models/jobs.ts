/** Models that are being added: each a job that tells how far it is, and that can be cancelled. */
import { randomUUID } from 'node:crypto';
import { CoreError } from '../../../core/errors.ts';
import type { ModelJob } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { ProgressFeed } from '../jobs/progress-feed.ts';
import { ProgressMeter } from '../jobs/progress-meter.ts';

/** How a job tells what it does. */
export interface JobReport {
  /** In words. */
  activity(text: string): void;
  /** `done` of `total` bytes are here, `file` is on its way. */
  bytes(progress: { readonly file: string; readonly done: number; readonly total: number }): void;
}

export type JobWork = (signal: AbortSignal, report: JobReport) => Promise<void>;

/** Nobody reads faster. */
const REPORT_EVERY_MS = 100;
/** When no bytes come, the rate falls, and somebody waits to see it. */
const REPORT_STALLED_MS = 1_000;

const BEGINNING = { bytesDone: 0, bytesTotal: null, rate: null, secondsLeft: null, file: null, error: null };

interface Active {
  readonly name: string;
  readonly cancel: AbortController;
  readonly stopped: Promise<void>;
}

export class ModelJobs {
  readonly #active = new Map<string, Active>();
  readonly #feed = new ProgressFeed<ModelJob>({
    keyOf: ({ jobId }) => jobId,
    isActive: ({ state }) => state === 'running',
  });

  /**
   * Starts a job and returns its id at once.
   * @param name of the model that will be there
   * @throws PairlensError CONFLICT while another job adds a model of that name
   */
  start(name: string, work: JobWork): string {
    if ([...this.#active.values()].some((job) => job.name === name))
      throw new PairlensError('CONFLICT', `${name} is being added already`, { name });
    const jobId = randomUUID();
    const cancel = new AbortController();
    this.#feed.publish({ ...BEGINNING, jobId, name, state: 'running', activity: 'Starting' });
    this.#active.set(jobId, { name, cancel, stopped: this.#run(jobId, name, work, cancel.signal) });
    return jobId;
  }

  /** Progress of every job that goes on, from now on; the present state first. */
  listen(signal?: AbortSignal): AsyncIterableIterator<ModelJob> {
    return this.#feed.listen(signal);
  }

  /**
   * Returns when the job has stopped.
   * @throws PairlensError NOT_FOUND when no such job goes on
   */
  async cancel(jobId: string): Promise<void> {
    const job = this.#active.get(jobId);
    if (!job) throw new PairlensError('NOT_FOUND', `no model is being added as job ${jobId}`, { jobId });
    job.cancel.abort();
    await job.stopped;
  }

  /** Cancels all that goes on and returns when it has stopped. */
  async close(): Promise<void> {
    const jobs = [...this.#active.values()];
    for (const { cancel } of jobs) cancel.abort();
    await Promise.all(jobs.map(({ stopped }) => stopped));
    this.#feed.close();
  }

  async #run(jobId: string, name: string, work: JobWork, signal: AbortSignal): Promise<void> {
    const teller = new JobTeller({ jobId, name }, (job) => this.#feed.publish(job));
    let end: Pick<ModelJob, 'state' | 'activity' | 'error'>;
    try {
      // Whoever starts a job has its id before the job says anything.
      await Promise.resolve();
      await work(signal, teller);
      end = { state: 'done', activity: 'Done', error: null };
    } catch (error) {
      end = signal.aborted
        ? { state: 'cancelled', activity: 'Cancelled', error: null }
        : { state: 'failed', activity: 'Failed', error: errorOf(error) };
    }
    this.#active.delete(jobId);
    teller.end(end);
  }
}

/**
 * Tells of one job. Bytes come in quick succession: of those within a moment only the last are told. When none come, that
 * is told, too.
 */
class JobTeller implements JobReport {
  readonly #publish: (job: ModelJob) => void;
  readonly #meter = new ProgressMeter();
  #job: ModelJob;
  #unsaid: NodeJS.Timeout | null = null;
  #stalled: NodeJS.Timeout | null = null;

  constructor(names: Pick<ModelJob, 'jobId' | 'name'>, publish: (job: ModelJob) => void) {
    this.#job = { ...BEGINNING, ...names, state: 'running', activity: 'Starting' };
    this.#publish = publish;
  }

  activity(activity: string): void {
    this.#tell({ activity, file: null, rate: null, secondsLeft: null });
  }

  bytes({ file, done, total }: Parameters<JobReport['bytes']>[0]): void {
    const isNew = file !== this.#job.file;
    this.#job = { ...this.#job, file, bytesDone: done, bytesTotal: total };
    if (isNew) this.#tellBytes();
    else this.#unsaid ??= setTimeout(() => this.#tellBytes(), REPORT_EVERY_MS);
  }

  #tellBytes(): void {
    const { bytesDone, bytesTotal } = this.#job;
    this.#meter.mark(performance.now(), bytesDone);
    const secondsLeft = this.#meter.secondsLeft((bytesTotal ?? 0) - bytesDone);
    this.#tell({ rate: this.#meter.rate(), secondsLeft });
    this.#stalled = setTimeout(() => this.#tellBytes(), REPORT_STALLED_MS);
  }

  end(how: Pick<ModelJob, 'state' | 'activity' | 'error'>): void {
    this.#tell({ ...how, file: null, rate: null, secondsLeft: null });
  }

  #tell(news: Partial<ModelJob>): void {
    for (const timer of [this.#unsaid, this.#stalled]) if (timer) clearTimeout(timer);
    this.#unsaid = null;
    this.#stalled = null;
    this.#job = { ...this.#job, ...news };
    this.#publish(this.#job);
  }
}

function errorOf(error: unknown): ModelJob['error'] {
  if (error instanceof PairlensError || error instanceof CoreError)
    return { code: error.code, message: error.message };
  // What nobody expected is a bug, and its stack belongs in the log.
  console.error(error);
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
