/** One pair patched live: fetched when it is shown, and kept until its alignment changes. */
import type { PairDetail, Run } from '../../../shared/entities.ts';
import { orpc } from '../engine/server-state.ts';

type Patched = Pick<PairDetail, 'pair' | 'role'>;

export function patchedPairQuery(run: Pick<Run, 'id'>, detail: Patched) {
  return orpc.pairs.patched.queryOptions({ input: placeOf(run, detail), staleTime: Infinity });
}

export function patchedHeadQuery(run: Pick<Run, 'id'>, detail: Patched, layer: number, head: number) {
  const input = { ...placeOf(run, detail), layer, head };
  return orpc.pairs.patchedHead.queryOptions({ input, staleTime: Infinity });
}

function placeOf(run: Pick<Run, 'id'>, { pair, role }: Patched) {
  return { runId: run.id, pairId: pair.id, ...(role === 'neutral' && { role }) };
}
