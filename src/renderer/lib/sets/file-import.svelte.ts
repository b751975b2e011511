/** One import as a dialog follows it: the file is sent, read and stored, and can be cancelled all the while. */
import { importReport, type ImportReport } from '../../../shared/entities.ts';
import type { Job } from '../../../shared/jobs.ts';
import { jobFeed } from '../jobs/job-feed.svelte.ts';
import { importJobs } from './import-jobs.ts';
import { sendFile, type SetFile } from './send-file.ts';

/** What is told of any file that is refused. */
const refusal = importReport.pick({ problems: true, problemsCut: true, oneSided: true });
type Refusal = Pick<ImportReport, 'problems' | 'problemsCut' | 'oneSided'>;
type Sent = Awaited<ReturnType<typeof sendFile>>;

export class FileImport {
  /** Of the file that is being sent, how many bytes have come; null when none is. */
  sent = $state<number | null>(null);
  error = $state.raw<unknown>(null);
  /** What was wrong with the file. */
  report = $state.raw<Refusal | null>(null);
  #jobId = $state<string | null>(null);
  #abort = new AbortController();
  readonly job: Job | undefined = $derived(
    this.#jobId === null ? undefined : jobFeed.reports.get(this.#jobId),
  );
  readonly busy: boolean = $derived(this.sent !== null || this.#jobId !== null);

  /**
   * The id of the set; null when it was cancelled, or failed, which `error` and `report` tell.
   * @param begin starts the import of what was sent
   */
  async start(
    file: SetFile,
    begin: (sent: Sent) => Promise<{ jobId: string; setId: number }>,
  ): Promise<number | null> {
    return this.#follow(async (signal) =>
      begin(await sendFile(file, signal, (bytes) => (this.sent = bytes))),
    );
  }

  /** The same of what need not be sent. */
  startAtOnce(begin: () => Promise<{ jobId: string; setId: number }>): Promise<number | null> {
    return this.#follow(begin);
  }

  async #follow(
    begin: (signal: AbortSignal) => Promise<{ jobId: string; setId: number }>,
  ): Promise<number | null> {
    this.reset();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      this.sent = 0;
      const { jobId, setId } = await begin(signal);
      this.#jobId = jobId;
      this.sent = null;
      // It was cancelled after the last piece had come and before there was a job.
      if (signal.aborted) await jobFeed.cancel({ jobId });
      const job = await importJobs.ended(jobId);
      if (job.state === 'failed') this.#tell(job);
      return job.state === 'done' ? setId : null;
    } catch (error) {
      if (!signal.aborted) this.error = error;
      return null;
    } finally {
      this.sent = null;
      this.#jobId = null;
    }
  }

  async cancel(): Promise<void> {
    this.#abort.abort();
    if (this.#jobId !== null) await jobFeed.cancel({ jobId: this.#jobId });
  }

  /** The dialog goes: what is only being sent is given up, what is being imported goes on. */
  leave(): void {
    if (this.#jobId === null) this.#abort.abort();
    else importJobs.forget(this.#jobId);
  }

  reset(): void {
    this.error = null;
    this.report = null;
  }

  #tell({ error }: Job): void {
    const report = refusal.safeParse(error?.details).data;
    if (report !== undefined && report.problems.length > 0) this.report = report;
    else this.error = Object.assign(new Error(error?.message), { code: error?.code });
  }
}
