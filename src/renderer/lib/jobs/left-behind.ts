/** Jobs of an engine that ended before they did: what became of them, and how a person is told. */
import { isolated } from '../../../core/isolated.ts';
import { isActive, type Job } from '../../../shared/jobs.ts';
import type { ToastAction } from '../../ui/toasts.svelte.ts';
import { formatCount } from '../format/format.ts';

/** Their store says what is done of them: they are stopped and go on from there. The others begin anew. */
const GOES_ON: ReadonlySet<Job['kind']> = new Set(['run', 'analysis']);

/** The last report on a job, as its end: how far it had come stays. Of one that had ended nothing changes. */
export function leftBehind(job: Job): Job {
  if (!isActive(job)) return job;
  return {
    ...job,
    state: GOES_ON.has(job.kind) ? 'cancelled' : 'failed',
    activity: '',
    partly: 0,
    file: null,
    rate: null,
    secondsLeft: null,
    error: { code: 'ENGINE_LOST', message: 'the engine ended before it was done' },
  };
}

/** What a person is told. */
export interface EngineNews {
  readonly text: string;
  readonly detail: string;
}

/** @param stopped what was at work, and that a person knows of */
export function engineNews(stopped: readonly Job[]): EngineNews {
  const sentences = stopped.map((job) =>
    GOES_ON.has(job.kind)
      ? `${isolated(job.title)} stopped after ${formatCount(job.done)}${job.total === null ? '' : ` of ${formatCount(job.total)}`} ${job.unit}.`
      : `${isolated(job.title)} was given up: start it again.`,
  );
  const kept = stopped.some(({ kind }) => GOES_ON.has(kind))
    ? 'What was finished is stored, and Resume goes on from there.'
    : 'What was stored is still there.';
  return { text: 'The engine ended and was started again', detail: [...sentences, kept].join(' ') };
}

/** The button that goes on with all of them; null where none can. */
export function wayOn(resumed: readonly Job[], resume: (job: Job) => void): ToastAction | null {
  if (resumed.length === 0) return null;
  return { label: resumed.length === 1 ? 'Resume' : 'Resume all', run: () => resumed.forEach(resume) };
}
