/** Filters and orders of rows, as expressions of DuckDB over the table `m` of {@link sourceOf}. */
import { FLAG_NAMES, FLAG_RULES, type FlagThresholds } from '../../../core/metrics/flags.ts';
import { conditionsOf } from '../../../core/metrics/result-filter.ts';
import type { ResultFilter, SortStep, Threshold } from '../../../shared/entities.ts';
import { looksAbove, type RowQuantity } from '../results/control-rows.ts';
import { double } from './duck.ts';

/** Layers and heads of the model that the rows are of. */
export interface Grid {
  readonly layers: number;
  readonly heads: number;
}

/** Index of the row's head: layer · heads + head. */
export function placeSql({ heads }: Grid): string {
  return `(m.layer * ${heads} + m.head)`;
}

/** A row's place among all: pair · layers · heads + place. */
export function rowSql(grid: Grid): string {
  return `(m.pair::BIGINT * ${grid.layers * grid.heads} + ${placeSql(grid)})`;
}

export function quantitySql({ metric, minus }: RowQuantity): string {
  return minus === undefined ? `m.${metric}` : `abs(m.${metric} - m.${minus})`;
}

/**
 * Numbers by head, of which that of a place is taken; nothing holds of one that is NaN.
 * @param values [layers · heads]
 * @param place the index of the head, as an expression
 */
export function byPlaceSql(values: Float64Array, place: string): string {
  const [first = Number.NaN] = values;
  // One number can be held against what a file says of its rows, and whole groups of them passed over.
  if (values.every((value) => value === first)) return double(first);
  return `[${Array.from(values, double).join(', ')}][${place} + 1]`;
}

/** @param limits of each threshold, [layers · heads] */
export function thresholdsSql(
  grid: Grid,
  { thresholds, match }: Pick<ResultFilter, 'thresholds' | 'match'>,
  limits: readonly Float64Array[],
): string | null {
  if (thresholds.length === 0) return null;
  const tests = thresholds.map(
    (threshold: Threshold, index) =>
      `${quantitySql(threshold)} ${threshold.comparison} ${byPlaceSql(limits[index] ?? new Float64Array(0), placeSql(grid))}`,
  );
  const conditions = conditionsOf(thresholds).map(
    (places) => `(${places.map((at) => tests[at]).join(' AND ')})`,
  );
  return `(${conditions.join(match === 'any' ? ' OR ' : ' AND ')})`;
}

/** What is asked of layers and heads. */
export function placesSql({ layers, heads }: Pick<ResultFilter, 'layers' | 'heads'>): string[] {
  const among = (column: string, numbers: readonly number[] | undefined) =>
    numbers === undefined ? [] : [numbers.length === 0 ? 'false' : `m.${column} IN (${numbers.join(', ')})`];
  return [...among('layer', layers), ...among('head', heads)];
}

/** What the flags of a workspace ask of a row, a threshold each. */
export function flagThresholds(thresholds: FlagThresholds): Threshold[] {
  return FLAG_NAMES.map((flag) => {
    const { metric, minus, comparison, key } = FLAG_RULES[flag];
    const value = thresholds.basis === 'control' ? 'control' : thresholds[key];
    return { metric, ...(minus !== undefined && { minus }), comparison, value };
  });
}

/** How many of them the row raises. @param limits of each, [layers · heads] */
export function flagsSql(grid: Grid, flags: readonly Threshold[], limits: readonly Float64Array[]): string {
  const raised = flags.map((flag, index) => {
    const sign = looksAbove(flag.comparison) ? '>' : '<';
    const limit = byPlaceSql(limits[index] ?? new Float64Array(0), placeSql(grid));
    return `CASE WHEN ${quantitySql(flag)} ${sign} ${limit} THEN 1 ELSE 0 END`;
  });
  return `(${['0', ...raised].join(' + ')})`;
}

/** An order by columns k0, k1, … and then by `ties`; what has no value comes last either way. */
export function orderSql(steps: readonly SortStep[], ties: readonly string[]): string {
  const keys = steps.map(
    ({ direction }, index) => `k${index} ${direction === 'desc' ? 'DESC' : 'ASC'} NULLS LAST`,
  );
  return [...keys, ...ties].join(', ');
}

/** The same from its end. */
export function reverseOrderSql(steps: readonly SortStep[], ties: readonly string[]): string {
  const keys = steps.map(
    ({ direction }, index) => `k${index} ${direction === 'desc' ? 'ASC' : 'DESC'} NULLS FIRST`,
  );
  return [...keys, ...ties.map((tie) => `${tie} DESC`)].join(', ');
}

/**
 * Whether a row comes before another one in an order.
 * @param values of the other's keys; null: it has none
 * @param tie a column of integers that settles ties, ascending, and the other's number there
 */
export function beforeSql(
  steps: readonly SortStep[],
  values: readonly (number | null)[],
  tie: { readonly column: string; readonly value: number },
): string {
  let before = `${tie.column} < ${tie.value}`;
  for (const [index, { direction }] of [...steps.entries()].toReversed()) {
    const key = `k${index}`;
    const value = values[index] ?? null;
    const first =
      value === null
        ? `${key} IS NOT NULL`
        : `coalesce(${key} ${direction === 'desc' ? '>' : '<'} ${double(value)}, false)`;
    const same = value === null ? `${key} IS NULL` : `coalesce(${key} = ${double(value)}, false)`;
    before = `(${first} OR (${same} AND ${before}))`;
  }
  return before;
}
