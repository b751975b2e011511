/**
 * What a head comes to at every scale: the threshold, the weighted correlation of q.k with the distance below it, the same
 * below one threshold for all scales (the published criterion), and Spearman's correlation over all pairs.
 */
import { quantile } from '../../statistics/quantile.ts';
import { boundOf, type SampledPairs, sampledSquares, samplePairs } from './bounds-of-scales.ts';
import { headSpace, type HeadSpace, type HeadVectors, squaredNorms } from './head-space.ts';
import {
  collectNear,
  type PairBuffer,
  type ScaleSearch,
  scaleSearch,
  tileMaxima,
  tilesOf,
} from './near-pairs.ts';
import { quantileNeighbours } from './order-statistic.ts';
import { products } from './products.ts';
import { binnedRanks, rankCorrelation } from './rank-correlation.ts';
import { distanceOf, weightedCorrelation } from './weighted-correlation.ts';

/** Cells of a block of products: it stays in a processor's cache while all scales read it. */
const CELLS_PER_BLOCK = 2 ** 16;
/** Near pairs that are kept at once, over all scales. */
const PAIRS_AT_ONCE = 4 * 2 ** 20;
/** Pairs that Spearman's correlation is of: all of 2,048 tokens, of more every second, third … query with all keys. */
const RANKED_PAIRS = 2 ** 22;

export interface ScaleOptions {
  readonly scales: readonly number[];
  /** Of the finer search. */
  readonly fineScales: readonly number[];
  /** Share of pairs below the threshold, in percent. */
  readonly percentile: number;
}

/** null: undefined. */
export interface HeadScales {
  /** [scale] */
  readonly thresholds: readonly number[];
  readonly counts: readonly number[];
  readonly correlations: readonly (number | null)[];
  readonly pooledThreshold: number;
  readonly pooledCounts: readonly number[];
  readonly pooledCorrelations: readonly (number | null)[];
  readonly spearman: readonly (number | null)[];
  /** sqrt(median |q| / median |k|), null where all keys are 0. */
  readonly normScale: number | null;
  readonly normCorrelation: number | null;
  /** [fine scale] */
  readonly fineCorrelations: readonly (number | null)[];
}

/** Yields the share that is done, every few milliseconds. */
export function* headScales(
  vectors: HeadVectors,
  { scales, fineScales, percentile }: ScaleOptions,
): Generator<number, HeadScales, void> {
  const space = headSpace(vectors);
  const sampled = samplePairs(space);
  const share = percentile / 100;
  const passes = 2 + fineScales.length / 20;
  const normScale = normScaleOf(vectors);
  const pooledStart = sampled === null ? Infinity : pooledBound(sampled, scales, share);
  const ranked = rankedProducts(space);
  const base = yield* baseScales(space, sampled, { scales, share, pooledStart, ranked, passes });
  const spearman = yield* spearmanOf(space, ranked, scales, 1 / passes, 1 / passes);
  const searched = [...fineScales, ...(normScale === null || normScale === 0 ? [] : [normScale])];
  const fine = yield* fineSearch(space, sampled, {
    fineScales: searched,
    share,
    from: 2 / passes,
    span: 1 - 2 / passes,
  });
  const below = base.found.map(({ near, threshold }) => weightedCorrelation(near, threshold));
  const pooled = base.found.map(({ near }) => weightedCorrelation(near, base.pooledThreshold));
  return {
    thresholds: base.found.map(({ threshold }) => threshold),
    counts: below.map(({ count }) => count),
    correlations: below.map(({ correlation }) => correlation),
    pooledThreshold: base.pooledThreshold,
    pooledCounts: pooled.map(({ count }) => count),
    pooledCorrelations: pooled.map(({ correlation }) => correlation),
    spearman,
    normScale,
    normCorrelation: fine[fineScales.length] ?? null,
    fineCorrelations: fine.slice(0, fineScales.length),
  };
}

