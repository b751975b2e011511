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
  /** How much of all is done, in whole per cent; null: nobody knows yet. */
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
  return [...groups.values()].flatMap((jobs) => {
    const [first] = jobs;
    if (first === undefined) return [];
    // What runs stands for those that wait.
    const job = jobs.find(({ state }) => state === 'running') ?? first;
    return [{ job, jobs, title: titleOf(job, jobs.length), percent: percentOf(jobs) }];
  });
}

function titleOf({ title }: Job, count: number): string {
  return count === 1 ? title : `${title}, ${formatCount(count)} to go`;
}

function percentOf(jobs: readonly Job[]): number | null {
  if (jobs.every(({ total }) => total === null)) return null;
  const gone = jobs.reduce(
    (sum, { done, partly, failed, total }) =>
      sum + (total === null || total === 0 ? 0 : (done + partly + failed) / total),
    0,
  );
  // A hair more: 0.29 of a job is 29 %.
  return Math.floor((100 * gone) / jobs.length + 1e-9);
}
