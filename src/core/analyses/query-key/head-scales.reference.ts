/** What `headScales` comes to, from its definition: all distances at every scale, sorted. */
import { quantile } from '../../statistics/quantile.ts';
import type { HeadVectors } from './head-space.ts';

export function plainProducts({ queries, keys, width }: HeadVectors): number[] {
  const tokens = queries.length / width;
  return Array.from({ length: tokens ** 2 }, (_, pair) => {
    let sum = 0;
    for (let at = 0; at < width; at++)
      sum +=
        (queries[Math.floor(pair / tokens) * width + at] as number) *
        (keys[(pair % tokens) * width + at] as number);
    return sum;
  });
}

export function plainDistances({ queries, keys, width }: HeadVectors, c: number): number[] {
  const tokens = queries.length / width;
  const scaledQueries = Array.from(queries, (value) => value / c);
  const scaledKeys = Array.from(keys, (value) => value * c);
  const meanOf = (values: readonly number[], at: number) => {
    let sum = 0;
    for (let place = at; place < values.length; place += width) sum += values[place] as number;
    return sum / tokens;
  };
  const shift = Array.from({ length: width }, (_, at) => meanOf(scaledQueries, at) - meanOf(scaledKeys, at));
  return Array.from({ length: tokens ** 2 }, (_, pair) => {
    const query = Math.floor(pair / tokens) * width;
    const key = (pair % tokens) * width;
    let sum = 0;
    for (let at = 0; at < width; at++)
      sum +=
        ((scaledQueries[query + at] as number) - (scaledKeys[key + at] as number) - (shift[at] as number)) **
        2;
    return Math.sqrt(sum);
  });
}

export function plainPercentile(values: readonly number[], percentile: number): number {
  return quantile(Float64Array.from(values).sort(), percentile / 100);
}

export function plainCorrelation(x: readonly number[], y: readonly number[], threshold: number) {
  const near = y.flatMap((value, pair) => (value < threshold ? [pair] : []));
  const weights = near.map((pair) => (threshold - (y[pair] as number)) ** 2);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (values: readonly number[]) =>
    near.reduce((sum, pair, at) => sum + ((weights[at] as number) / all) * (values[pair] as number), 0);
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = (a: readonly number[], meanA: number, b: readonly number[], meanB: number) =>
    near.reduce(
      (sum, pair, at) =>
        sum + (weights[at] as number) * ((a[pair] as number) - meanA) * ((b[pair] as number) - meanB),
      0,
    );
  const scale = Math.sqrt(covariance(x, meanX, x, meanX) * covariance(y, meanY, y, meanY));
  return { count: near.length, correlation: covariance(x, meanX, y, meanY) / scale };
}

/** Pearson's correlation of ranks; no two values may be equal. */
export function plainSpearman(x: readonly number[], y: readonly number[]): number {
  const ranks = (values: readonly number[]) => {
    const order = values.map((_, at) => at).sort((a, b) => (values[a] as number) - (values[b] as number));
    const ranked = new Float64Array(values.length);
    for (const [rank, at] of order.entries()) ranked[at] = rank;
    return ranked;
  };
  const [a, b] = [ranks(x), ranks(y)];
  const n = x.length;
  let squares = 0;
  for (let at = 0; at < n; at++) squares += ((a[at] as number) - (b[at] as number)) ** 2;
  return 1 - (6 * squares) / (n * (n * n - 1));
}
