/**
 * Tells of one job. Bytes of a file come in quick succession: of those within a moment only the last are told. When none
 * come, that is told, too: the rate falls.
 */
import type { Job } from '../../../shared/jobs.ts';
import { ProgressMeter } from './progress-meter.ts';

/** How a job says what it does. */
export interface JobReport {
  /** In words. What was counted stays. */
  activity(text: string): void;
  progress(counts: JobCounts): void;
}

export interface JobCounts {
  readonly done: number;
  /** Of those that are being done, how much is; 0 unless told. */
  readonly partly?: number;
  /** null: nobody knows yet. */
  readonly total: number | null;
  /** 0 unless told. */
  readonly failed?: number;
  /** The file that is on its way; none unless told. */
  readonly file?: string;
  /** What was counted besides, in words. */
  readonly beside?: string;
}

/** Nobody reads faster. */
const REPORT_EVERY_MS = 100;
/** When nothing comes, the rate falls, and somebody waits to see it. */
const REPORT_STALLED_MS = 1_000;

export class JobTeller implements JobReport {
  readonly #publish: (job: Job) => void;
  /** Of what is done: what failed is no rate of work. */
  #done = new ProgressMeter();
  /** Of what is over, done or failed: by that it ends. */
  #over = new ProgressMeter();
  #job: Job;
  #unsaid: NodeJS.Timeout | null = null;
  #stalled: NodeJS.Timeout | null = null;

  constructor(job: Job, publish: (job: Job) => void) {
    this.#job = job;
    this.#publish = publish;
    publish(job);
  }

  get job(): Job {
    return this.#job;
  }

  activity(activity: string): void {
    if (activity === this.#job.activity && this.#job.state === 'running') return;
    this.#done = new ProgressMeter();
    this.#over = new ProgressMeter();
    this.#tell({ state: 'running', activity, file: null, rate: null, secondsLeft: null });
  }

  progress({ done, partly = 0, total, failed = 0, file, beside }: JobCounts): void {
    const isNewFile = file !== (this.#job.file ?? undefined);
    this.#job = { ...this.#job, done, partly, total, failed, file: file ?? null, ...(beside && { beside }) };
    if (isNewFile || file === undefined) this.#tellCounts();
    else this.#unsaid ??= setTimeout(() => this.#tellCounts(), REPORT_EVERY_MS);
  }

  /** The last word on the job. */
  end(how: Pick<Job, 'state' | 'activity' | 'error'> & Partial<JobCounts>): void {
    this.#tell({ partly: 0, ...how, file: null, rate: null, secondsLeft: null });
  }

  #tellCounts(): void {
    const { done, partly, failed, total, file } = this.#job;
    const now = performance.now();
    const over = done + partly + failed;
    this.#done.mark(now, done + partly);
    this.#over.mark(now, over);
    const secondsLeft = total === null ? null : this.#over.secondsLeft(total - over);
    this.#tell({ rate: this.#done.rate(), secondsLeft });
    if (file !== null) this.#stalled = setTimeout(() => this.#tellCounts(), REPORT_STALLED_MS);
  }

  #tell(news: Partial<Job>): void {
    for (const timer of [this.#unsaid, this.#stalled]) if (timer) clearTimeout(timer);
    this.#unsaid = null;
    this.#stalled = null;
    this.#job = { ...this.#job, ...news };
    this.#publish(this.#job);
  }
}
