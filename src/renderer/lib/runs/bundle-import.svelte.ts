/** One bundle as a screen follows it: it is sent, read and stored, and can be cancelled all the while. */
import { isActive, type Job } from '../../../shared/jobs.ts';
import type { TakingBundle } from './take-bundle.ts';
import { jobFeed } from '../jobs/job-feed.svelte.ts';

export class BundleImport {
  /** The bundle that is on its way; null when none is. */
  file = $state.raw<File | null>(null);
  /** Bytes of it that have come. */
  sent = $state(0);
  #abort = new AbortController();
  /** Its reading, once all of it has come. */
  readonly job: Job | undefined = $derived(
    this.file === null
      ? undefined
      : jobFeed.last(
          (job) => job.kind === 'import' && isActive(job) && job.title === `Import of ${this.file?.name}`,
        ),
  );

  /**
   * What `take` makes of the file; null where the person has cancelled it.
   * @throws what `take` throws
   */
  async follow<Taken>(file: File, take: (taking: TakingBundle) => Promise<Taken>): Promise<Taken | null> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    // Of those before, everything has been said.
    for (const job of [...jobFeed.reports.values()])
      if (job.kind === 'import' && job.state === 'failed' && job.subject.setId === undefined)
        jobFeed.dismiss(job.jobId);
    this.file = file;
    this.sent = 0;
    try {
      return await take({ signal, onSent: (bytes) => (this.sent = bytes) });
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    } finally {
      this.file = null;
    }
  }

  cancel(): void {
    this.#abort.abort();
  }
}