/** [fine scale] the weighted correlations of the finer search alone. */
export function fineCorrelations(
  vectors: HeadVectors,
  { fineScales, percentile }: Pick<ScaleOptions, 'fineScales' | 'percentile'>,
): Generator<number, (number | null)[], void> {
  const space = headSpace(vectors);
  return fineSearch(space, samplePairs(space), { fineScales, share: percentile / 100, from: 0, span: 1 });
}

/** Scales whose near pairs are not kept together. */
function* fineSearch(
  space: HeadSpace,
  sampled: SampledPairs | null,
  {
    fineScales,
    share,
    from,
    span,
  }: {
    readonly fineScales: readonly number[];
    readonly share: number;
    readonly from: number;
    readonly span: number;
  },
): Generator<number, (number | null)[], void> {
  const fine: (number | null)[] = [];
  for (const group of groupsOf(space, fineScales, share)) {
    const done = from + (span * fine.length) / fineScales.length;
    const ofGroup = (span * group.length) / fineScales.length;
    const found = yield* thresholdsOf(space, sampled, group, share, done, ofGroup);
    fine.push(...found.map(({ near, threshold }) => weightedCorrelation(near, threshold).correlation));
  }
  return fine;
}

export function normScaleOf({ queries, keys, width }: HeadVectors): number | null {
  const median = (vectors: Float32Array) => quantile(squaredNorms(vectors, width).map(Math.sqrt).sort(), 0.5);
  const scale = Math.sqrt(median(queries) / median(keys));
  return Number.isFinite(scale) ? scale : null;
}

interface FoundThreshold {
  readonly threshold: number;
  readonly near: PairBuffer;
}

/** Products that are kept for ranking. */
interface RankedProducts {
  /** Every so many queries. */
  readonly every: number;
  /** [query, key] q~.k~ */
  readonly values: Float64Array;
}

function rankedProducts({ tokens }: HeadSpace): RankedProducts {
  const every = Math.max(1, Math.ceil(tokens ** 2 / RANKED_PAIRS));
  return { every, values: new Float64Array(Math.ceil(tokens / every) * tokens) };
}

function pooledBound(sampled: SampledPairs, scales: readonly number[], share: number): number {
  const all = new Float64Array(scales.length * sampled.products.length);
  for (const [place, scale] of scales.entries())
    all.set(sampledSquares(sampled, scale), place * sampled.products.length);
  return boundOf(all, share);
}

/** The scales of the grid: their near pairs hold also what lies below the threshold that they share. */
function* baseScales(
  space: HeadSpace,
  sampled: SampledPairs | null,
  {
    scales,
    share,
    pooledStart,
    ranked,
    passes,
  }: {
    readonly scales: readonly number[];
    readonly share: number;
    readonly pooledStart: number;
    readonly ranked: RankedProducts;
    readonly passes: number;
  },
): Generator<number, { readonly found: readonly FoundThreshold[]; readonly pooledThreshold: number }, void> {
  for (let bound = pooledStart; ; bound = raised(bound)) {
    const found = yield* thresholdsOf(space, sampled, scales, share, 0, 1 / passes, bound, ranked);
    const pairs = found.reduce((sum, { near }) => sum + near.pairs, 0);
    const squares = new Float64Array(pairs);
    let there = 0;
    for (const { near } of found)
      for (let pair = 0; pair < near.pairs; pair++) {
        const square = near.squares[pair] as number;
        if (square <= bound) squares[there++] = square;
      }
    const threshold = thresholdIn(squares, there, scales.length * space.tokens ** 2, share);
    if (threshold !== null) return { found, pooledThreshold: threshold };
  }
}

/** The next bound where one was too low. */
function raised(bound: number): number {
  return bound > 0 ? 2 * bound : Infinity;
}

/** Scales whose near pairs fit into memory together. */
function groupsOf({ tokens }: HeadSpace, scales: readonly number[], share: number): (readonly number[])[] {
  const expected = Math.max(1, 1.2 * share * tokens ** 2);
  const size = Math.max(1, Math.floor(PAIRS_AT_ONCE / expected));
  return Array.from({ length: Math.ceil(scales.length / size) }, (_, group) =>
    scales.slice(group * size, (group + 1) * size),
  );
}

