/** Opening a model is a click when it has been compiled, and a job when that is still to be done. */
import { PairlensError } from '../../../shared/errors.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { LoadedModel, ModelLibrary } from './library.ts';

/**
 * A library whose models, when they take long to open, are jobs: whoever asks for one waits for it as before, and
 * everybody sees how far it is and can cancel it.
 */
export function openingAsJobs(
  jobs: Pick<Jobs, 'start' | 'find' | 'cancel'>,
  library: Pick<ModelLibrary, 'open'>,
): Pick<ModelLibrary, 'open'> {
  return {
    async open(nameOrFolder, onActivity = () => undefined, { signal, onBytes, device } = {}) {
      const cancel = new AbortController();
      const either = signal === undefined ? cancel.signal : AbortSignal.any([signal, cancel.signal]);
      const opened = Promise.withResolvers<LoadedModel>();
      let report: JobReport | null = null;
      let isJob = false;
      let latest = '';
      const asJob = () => {
        isJob = true;
        const { jobId } = jobs.start({
          kind: 'compile',
          title: nameOrFolder,
          subject: { model: nameOrFolder },
          unit: 'bytes',
          async work(stop, teller) {
            report = teller;
            teller.activity(latest);
            stop.addEventListener('abort', () => cancel.abort(), { once: true });
            await opened.promise;
          },
        });
        // Nobody waits for the model any more: the job is cancelled, and has not failed.
        const unwanted = () => {
          if (jobs.find((job) => job.jobId === jobId) !== undefined) void jobs.cancel(jobId);
        };
        signal?.addEventListener('abort', unwanted, { once: true });
      };
      const tell = (activity: string) => {
        latest = activity;
        onActivity(activity);
        if (!isJob) asJob();
        report?.activity(activity);
      };
      try {
        const model = await library.open(nameOrFolder, tell, {
          device,
          signal: either,
          onBytes: (bytes) => {
            onBytes?.(bytes);
            report?.progress(bytes);
          },
        });
        opened.resolve(model);
        return model;
      } catch (error) {
        if (isJob) opened.reject(error);
        if (cancel.signal.aborted)
          throw new PairlensError(
            'CANCELLED',
            `opening ${nameOrFolder} was cancelled`,
            { model: nameOrFolder },
            error,
          );
        throw error;
      }
    },
  };
}
