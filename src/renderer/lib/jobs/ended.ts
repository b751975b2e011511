import { isActive, type Job } from '../../../shared/jobs.ts';

/** Of each thing that was worked on the last job, if it has ended; the latest first. @param jobs the oldest first */
export function endedOf(jobs: readonly Job[]): Job[] {
  const last = new Map<string, Job>();
  for (const job of jobs) {
    const key = subjectOf(job);
    last.delete(key);
    last.set(key, job);
  }
  return [...last.values()].filter((job) => !isActive(job)).reverse();
}

/** What is worked on; jobs of nothing in particular are each their own. */
function subjectOf({ kind, subject, jobId }: Job): string {
  const { runId, analysisId, model } = subject;
  const id = kind === 'run' ? runId : kind === 'analysis' ? analysisId : kind === 'model' ? model : undefined;
  return `${kind} ${id ?? jobId}`;
}
