/** All that the pair view draws of one head on one pair, fetched in one go so that it changes in one go. */
import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import { readSafetensors, type Tensor } from '../../../core/checkpoints/safetensors.ts';
import { pairNumber } from '../../../core/figures/figure.ts';
import { mapTitle } from '../../../core/figures/kinds/pair-map-words.ts';
import type { MapsOver, SmallMap } from '../../../core/figures/pair-maps.ts';
import type { SmallMapValues } from '../../../core/figures/kinds/pair-small-maps.ts';
import type { Compared } from '../../../core/figures/pair-maps.ts';
import type { PairDetail, PairMap, Role, TokenView, ValueKind } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import type { Beside } from './list-of-pair.ts';
import { whenIdle } from './when-idle.ts';

export interface SceneInput {
  readonly runId: number;
  readonly pairId: number;
  readonly compared: Compared;
  readonly layer: number;
  readonly head: number;
  readonly view: TokenView;
  /** 'layer': the means over the heads of the layer, without maps of values. */
  readonly over: MapsOver;
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

/** Of files: 'L5H3', 'L5-mean'. */
export function patternsName({ layer, head, over }: Pick<SceneInput, 'layer' | 'head' | 'over'>): string {
  return over === 'layer' ? `L${layer}-mean` : `L${layer}H${head}`;
}

/** What a figure of one of its maps is called, and which head of which pair it is of. */
export function namedMap(scene: PairScene, map: PairMap) {
  const { runId, pairId, compared, layer, head, over, view, detail } = scene;
  const neutral = compared === 'neutral';
  const pair = pairNumber(detail.pair.position);
  return {
    title: mapTitle(map, detail.role),
    fileName: `run-${runId}-pair-${pair}-${neutral ? 'neutral-' : ''}${patternsName(scene)}-${map}`,
    of: {
      kind: 'pair-map',
      runId,
      pairId,
      ...(neutral && { compared }),
      layer,
      head,
      over,
      map,
      view,
    },
  } as const;
}

/** Cached for good: only a corrected alignment changes a scene, and that invalidates it. */
export function sceneQuery(input: SceneInput) {
  const { compared, ...rest } = input;
  const at = { ...rest, role: roleOf(compared) };
  return queryOptions<PairScene>({
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
    // Until the maps of the next head come, the present ones stay on screen; those of another run are of another model.
    placeholderData: (before: PairScene | undefined) => (before?.runId === input.runId ? before : undefined),
  });
}

interface SmallMapsInput extends Pick<SceneInput, 'runId' | 'pairId' | 'compared' | 'view'> {
  readonly map: SmallMap;
  /** Rows, and columns, of a small map at most. */
  readonly most: number;
}

/** One map of every head. Cached as scenes are. */
export function smallMapsQuery({ compared, ...rest }: SmallMapsInput) {
  const at = { ...rest, role: roleOf(compared) };
  return queryOptions({
    queryKey: [...orpc.pairs.smallMaps.key({ input: at }), 'maps'],
    queryFn: async ({ signal }): Promise<SmallMapValues & { readonly of: SmallMapsInput }> => {
      const file = await readMaps(await client.pairs.smallMaps(at, { signal }));
      const [heads, means] = [file.get('heads'), file.get('means')];
      if (heads === undefined || means === undefined) throw new Error('the engine sent no maps of all heads');
      const [layers = 0, perLayer = 0, side = 0] = heads.shape;
      return {
        layers,
        heads: perLayer,
        side,
        maps: heads.data,
        means: means.data,
        of: { compared, ...rest },
      };
    },
    staleTime: Infinity,
    gcTime: 30_000,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}

interface PairAt {
  readonly runId: number;
  readonly pairId: number;
  readonly role: Role | undefined;
}

function detailQuery({ runId, pairId, role }: PairAt) {
  return orpc.pairs.detail.queryOptions({ input: { runId, pairId, role }, staleTime: Infinity });
}

type FirstOf = Pick<SceneInput, 'runId' | 'pairId' | 'compared'>;

/** What can be shown while maps are computed: tokens, their alignment, and the metrics of every head. */
export function firstDetailQuery({ runId, pairId, compared }: FirstOf) {
  return detailQuery({ runId, pairId, role: roleOf(compared) });
}

/** What can be shown while the model is opened: both statements, of the store. */
export function statementsQuery({ runId, pairId, compared }: FirstOf) {
  const input = { runId, pairId, role: roleOf(compared) };
  return orpc.pairs.statements.queryOptions({ input, staleTime: Infinity });
}

/** Undefined: the role of the pair with its counterfactual, whether it is of set or control. */
function roleOf(compared: Compared): Role | undefined {
  return compared === 'neutral' ? 'neutral' : undefined;
}

/**
 * Fetches what a person is likely to ask for next, the pairs after and before, when nothing else is asked for.
 * @returns stops it: to be called when the person asks for something
 */
export function prefetchNeighbours(scene: PairScene, { previous, next }: Beside): () => void {
  const { runId, compared, view, values, over } = scene;
  const scenes = [next, previous]
    .filter((place) => place !== null)
    .map((place) => sceneQuery({ runId, compared, view, values, over, ...place }));
  return whenIdle(
    scenes.map((query) => ({
      isBusy: () => queryClient.isFetching() > 0,
      fetch: () => queryClient.prefetchQuery(query),
      // What the person has asked for by now has somebody who looks at it, and goes on.
      cancel: () => queryClient.cancelQueries({ queryKey: query.queryKey, exact: true, type: 'inactive' }),
    })),
  );
}

async function readMaps(file: Blob): Promise<ReadonlyMap<string, Tensor>> {
  return readSafetensors(new Uint8Array(await file.arrayBuffer()));
}
