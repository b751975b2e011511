/** A comparison of two runs, kept until the results of a run change. */
import { skipToken } from '@tanstack/svelte-query';
import type { RunsRequest } from '../../../core/analyses/compared-runs/runs-spec.ts';
import { orpc } from '../engine/server-state.ts';

/**
 * It counts among the aggregates, not among the runs: a run that ends and an alignment that is corrected make it stale, a run
 * that is started, renamed or listed does not. null: nothing is asked.
 */
export function comparedQuery(request: RunsRequest | null) {
  const [path] = orpc.aggregates.key();
  return orpc.runs.compare.queryOptions({
    input: request ?? skipToken,
    queryKey: [[...path, 'runs-compared'], { input: request, type: 'query' }],
    staleTime: Infinity,
  });
}
