/** Which rows of a run pass a filter. The same in SQL, for exports, is in conditions.ts. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, Threshold } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from '../store/handles.ts';
import type { RowColumns } from './column-cache.ts';
import { limitsByHead } from './control-rows.ts';

/** Whether a row passes, by its index; see {@link RowColumns}. */
export type RowFilter = (row: number) => boolean;

/**
 * @param control what thresholds of the control are taken from; null: the run has none
 * @throws PairlensError BAD_REQUEST where a threshold needs it
 */
export function rowFilter(
  database: ReadableDatabase,
  rows: RowColumns,
  filter: ResultFilter,
  control: RowColumns | null,
): RowFilter {
  const { layers, heads } = rows;
  const places = layers * heads;
  const ofPair = pairMask(database, rows, filter);
  const ofPlace = Uint8Array.from({ length: places }, (_, place) =>
    (filter.layers?.includes(Math.floor(place / heads)) ?? true) &&
    (filter.heads?.includes(place % heads) ?? true)
      ? 1
      : 0,
  );
  const valuesOf = (metric: MetricName) => rows.columns([metric])[0] ?? new Float64Array(0);
  // All that are needed, in one go.
  rows.columns(filter.thresholds.flatMap(({ metric, minus = metric }) => [metric, minus]));
  const tests = filter.thresholds.map((threshold): RowFilter => {
    const { metric, minus } = threshold;
    const holds = HOLDS[threshold.comparison];
    const limits = limitsByHead(rows, threshold, control);
    const limitOf = (row: number) => limits[row % places] ?? Number.NaN;
    const values = valuesOf(metric);
    if (minus === undefined) return (row) => holds(values[row] ?? Number.NaN, limitOf(row));
    const others = valuesOf(minus);
    return (row) => holds(Math.abs((values[row] ?? Number.NaN) - (others[row] ?? Number.NaN)), limitOf(row));
  });
  return (row) =>
    ofPair[Math.floor(row / places)] === 1 &&
    ofPlace[row % places] === 1 &&
    tests.every((passes) => passes(row));
}

/** Nothing holds of NaN, which is an undefined value, or of a limit that is NaN, where a control has none. */
export const HOLDS: Readonly<Record<Threshold['comparison'], (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
};

interface PairOfRow {
  position: number;
  pairId: number;
  label: string | null;
}

/** [pairs] 1 where the pair passes. */
function pairMask(
  database: ReadableDatabase,
  { runId, role, positions }: RowColumns,
  { labels, pairId }: ResultFilter,
): Uint8Array {
  if (labels === undefined && pairId === undefined) return new Uint8Array(positions.length).fill(1);
  const pairs = prepared<PairOfRow>(
    database,
    `SELECT item.position, item.pair_id AS pairId, pair.label
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id WHERE item.run_id = ? AND item.role = ?`,
  ).all(runId, role);
  const passing = new Set(
    pairs
      .filter((pair) => (labels?.includes(pair.label) ?? true) && (pairId ?? pair.pairId) === pair.pairId)
      .map(({ position }) => position),
  );
  return Uint8Array.from(positions, (position) => (passing.has(position) ? 1 : 0));
}
