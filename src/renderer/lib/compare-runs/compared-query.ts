/** A comparison of two runs, kept until the results of a run change. */
import type { RunsRequest } from '../../../core/analyses/compared-runs/runs-spec.ts';
import { orpc } from '../engine/server-state.ts';

/**
 * It counts among the aggregates, not among the runs: a run that ends and an alignment that is corrected make it stale, a run
 * that is started, renamed or listed does not.
 */
export function comparedQuery(request: RunsRequest) {
  const [path] = orpc.aggregates.key();
  return orpc.runs.compare.queryOptions({
    input: request,
    queryKey: [[...path, 'runs-compared'], { input: request, type: 'query' }],
    staleTime: Infinity,
  });
}
