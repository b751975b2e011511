/** What a run has found, for lists: it is not computed for them. */
import type { Run } from '../../../shared/entities.ts';
import { orpc } from '../engine/server-state.ts';

export function findingQuery({ id, state, done, finishedAt }: Run) {
  return {
    ...orpc.runs.finding.queryOptions({ input: { id } }),
    // Of a run as it ended: a job that computes its statistics asks again (analysis-jobs.ts).
    queryKey: [...orpc.runs.finding.queryKey({ input: { id } }), finishedAt] as const,
    staleTime: Infinity,
    enabled: state === 'done' && done > 0,
  };
}
