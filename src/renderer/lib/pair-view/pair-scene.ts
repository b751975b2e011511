/** All that the pair view draws of one head on one pair, fetched in one go so that it changes in one go. */
import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import { readSafetensors, type Tensor } from '../../../core/checkpoints/safetensors.ts';
import { PAIR_MAPS, type PairDetail, type PairMap, type TokenView } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';

export interface SceneInput {
  readonly runId: number;
  readonly pairId: number;
  readonly layer: number;
  readonly head: number;
  readonly view: TokenView;
}

export interface PairScene extends SceneInput {
  readonly detail: PairDetail;
  readonly maps: Readonly<Record<PairMap, Tensor>>;
}

/** Cached for good: only a corrected alignment changes a scene, and that invalidates it. */
export function sceneQuery(input: SceneInput) {
  const { runId, pairId } = input;
  return queryOptions({
    // Under the key of orpc.pairs, so that whatever makes pairs stale makes scenes stale.
    queryKey: [...orpc.pairs.maps.key({ input }), 'scene'],
    queryFn: async ({ signal }): Promise<PairScene> => {
      const [detail, maps] = await Promise.all([
        queryClient.fetchQuery(detailQuery(runId, pairId)),
        client.pairs.maps(input, { signal }).then(readMaps),
      ]);
      return { ...input, detail, maps };
    },
    staleTime: Infinity,
    gcTime: 120_000,
    // A new answer replaces the old one whole: comparing all numbers of two tensors would be slow.
    structuralSharing: false,
    // Until the maps of the next head come, the present ones stay on screen.
    placeholderData: keepPreviousData,
  });
}

function detailQuery(runId: number, pairId: number) {
  return orpc.pairs.detail.queryOptions({ input: { runId, pairId }, staleTime: Infinity });
}

/** Fetches what a person is likely to ask for next: the same head on the pairs before and after. */
export async function prefetchNeighbours(scene: PairScene): Promise<void> {
  const { runId, layer, head, view, detail } = scene;
  for (const pairId of [detail.nextPairId, detail.previousPairId]) {
    if (pairId !== null) await queryClient.prefetchQuery(sceneQuery({ runId, pairId, layer, head, view }));
  }
}

async function readMaps(file: Blob): Promise<Record<PairMap, Tensor>> {
  const tensors = readSafetensors(new Uint8Array(await file.arrayBuffer()));
  return Object.fromEntries(
    PAIR_MAPS.map((map) => {
      const tensor = tensors.get(map);
      if (tensor === undefined)
        throw new Error(`the engine sent no ${map} among ${[...tensors.keys()].join(', ')}`);
      return [map, tensor];
    }),
  ) as Record<PairMap, Tensor>;
}
