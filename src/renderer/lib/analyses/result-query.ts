/** What an analysis came to, fetched. */
import { queryOptions, skipToken } from '@tanstack/svelte-query';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { decodeNamedTensors } from '../../../core/analyses/tensor-file.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import { client } from '../engine/client.ts';
import { orpc } from '../engine/server-state.ts';

/** The result of an analysis that is done does not change. */
export function resultQuery(analysis: Analysis | undefined) {
  const id = analysis?.id ?? 0;
  return queryOptions({
    queryKey: [...orpc.analyses.result.key({ input: { id } }), analysis?.finishedAt ?? ''],
    queryFn:
      analysis?.state !== 'done'
        ? skipToken
        : async ({ signal }): Promise<NamedTensors> => {
            const file = await client.analyses.result({ id }, { signal });
            return decodeNamedTensors(new Uint8Array(await file.arrayBuffer()));
          },
    staleTime: Infinity,
    gcTime: 60_000,
    structuralSharing: false,
  });
}
