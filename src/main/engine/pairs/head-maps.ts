/** The maps of one head on a pair, over tokens or words. docs/science.md, section 2. */
import type { Tensor } from '../../../core/checkpoints/safetensors.ts';
import type { StridedMatrix } from '../../../core/metrics/head-activations.ts';
import { patternDifference } from '../../../core/metrics/pattern-difference.ts';
import { valueMap, type ValueMapChoice } from '../../../core/metrics/value-map.ts';
import type { Alignment } from '../../../core/pairs/alignment.ts';
import { alignWords, type ColumnFold, toWordView } from '../../../core/pairs/words.ts';
import type { LayerNormKind } from '../../../core/architectures/norm-names.ts';
import type { MapsOver } from '../../../core/figures/pair-maps.ts';
import { type PairMap, VALUE_MAPS } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { PairActivations, SideActivations } from './activations.ts';
import type { PairLayerNorms, PairNorms } from './values.ts';

type Words = readonly (number | null)[];

/** Which maps of values are made, and what they are made from beside z: for weight x norm, the norms of the head. */
export type ValuesOfMaps =
  | { readonly kind: 'centred' | 'earlier' }
  | { readonly kind: 'weight_norm'; readonly norms: PairNorms }
  | { readonly kind: LayerNormKind; readonly norms: PairLayerNorms };

export interface HeadMapRequest {
  readonly layer: number;
  readonly head: number;
  /** 'layer': the mean over its heads instead of one of them, and no maps of values. */
  readonly over?: MapsOver | undefined;
  readonly alignment: Alignment;
  readonly values: ValuesOfMaps;
  /** Word of each token of either side, null for special tokens; absent: maps over tokens. */
  readonly words: { readonly original: Words; readonly counterfactual: Words } | null;
}

/**
 * Patterns [n, n] (query, key), the maps of values [n, n] that are asked for, and the difference of the patterns [m, m]
 * on the aligned grid. Over a layer: the patterns are the mean of those of its heads, and there are no values. Over words, attention to a word and its norms are the sum of those of its pieces, a
 * cosine is the mean of theirs.
 * @throws PairlensError NOT_FOUND for a layer or head that the model does not have
 */
export function headMaps(
  activations: PairActivations,
  request: HeadMapRequest,
): ReadonlyMap<PairMap, Tensor> {
  const original = sideMaps(activations, 'original', request);
  const counterfactual = sideMaps(activations, 'counterfactual', request);
  const alignment =
    request.words === null
      ? request.alignment
      : alignWords(request.alignment, request.words.original, request.words.counterfactual);
  const [valueOriginal, valueCounterfactual] = VALUE_MAPS[request.values.kind];
  return new Map<PairMap, Tensor>([
    ['pattern_original', original.pattern],
    ['pattern_counterfactual', counterfactual.pattern],
    ...(original.value === null || counterfactual.value === null
      ? []
      : ([
          [valueOriginal, original.value],
          [valueCounterfactual, counterfactual.value],
        ] as const)),
    [
      'pattern_difference',
      square(patternDifference(strided(original.pattern), strided(counterfactual.pattern), alignment)),
    ],
  ]);
}

/** @throws PairlensError NOT_FOUND when the model has no such head */
export function checkHead(
  { pattern }: SideActivations,
  { layer, head }: Pick<HeadMapRequest, 'layer' | 'head'>,
): void {
  const [layers = 0, heads = 0] = pattern.shape;
  checkPlace({ layers, heads }, { layer, head });
}

/** @throws PairlensError NOT_FOUND for a head that the model does not have */
export function checkPlace(
  { layers, heads }: { readonly layers: number; readonly heads: number },
  { layer, head }: Pick<HeadMapRequest, 'layer' | 'head'>,
): void {
  if (layer < layers && head < heads) return;
  throw new PairlensError(
    'NOT_FOUND',
    `no head ${head} in layer ${layer}: the model has ${layers} layers of ${heads} heads, counted from 0`,
    { layer, head, layers, heads },
  );
}

function sideMaps(
  activations: PairActivations,
  side: 'original' | 'counterfactual',
  { layer, head, over, values, words: wordsOfSides }: HeadMapRequest,
): { pattern: Tensor; value: Tensor | null } {
  const { pattern, z } = activations[side];
  const words = wordsOfSides?.[side] ?? null;
  checkHead(activations[side], { layer, head });
  const [, heads = 0, tokens = 0] = pattern.shape;
  const dHead = z.shape[3] ?? 0;
  const size = tokens * tokens;
  const at = (layer * heads + head) * size;
  const outputs = {
    data: z.data,
    offset: (layer * tokens * heads + head) * dHead,
    rowStride: heads * dHead,
  };
  const fold = (matrix: Float32Array, columns: ColumnFold): Tensor =>
    square(words === null ? matrix : toWordView(matrix, tokens, words, columns).matrix);
  if (over === 'layer') return { pattern: fold(meanOverHeads(pattern, layer), 'sum'), value: null };
  const weights = pattern.data.slice(at, at + size);
  const isNorm = 'norms' in values;
  const choice = choiceOf(values, side);
  const value = valueMap({ tokens, dHead, weights, z: outputs }, choice);
  return { pattern: fold(weights, 'sum'), value: fold(value, isNorm ? 'sum' : 'mean') };
}

/** Of all heads of a layer, [n, n]. @param pattern [layers, heads, n, n] */
function meanOverHeads({ data, shape }: Tensor, layer: number): Float32Array {
  const [, heads = 1, tokens = 0] = shape;
  const size = tokens * tokens;
  const sums = new Float64Array(size);
  for (let head = 0; head < heads; head++) {
    const at = (layer * heads + head) * size;
    for (let cell = 0; cell < size; cell++) sums[cell]! += data[at + cell]!;
  }
  return Float32Array.from(sums, (sum) => sum / heads);
}

function choiceOf(values: ValuesOfMaps, side: 'original' | 'counterfactual'): ValueMapChoice {
  if (!('norms' in values)) return values;
  return values.kind === 'weight_norm'
    ? { kind: values.kind, norms: values.norms[side] }
    : { kind: values.kind, norms: values.norms[side] };
}

function square(data: Float32Array): Tensor {
  const n = Math.round(Math.sqrt(data.length));
  return { shape: [n, n], data };
}

function strided({ shape, data }: Tensor): StridedMatrix {
  return { data, offset: 0, rowStride: shape[1] ?? 0 };
}
