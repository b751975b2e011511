/** What rows are sorted by: the values of a key, by row. */
import { inNaturalOrder } from '../../../core/natural-order.ts';
import { FLAG_NAMES, FLAG_RULES, type FlagThresholds } from '../../../core/metrics/flags.ts';
import type { ResultSort, SortStep } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsOfRun } from '../store/pairs-of-run.ts';
import type { RowColumns } from './column-cache.ts';
import { limitsByHead } from './control-rows.ts';

export interface KeyContext {
  readonly database: ReadableDatabase;
  readonly rows: RowColumns;
  readonly control: RowColumns | null;
  readonly thresholds: FlagThresholds;
}

export function stepsOf({ by, direction, then = [] }: ResultSort): SortStep[] {
  return [{ by, direction }, ...then];
}

/** [rows] NaN: the row has no value of the key. */
export function rowKey(context: KeyContext, by: SortStep['by']): ArrayLike<number> {
  const { rows } = context;
  const places = rows.layers * rows.heads;
  if (by === 'pair') return placesOf(rows, by, (row) => Math.floor(row / places));
  if (by === 'layer') return placesOf(rows, by, (row) => Math.floor(row / rows.heads) % rows.layers);
  if (by === 'head') return placesOf(rows, by, (row) => row % rows.heads);
  if (by === 'flags') return flagCounts(context);
  if (by === 'label') {
    const { ranks } = labelsOfRows(context.database, rows);
    return rows.kept('key label', () =>
      Float64Array.from({ length: rows.count }, (_, row) => ranks[Math.floor(row / places)] ?? Number.NaN),
    );
  }
  return rows.columns([by])[0] ?? new Float64Array(0);
}

function placesOf(rows: RowColumns, name: string, of: (row: number) => number): Uint32Array {
  return rows.kept(`key ${name}`, () => {
    const values = new Uint32Array(rows.count);
    for (let row = 0; row < values.length; row++) values[row] = of(row);
    return values;
  });
}

/** The labels of a run's pairs. */
interface LabelsOfRows {
  /** In alphabetical order. */
  readonly labels: readonly string[];
  /** [pairs] the place of each pair's label in it; NaN without one. */
  readonly ranks: Float64Array;
  readonly byteLength: number;
}

export function labelsOfRows(database: ReadableDatabase, rows: RowColumns): LabelsOfRows {
  return rows.kept('labels', () => {
    const labels = new Map<number, string>();
    for (const { position, label } of pairsOfRun(database, rows, 'marks'))
      if (label !== null) labels.set(position, label);
    const order = labelOrder(labels.values());
    const ranks = Float64Array.from(rows.positions, (position) => {
      const label = labels.get(position);
      return label === undefined ? Number.NaN : (order.get(label) ?? Number.NaN);
    });
    return { labels: [...order.keys()], ranks, byteLength: ranks.byteLength };
  });
}

/** The place of each label in alphabetical order, from 0. */
export function labelOrder(labels: Iterable<string>): Map<string, number> {
  return new Map([...new Set(labels)].toSorted(inNaturalOrder).map((label, rank) => [label, rank]));
}

/** [rows] how many flags the row raises by the workspace's thresholds; see core/metrics/flags.ts. */
export function flagCounts({ rows, control, thresholds }: Omit<KeyContext, 'database'>): Uint8Array {
  return rows.kept(`flags ${JSON.stringify(thresholds)}`, () => {
    const counts = new Uint8Array(rows.count);
    const places = rows.layers * rows.heads;
    // Where nothing says what 95 % of a control are, none is raised.
    if (thresholds.basis === 'control' && control === null) return counts;
    for (const flag of FLAG_NAMES) {
      const { metric, minus, comparison, key } = FLAG_RULES[flag];
      const value = thresholds.basis === 'control' ? 'control' : thresholds[key];
      const limits = limitsByHead(rows, { metric, minus, comparison, value }, control);
      const [values = new Float64Array(0), others] = rows.columns(
        minus === undefined ? [metric] : [metric, minus],
      );
      const isAbove = comparison === '>';
      for (let row = 0, at = 0; row < values.length; row++) {
        const found = values[row] ?? Number.NaN;
        const held = others === undefined ? found : Math.abs(found - (others[row] ?? Number.NaN));
        const limit = limits[at] ?? Number.NaN;
        if (isAbove ? held > limit : held < limit) counts[row] = (counts[row] ?? 0) + 1;
        if (++at === places) at = 0;
      }
    }
    return counts;
  });
}
