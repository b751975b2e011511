/** The attention of all heads on a pair, each as a small map, and the means over the heads of each layer. */
import type { Tensor } from '../../../core/checkpoints/safetensors.ts';
import { blockMaxima } from '../../../core/figures/block-maxima.ts';
import { differenceGrid, isForbiddenOnGrid, wholeDifference } from '../../../core/figures/difference-grid.ts';
import { isForbidden } from '../../../core/figures/forbidden-cells.ts';
import type { SmallMap } from '../../../core/figures/pair-maps.ts';
import type { Alignment } from '../../../core/pairs/alignment.ts';
import { alignWords, toWordView, wordSpans } from '../../../core/pairs/words.ts';
import type { PairActivations } from './activations.ts';
import type { HeadMapRequest } from './head-maps.ts';

export interface SmallMapsRequest {
  readonly map: SmallMap;
  readonly alignment: Alignment;
  /** Word of each token of either side, null for special tokens; absent: maps over tokens. */
  readonly words: HeadMapRequest['words'];
  /** Cells that the mask of a decoder forbids have no value. */
  readonly causal: boolean;
  /** Rows, and columns, of a small map at most: of more tokens each stands for a block, for its value farthest from 0. */
  readonly most: number;
}

export interface SmallMaps {
  /** [layers, heads, p, p] */
  readonly heads: Tensor;
  /** [layers, p, p] the mean over the heads, cell by cell, then as small as the others. */
  readonly means: Tensor;
}

interface Whole {
  /** Rows, and columns, of the whole map. */
  readonly n: number;
  of(this: void, layer: number, head: number): Float32Array;
  isForbidden(this: void, query: number, key: number): boolean;
}

/** A step for each head. The difference has the tokens that only one statement has after those that are aligned. */
export function* smallMaps(
  activations: PairActivations,
  request: SmallMapsRequest,
): Generator<void, SmallMaps, void> {
  const [layers = 0, heads = 0] = activations.original.pattern.shape;
  const whole = wholeMaps(activations, request);
  const side = Math.min(whole.n, request.most);
  const cells = side * side;
  const small = new Float32Array(layers * heads * cells);
  const means = new Float32Array(layers * cells);
  const forbidden = request.causal ? forbiddenCells(whole) : [];
  const reduced = (values: Float32Array): Float32Array => {
    for (const cell of forbidden) values[cell] = Number.NaN;
    return side === whole.n ? values : blockMaxima(values, whole.n, side);
  };
  for (let layer = 0; layer < layers; layer++) {
    const sums = new Float64Array(whole.n * whole.n);
    for (let head = 0; head < heads; head++) {
      const values = whole.of(layer, head);
      for (let cell = 0; cell < sums.length; cell++) sums[cell]! += values[cell]!;
      small.set(reduced(values), (layer * heads + head) * cells);
      yield;
    }
    means.set(reduced(Float32Array.from(sums, (sum) => sum / heads)), layer * cells);
    yield;
  }
  return {
    heads: { shape: [layers, heads, side, side], data: small },
    means: { shape: [layers, side, side], data: means },
  };
}

function wholeMaps(activations: PairActivations, { map, alignment, words }: SmallMapsRequest): Whole {
  const ofSide = (side: 'original' | 'counterfactual'): Omit<Whole, 'isForbidden'> => {
    const { data, shape } = activations[side].pattern;
    const [, heads = 0, tokens = 0] = shape;
    const size = tokens * tokens;
    const wordsHere = words?.[side];
    return {
      n: wordsHere === undefined ? tokens : wordSpans(wordsHere).length,
      of: (layer, head) => {
        const at = (layer * heads + head) * size;
        const pattern = data.slice(at, at + size);
        return wordsHere === undefined ? pattern : toWordView(pattern, tokens, wordsHere, 'sum').matrix;
      },
    };
  };
  if (map !== 'difference') return { ...ofSide(map), isForbidden };
  const [original, counterfactual] = [ofSide('original'), ofSide('counterfactual')];
  const aligned = words === null ? alignment : alignWords(alignment, words.original, words.counterfactual);
  const grid = differenceGrid(
    Array.from(aligned.original, (i, s): [number, number] => [i, aligned.counterfactual[s]!]),
    original.n,
    counterfactual.n,
  );
  return {
    n: grid.length,
    of: (layer, head) =>
      wholeDifference(
        { data: original.of(layer, head), n: original.n },
        { data: counterfactual.of(layer, head), n: counterfactual.n },
        grid,
      ),
    isForbidden: (query, key) => isForbiddenOnGrid(grid, query, key),
  };
}

function forbiddenCells({ n, isForbidden: isOne }: Whole): number[] {
  const cells: number[] = [];
  for (let query = 0; query < n; query++)
    for (let key = 0; key < n; key++) if (isOne(query, key)) cells.push(query * n + key);
  return cells;
}
