/** Pairs of which some heads pass a filter: what a line of each says, and in which order they stand. */
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultSort } from '../../../shared/entities.ts';
import type { RowColumns } from './column-cache.ts';
import { flagCounts, type KeyContext, labelsOfRows, stepsOf } from './row-keys.ts';
import { SortedRows, type SortKey } from './sorted-rows.ts';

/** Whether the furthest value of a metric is its largest one: as the order has it, else as it tells of a change. */
export function looksForLargest(metric: MetricName, sort: ResultSort | undefined): boolean {
  const step = sort === undefined ? undefined : stepsOf(sort).find(({ by }) => by === metric);
  return step === undefined ? METRICS[metric].change !== 'low' : step.direction === 'desc';
}

/** [pairs] how many of each pair's heads pass. */
export function passingHeads(rows: RowColumns, mask: Uint8Array): Uint32Array {
  const places = rows.layers * rows.heads;
  return Uint32Array.from(rows.positions, (_, pair) => {
    let count = 0;
    for (let row = pair * places; row < (pair + 1) * places; row++) count += mask[row] ?? 0;
    return count;
  });
}

/** [pairs] the row that is furthest out among those that pass, by the values of a column; -1 where none has a value. */
export function extremeRows(
  rows: RowColumns,
  mask: Uint8Array,
  values: Float64Array,
  largest: boolean,
): Int32Array {
  const places = rows.layers * rows.heads;
  return Int32Array.from(rows.positions, (_, pair) => {
    let best = -1;
    let extreme = Number.NaN;
    for (let row = pair * places; row < (pair + 1) * places; row++) {
      const value = values[row] ?? Number.NaN;
      if (mask[row] !== 1 || Number.isNaN(value)) continue;
      if (best >= 0 && !(largest ? value > extreme : value < extreme)) continue;
      best = row;
      extreme = value;
    }
    return best;
  });
}

/** [pairs] flags at the heads that pass. */
export function flagsOfPairs(context: KeyContext, mask: Uint8Array): Uint32Array {
  const { rows } = context;
  const places = rows.layers * rows.heads;
  const counts = flagCounts(context);
  return Uint32Array.from(rows.positions, (_, pair) => {
    let count = 0;
    for (let row = pair * places; row < (pair + 1) * places; row++)
      if (mask[row] === 1) count += counts[row] ?? 0;
    return count;
  });
}

/** The pairs of which a head passes, by their indices. Layer and head of a pair are those at which `metric` is furthest out. */
export function pairsInOrder(
  context: KeyContext,
  mask: Uint8Array,
  sort: ResultSort,
  metric: MetricName,
): SortedRows {
  const { rows } = context;
  const passing = passingHeads(rows, mask);
  const pairs = Uint32Array.from(passing.keys()).filter((pair) => (passing[pair] ?? 0) > 0);
  const keys = stepsOf(sort).map(({ by, direction }): SortKey => ({
    values: pairKey(context, mask, by, metric, sort),
    descending: direction === 'desc',
  }));
  return new SortedRows(pairs, keys);
}

function pairKey(
  context: KeyContext,
  mask: Uint8Array,
  by: ResultSort['by'],
  metric: MetricName,
  sort: ResultSort,
): ArrayLike<number> {
  const { rows, database } = context;
  const furthest = (of: MetricName, say: (row: number, column: Float64Array) => number) => {
    const [column = new Float64Array(0)] = rows.columns([of]);
    const extremes = extremeRows(rows, mask, column, looksForLargest(of, sort));
    return Float64Array.from(extremes, (row) => (row < 0 ? Number.NaN : say(row, column)));
  };
  if (by === 'pair') return Uint32Array.from(rows.positions.keys());
  if (by === 'label') return labelsOfRows(database, rows).ranks;
  if (by === 'flags') return flagsOfPairs(context, mask);
  if (by === 'layer') return furthest(metric, (row) => Math.floor(row / rows.heads) % rows.layers);
  if (by === 'head') return furthest(metric, (row) => row % rows.heads);
  return furthest(by, (row, column) => column[row] ?? Number.NaN);
}
