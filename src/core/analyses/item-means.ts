/** Means over items (texts, sequences, trials) of what was computed of each: all statistics are those of aggregateSteps. */
import { aggregateSteps, type ColumnStatistics } from '../statistics/aggregate.ts';
import { numberClusters } from '../statistics/number-clusters.ts';
import type { Gathered } from './gather-parts.ts';
import { type NamedTensor, namedTensor } from './named-tensor.ts';

export interface ItemMeansOptions {
  /** What values can be at all; null is no bound. */
  readonly range: readonly [lowest: number | null, highest: number | null];
  /** Whether they go either way from 0: then they are tested against it. */
  readonly signed?: boolean | undefined;
  readonly seed: number;
  /** Number of the cluster of an item, by its place in the plan; null where each item is a unit. */
  readonly cluster?: ((position: number) => number) | null | undefined;
}

/**
 * @param name of the quantity
 * @param gathered whose values are of any axes; NaN where undefined
 * @returns `name` (the means), `name_interval` with a last axis `end` (95 %), `name_n` (items with a value) and, where signed,
 *   `name_p` and `name_q`, q over all values of the tensor. It yields the share that is done, in steps of some tens of milliseconds.
 */
export function* itemMeans(
  name: string,
  { axes, shape, positions, values }: Gathered,
  { range, signed = false, seed, cluster = null }: ItemMeansOptions,
): Generator<number, [string, NamedTensor][], void> {
  const sizes = Object.fromEntries(axes.map((axis, at) => [axis, shape[at] ?? 0]));
  const count = shape.reduce((product, length) => product * length, 1);
  const { columns } = yield* aggregateSteps({
    columns: Array.from({ length: count }, () => ({
      family: name,
      signed,
      change: signed ? ('either' as const) : ('high' as const),
      range,
    })),
    values,
    cluster: cluster && numberClusters(positions.map(cluster)),
    comparison: null,
    margins: null,
    marginShare: null,
    seed,
    topK: 0,
  });
  const of = (value: (column: ColumnStatistics) => number | null) =>
    namedTensor(
      sizes,
      Float64Array.from(columns, (column) => value(column) ?? Number.NaN),
    );
  const ends = columns.flatMap(({ ci_low, ci_high }) => [ci_low ?? Number.NaN, ci_high ?? Number.NaN]);
  const means: [string, NamedTensor][] = [
    [name, of(({ mean }) => mean)],
    [`${name}_interval`, namedTensor({ ...sizes, end: 2 }, Float64Array.from(ends))],
    [
      `${name}_n`,
      namedTensor(
        sizes,
        Int32Array.from(columns, ({ n }) => n),
      ),
    ],
  ];
  if (signed)
    means.push([`${name}_p`, of(({ p_zero }) => p_zero)], [`${name}_q`, of(({ q_zero }) => q_zero)]);
  return means;
}
