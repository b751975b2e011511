/** Shows on stderr how a model is being added until it is there; Ctrl-C cancels it. */
import { Presets, SingleBar } from 'cli-progress';
import type { ModelJob, NewModel } from '../../shared/entities.ts';
import { isErrorCode, PairlensError } from '../../shared/errors.ts';
import { formatBytes } from '../../shared/quantities.ts';
import type { Engine } from '../engine/engine.ts';
import { note } from './output.ts';

interface JobDisplay {
  show(job: ModelJob): void;
  close(): void;
}

/** A bar on a terminal while something is downloaded; a line for everything else. */
function bar(): JobDisplay {
  const display = new SingleBar(
    { format: '{file} {bar} {here} of {whole} · {rate} · {left}', hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  const activities = new ActivityLines();
  let started = false;
  const stop = () => {
    if (started) display.stop();
    started = false;
  };
  return {
    show(job) {
      if (job.file === null) {
        stop();
        return activities.show(job);
      }
      const payload = {
        file: job.file,
        here: formatBytes(job.bytesDone),
        whole: job.bytesTotal === null ? '?' : formatBytes(job.bytesTotal),
        rate: job.rate === null ? '–' : `${formatBytes(job.rate)}/s`,
        left: job.secondsLeft === null ? '' : `${Math.ceil(job.secondsLeft)} s left`,
      };
      if (!started) display.start(job.bytesTotal ?? job.bytesDone, job.bytesDone, payload);
      started = true;
      display.setTotal(job.bytesTotal ?? job.bytesDone);
      display.update(job.bytesDone, payload);
    },
    close: stop,
  };
}

/** A line for each file and each activity, for logs and pipes. */
function lines(): JobDisplay {
  const activities = new ActivityLines();
  let file: string | null = null;
  return {
    show(job) {
      if (job.file === null) return activities.show(job);
      if (job.file !== file) note(`Downloading ${job.file}`);
      file = job.file;
    },
    close: () => undefined,
  };
}

class ActivityLines {
  #last = '';

  show({ activity, state }: ModelJob): void {
    // What comes of it, the command says.
    if (state === 'running' && activity !== this.#last && activity !== 'Downloading') note(activity);
    this.#last = activity;
  }
}

/**
 * Adds a model and follows that to its end.
 * @returns the job as it ended: done, or cancelled by the first Ctrl-C (or SIGTERM)
 * @throws PairlensError what ModelService.add throws, and what the job failed with
 */
export async function addModel(engine: Engine, request: NewModel): Promise<ModelJob> {
  const display = process.stderr.isTTY ? bar() : lines();
  const news = engine.models.jobs();
  const { jobId } = await engine.models.add(request);
  const stop = () => {
    void cancel(engine, jobId);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    for await (const job of news) {
      if (job.jobId !== jobId) continue;
      display.show(job);
      if (job.state === 'failed') throw failureOf(job);
      if (job.state !== 'running') return job;
    }
    throw new PairlensError('INTERNAL', 'the engine stopped telling how the model is being added');
  } finally {
    display.close();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

async function cancel(engine: Engine, jobId: string): Promise<void> {
  try {
    await engine.models.cancel({ jobId });
  } catch (error) {
    // It has just come to its end by itself.
    if (!(error instanceof PairlensError) || error.code !== 'NOT_FOUND') throw error;
  }
}

function failureOf({ error, name }: ModelJob): PairlensError {
  const code = isErrorCode(error?.code) ? error.code : 'INTERNAL';
  return new PairlensError(code, error?.message ?? `${name} could not be added`, { model: name });
}
