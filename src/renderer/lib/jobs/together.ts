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
  /** How much of all is done, in jobs; null: nobody knows yet. */
  readonly gone: number | null;
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
    return [{ job, jobs, title: titleOf(job, jobs.length), gone: goneOf(jobs) }];
  });
}

function titleOf({ title }: Job, count: number): string {
  return count === 1 ? title : `${title}, ${formatCount(count)} to go`;
}

function goneOf(jobs: readonly Job[]): number | null {
  if (jobs.every(({ total }) => total === null)) return null;
  return jobs.reduce(
    (sum, { done, partly, failed, total }) =>
      sum + (total === null || total === 0 ? 0 : (done + partly + failed) / total),
    0,
  );
}
