/** Jobs at work that are one thing to a person: the statistics of the groups of a run are a job each, dozens side by side. */
import type { Job } from '../../../shared/jobs.ts';
import { formatCount } from '../format/format.ts';

export interface JobsTogether {
  /** The first of them. */
  readonly job: Job;
  /** All of them, the first included. */
  readonly jobs: readonly Job[];
  /** "Statistics of run 1", "Statistics of run 1, 41 to go" */
  readonly title: string;
  /** The same as long as one of them is at work: of the thing, not of the part that runs. */
  readonly key: string;
  /** How much of one job is done, in whole per cent; null: nobody knows yet, or of several, of which the title says how many are to go. */
  readonly percent: number | null;
}

/** @param active in their order; those of one kind, title and run are one */
export function jobsTogether(active: readonly Job[]): JobsTogether[] {
  const groups = new Map<string, Job[]>();
  for (const job of active) {
    const { kind, title, jobId, subject } = job;
    const isOfRun = kind === 'analysis' && subject.runId !== undefined;
    const key = isOfRun ? `${kind} ${subject.runId} ${title}` : jobId;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [job]);
    else group.push(job);
  }
  return [...groups].flatMap(([key, jobs]) => {
    const [first] = jobs;
    if (first === undefined) return [];
    // What runs stands for those that wait.
    const job = jobs.find(({ state }) => state === 'running') ?? first;
    return [{ key, job, jobs, title: titleOf(job, jobs.length), percent: percentOf(jobs) }];
  });
}

function titleOf({ title }: Job, count: number): string {
  return count === 1 ? title : `${title}, ${formatCount(count)} to go`;
}

function percentOf([job, ...others]: readonly Job[]): number | null {
  if (job === undefined || others.length > 0) return null;
  const { done, partly, failed, total } = job;
  if (total === null) return null;
  if (total === 0) return 0;
  // A hair more: 0.29 of a job is 29 %.
  return Math.floor((100 * (done + partly + failed)) / total + 1e-9);
}
