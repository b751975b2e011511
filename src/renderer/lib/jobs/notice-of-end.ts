/** What the system is asked to say of a job that has ended. */
import { capitalised } from '../../../core/capitalised.ts';
import { isolated } from '../../../core/isolated.ts';
import { isActive, type Job } from '../../../shared/jobs.ts';
import { formatDuration } from '../format/format.ts';

/** Whoever started something shorter is still there. */
export const LONG_SECONDS = 30;

export interface EndNotice {
  readonly title: string;
  readonly body: string;
}

/**
 * null where nothing is said: of what goes on, of what a person stopped, of what was short, and while the window is seen.
 * @param seconds since the job was first told of
 */
export function noticeOfEnd(
  job: Pick<Job, 'title' | 'state' | 'error'>,
  before: Pick<Job, 'state'> | undefined,
  { seconds, isHidden }: { readonly seconds: number; readonly isHidden: boolean },
): EndNotice | null {
  if (before === undefined || !isActive(before) || isActive(job)) return null;
  if (!isHidden || seconds < LONG_SECONDS || (job.state === 'cancelled' && job.error === null)) return null;
  return job.state === 'done'
    ? { title: `${isolated(capitalised(job.title))} is done`, body: `After ${formatDuration(seconds)}.` }
    : {
        title: `${isolated(capitalised(job.title))} ${job.state === 'cancelled' ? 'stopped' : 'failed'}`,
        body: job.error?.message ?? '',
      };
}