/** @param from @param span what of the whole this is, for the share that is yielded */
function* thresholdsOf(
  space: HeadSpace,
  sampled: SampledPairs | null,
  scales: readonly number[],
  share: number,
  from: number,
  span: number,
  leastBound = -Infinity,
  ranked: RankedProducts | null = null,
): Generator<number, FoundThreshold[], void> {
  const pairs = space.tokens ** 2;
  const found = new Map<number, FoundThreshold>();
  let bounds = new Map(
    scales.map((scale) => [
      scale,
      sampled === null ? Infinity : Math.max(leastBound, boundOf(sampledSquares(sampled, scale), share)),
    ]),
  );
  while (bounds.size > 0) {
    const searches = [...bounds].map(([scale, bound]) =>
      scaleSearch(space, scale, bound, bound === Infinity ? pairs : Math.ceil(1.2 * share * pairs)),
    );
    yield* searchBlocks(space, searches, ranked, from, span);
    const again = new Map<number, number>();
    for (const { scale, near, bound } of searches) {
      const threshold = thresholdIn(near.squares.slice(0, near.pairs), near.pairs, pairs, share);
      if (threshold === null) again.set(scale, raised(bound));
      else found.set(scale, { threshold, near });
    }
    bounds = again;
  }
  return scales.map((scale) => found.get(scale) as FoundThreshold);
}

/** The percentile, interpolated between distances, not their squares. */
function thresholdIn(squares: Float64Array, there: number, count: number, share: number): number | null {
  const neighbours = quantileNeighbours(squares, there, count, share);
  if (neighbours === null) return null;
  const below = distanceOf(neighbours.below);
  const above = distanceOf(neighbours.above);
  return below + (above - below) * neighbours.share;
}

function* searchBlocks(
  space: HeadSpace,
  searches: readonly ScaleSearch[],
  ranked: RankedProducts | null,
  from: number,
  span: number,
): Generator<number, void, void> {
  const { tokens } = space;
  const rowsPerBlock = Math.max(2, 2 * Math.floor(CELLS_PER_BLOCK / tokens / 2));
  const block = new Float64Array(rowsPerBlock * tokens);
  const maxima = new Float64Array(rowsPerBlock * tilesOf(tokens));
  for (let first = 0; first < tokens; first += rowsPerBlock) {
    const rows = Math.min(rowsPerBlock, tokens - first);
    products(space, first, first + rows, block);
    if (ranked !== null) keepRanked(ranked, block, first, rows, tokens);
    tileMaxima(block, rows, tokens, maxima);
    for (const search of searches) collectNear(space, search, { block, maxima, from: first, rows });
    yield from + (span * (first + rows)) / tokens;
  }
}

function keepRanked(
  { every, values }: RankedProducts,
  block: Float64Array,
  first: number,
  rows: number,
  tokens: number,
): void {
  for (let row = 0; row < rows; row++)
    if ((first + row) % every === 0)
      values.set(block.subarray(row * tokens, (row + 1) * tokens), ((first + row) / every) * tokens);
}

function* spearmanOf(
  space: HeadSpace,
  { every, values: kept }: RankedProducts,
  scales: readonly number[],
  from: number,
  span: number,
): Generator<number, (number | null)[], void> {
  const { tokens, queryNorms, keyNorms, queryShifts, keyShifts } = space;
  const rows = kept.length / tokens;
  const ofRows = (terms: Float64Array) =>
    Float64Array.from({ length: rows }, (_, row) => terms[row * every] ?? 0);
  const products = binnedRanks({
    products: kept,
    factor: 1,
    rowTerms: ofRows(queryShifts),
    columnTerms: keyShifts,
  });
  yield from;
  const correlations: (number | null)[] = [];
  for (const scale of scales) {
    const squares = binnedRanks({
      products: kept,
      factor: -2,
      rowTerms: ofRows(queryNorms).map((norm) => norm / scale ** 2),
      columnTerms: keyNorms.map((norm) => norm * scale ** 2),
    });
    correlations.push(rankCorrelation(products, squares));
    yield from + (span * correlations.length) / scales.length;
  }
  return correlations;
}
