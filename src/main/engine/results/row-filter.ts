/** Which rows of a run pass a filter. The same in SQL, for exports, is in conditions.ts. */
import type { ResultFilter, Threshold } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from '../store/handles.ts';
import type { RowColumns } from './column-cache.ts';

/** Whether a row passes, by its index; see {@link RowColumns}. */
export type RowFilter = (row: number) => boolean;

export function rowFilter(database: ReadableDatabase, rows: RowColumns, filter: ResultFilter): RowFilter {
  const { layers, heads, positions } = rows;
  const places = layers * heads;
  const ofPair = pairMask(database, rows, filter);
  const ofPlace = Uint8Array.from({ length: places }, (_, place) =>
    (filter.layers?.includes(Math.floor(place / heads)) ?? true) &&
    (filter.heads?.includes(place % heads) ?? true)
      ? 1
      : 0,
  );
  const columns = rows.columns(filter.thresholds.map(({ metric }) => metric));
  const tests = filter.thresholds.map((threshold, index) => ({
    column: columns[index] ?? new Float64Array(positions.length * places),
    passes: passes(threshold),
  }));
  return (row) =>
    ofPair[Math.floor(row / places)] === 1 &&
    ofPlace[row % places] === 1 &&
    tests.every(({ column, passes: holds }) => holds(column[row] ?? Number.NaN));
}

/** Nothing holds of NaN, which is an undefined value. */
function passes({ comparison, value: limit }: Threshold): (value: number) => boolean {
  switch (comparison) {
    case '>':
      return (value) => value > limit;
    case '>=':
      return (value) => value >= limit;
    case '<':
      return (value) => value < limit;
    case '<=':
      return (value) => value <= limit;
  }
}

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
