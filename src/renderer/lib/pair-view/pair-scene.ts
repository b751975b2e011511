/** All that the pair view draws of one head on one pair, fetched in one go so that it changes in one go. */
import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import { readSafetensors, type Tensor } from '../../../core/checkpoints/safetensors.ts';
import type { Compared } from '../../../core/figures/figure-pair.ts';
import type { PairDetail, PairMap, Role, TokenView, ValueKind } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import type { Beside } from './list-of-pair.ts';

export interface SceneInput {
  readonly runId: number;
  readonly pairId: number;
  readonly compared: Compared;
  readonly layer: number;
  readonly head: number;
  readonly view: TokenView;
  /** Which maps of values. */
  readonly values: ValueKind;
}

export interface PairScene extends SceneInput {
  readonly detail: PairDetail;
  /** By name: those of attention, and those of the values that are shown. */
  readonly maps: ReadonlyMap<string, Tensor>;
}

/** @throws Error when the engine did not send it */
export function mapOf({ maps }: PairScene, map: PairMap): Tensor {
  const tensor = maps.get(map);
  if (tensor === undefined) throw new Error(`the engine sent no ${map} among ${[...maps.keys()].join(', ')}`);
  return tensor;
}

/** Cached for good: only a corrected alignment changes a scene, and that invalidates it. */
export function sceneQuery(input: SceneInput) {
  const { compared, ...rest } = input;
  const at = { ...rest, role: roleOf(compared) };
  return queryOptions({
    // Under the key of orpc.pairs, so that whatever makes pairs stale makes scenes stale.
    queryKey: [...orpc.pairs.maps.key({ input: at }), 'scene'],
    queryFn: async ({ signal }): Promise<PairScene> => {
      const [detail, maps] = await Promise.all([
        queryClient.fetchQuery(detailQuery(at)),
        client.pairs.maps(at, { signal }).then(readMaps),
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

function detailQuery({ runId, pairId, role }: { runId: number; pairId: number; role: Role | undefined }) {
  return orpc.pairs.detail.queryOptions({ input: { runId, pairId, role }, staleTime: Infinity });
}

/** Undefined: the role of the pair with its counterfactual, whether it is of set or control. */
function roleOf(compared: Compared): Role | undefined {
  return compared === 'neutral' ? 'neutral' : undefined;
}

/** Fetches what a person is likely to ask for next: the pairs after and before. */
export async function prefetchNeighbours(scene: PairScene, { previous, next }: Beside): Promise<void> {
  const { runId, compared, view, values } = scene;
  for (const place of [next, previous])
    if (place !== null)
      await queryClient.prefetchQuery(sceneQuery({ runId, compared, view, values, ...place }));
}

async function readMaps(file: Blob): Promise<ReadonlyMap<string, Tensor>> {
  return readSafetensors(new Uint8Array(await file.arrayBuffer()));
}
