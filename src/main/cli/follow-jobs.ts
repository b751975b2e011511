/** Shows on stderr what takes long while a command works; Ctrl-C cancels it. */
import { Presets, SingleBar } from 'cli-progress';
import { isErrorCode, PairlensError } from '../../shared/errors.ts';
import { isActive, type Job } from '../../shared/jobs.ts';
import { formatBytes } from '../../shared/quantities.ts';
import type { Engine } from '../engine/engine.ts';
import { note } from './output.ts';

/** How long an export takes before a log tells of it. */
const QUICK_MS = 2000;
/** How large a file is before reading it is told of in a log. */
const LARGE_FILE_BYTES = 2 ** 22;

interface JobDisplay {
  show(job: Job): void;
  close(): void;
}

/**
 * Does the work, showing every job that goes on meanwhile. The first Ctrl-C (or SIGTERM) cancels them: what is done
 * stays stored.
 * @returns what `work` returns
 */
export async function followJobs<Result>(
  { jobs }: Pick<Engine, 'jobs'>,
  work: () => Promise<Result>,
  { stopping = 'Cancelling; what is done stays stored. Ctrl-C again stops at once.' } = {},
): Promise<Result> {
  const display = process.stderr.isTTY ? bars() : lines();
  const stop = () => {
    note(stopping);
    void jobs.cancelAll();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const over = new AbortController();
  const news = jobs.listen(over.signal);
  const shown = (async () => {
    for await (const job of news) display.show(job);
  })();
  try {
    return await work();
  } finally {
    over.abort();
    await shown;
    display.close();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** What a job failed with, as an error. */
export function failureOf({ error, title, subject }: Job): PairlensError {
  const code = isErrorCode(error?.code) ? error.code : 'INTERNAL';
  return new PairlensError(code, error?.message ?? `${title} failed`, { ...subject });
}

function isBytes({ unit }: Job): boolean {
  return unit === 'bytes';
}

/** On a terminal: a bar for the job that tells something, a line for an activity without numbers. */
function bars(): JobDisplay {
  const activities = new ActivityLines();
  let bar: SingleBar | null = null;
  let shown = '';
  const stop = () => {
    bar?.stop();
    bar = null;
    shown = '';
  };
  return {
    show(job) {
      const counts = isBytes(job) ? job.file !== null : job.total !== null;
      if (!isActive(job) || !counts) {
        if (shown === job.jobId) stop();
        return activities.show(job);
      }
      const finished = job.done + job.failed;
      const total = job.total ?? finished;
      const quantity = isBytes(job) ? formatBytes : (count: number) => `${Math.round(count)} ${job.unit}`;
      const payload = {
        what: job.kind === 'import' ? `${job.activity} ${job.file ?? ''}` : (job.file ?? job.activity),
        here: isBytes(job) ? formatBytes(finished) : `${finished}`,
        whole: job.total === null ? '?' : quantity(total),
        rate: job.rate === null ? '–' : `${quantity(job.rate)}/s`,
        left: job.secondsLeft === null ? '' : `${Math.ceil(job.secondsLeft)} s left`,
      };
      if (shown !== job.jobId) {
        stop();
        bar = new SingleBar(
          {
            format: '{what} {bar} {here} of {whole} · {rate} · {left}',
            hideCursor: true,
            stream: process.stderr,
          },
          Presets.shades_classic,
        );
        bar.start(total, finished, payload);
        shown = job.jobId;
      }
      bar?.setTotal(total);
      bar?.update(finished + job.partly, payload);
    },
    close: stop,
  };
}

/** For logs and pipes: a line for each file and activity, and whenever another tenth is done. */
function lines(): JobDisplay {
  const activities = new ActivityLines();
  const begun = new Map<string, number>();
  let lastTenth = '';
  const last = new Map<
    string,
    { readonly tenth: number; readonly activity: string; readonly file: string | null }
  >();
  return {
    show(job) {
      const { jobId, kind, activity, file, unit, total } = job;
      if (kind === 'export' && isQuick(job, begun)) return;
      if (kind === 'import') {
        lastTenth = showImport(job, lastTenth);
        return;
      }
      const before = last.get(jobId);
      const finished = job.done + job.failed;
      const share = total === null || total === 0 ? 1 : (finished + job.partly) / total;
      const tenth = Math.floor(10 * share);
      last.set(jobId, { tenth, activity, file });
      if (!isActive(job)) {
        // What was written, the command says.
        if (kind !== 'export' && !isBytes(job) && total !== null)
          note(`${activity}: ${finished}/${total} ${unit}`);
      } else if (file !== null) {
        if (before?.file !== file) note(`${activity} ${file}`);
      } else if (isBytes(job) || total === null) activities.show(job);
      else if (tenth !== before?.tenth || activity !== before.activity) {
        // Of a few items that are done together, the count alone would say nothing for long.
        const percent = job.partly > 0 && total < 10 ? `, ${Math.floor(100 * share)} %` : '';
        note(`${activity}: ${finished}/${total} ${unit}${percent}`);
      }
    },
    close: () => undefined,
  };
}

/** What is written at once needs no word of how far it is. */
function isQuick({ jobId }: Job, begun: Map<string, number>): boolean {
  const now = performance.now();
  const since = begun.get(jobId) ?? now;
  begun.set(jobId, since);
  return now - since < QUICK_MS;
}

/** A file that is read at once needs no word of it. Returns what is not to be told again. */
function showImport({ activity, file, done, total, beside }: Job, told: string): string {
  if (file === null || total === null || total < LARGE_FILE_BYTES) return told;
  const news = `${activity} ${file}: ${Math.floor((10 * done) / total) * 10} %`;
  if (news !== told) note(beside === undefined ? news : `${news} (${beside})`);
  return news;
}

/** An activity is told once, in a line of its own. */
class ActivityLines {
  readonly #told = new Map<string, string>();

  show(job: Job): void {
    const { jobId, activity } = job;
    // How it ended, the command says; what is downloaded, the files say.
    if (!isActive(job) || job.kind === 'import') return;
    if (['Starting', 'Downloading', this.#told.get(jobId)].includes(activity)) return;
    this.#told.set(jobId, activity);
    note(activity);
  }
}
