/** One import as a dialog follows it: the file is sent, read and stored, and can be cancelled all the while. */
import type { ColumnChoice, ImportReport } from '../../../shared/entities.ts';
import { importReport } from '../../../shared/entities.ts';
import type { Job } from '../../../shared/jobs.ts';
import { client } from '../engine/client.ts';
import { jobFeed } from '../jobs/job-feed.svelte.ts';
import { importJobs } from './import-jobs.ts';
import { sendFile, type SetFile } from './send-file.ts';

interface Request {
  readonly projectId: number;
  readonly name: string;
  readonly file: SetFile;
  readonly columns: ColumnChoice | undefined;
}

export class FileImport {
  /** Of the file that is being sent, how many bytes have come; null when none is. */
  sent = $state<number | null>(null);
  error = $state.raw<unknown>(null);
  /** What was wrong with the file. */
  report = $state.raw<ImportReport | null>(null);
  #jobId = $state<string | null>(null);
  #abort = new AbortController();
  readonly job: Job | undefined = $derived(
    this.#jobId === null ? undefined : jobFeed.reports.get(this.#jobId),
  );
  readonly busy: boolean = $derived(this.sent !== null || this.#jobId !== null);

  /** The id of the set; null when it was cancelled, or failed, which `error` and `report` tell. */
  async start({ projectId, name, file, columns }: Request): Promise<number | null> {
    this.reset();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      this.sent = 0;
      const sent = await sendFile(file, signal, (bytes) => (this.sent = bytes));
      const { jobId, setId } = await client.sets.import({ projectId, name, columns, file: sent });
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
    const report = importReport.safeParse(error?.details).data;
    if (report !== undefined && report.problems.length > 0) this.report = report;
    else this.error = Object.assign(new Error(error?.message), { code: error?.code });
  }
}
