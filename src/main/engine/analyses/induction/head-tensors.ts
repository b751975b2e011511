/** Numbers of every head of one row, and the patterns of a row that is drawn. */
import type { PatternView } from '../../../../core/analyses/induction/scores.ts';
import { namedTensor, type NamedTensor } from '../../../../core/analyses/named-tensor.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { ReadRow } from './read-rows.ts';

/** [layer, head] row-major. */
export function byHead(
  { dimensions: { layers, heads } }: LoadedModel,
  row: ReadRow,
  of: (pattern: PatternView) => number,
): Float64Array {
  return Float64Array.from({ length: layers * heads }, (_, place) =>
    of(row.pattern(Math.floor(place / heads), place % heads)),
  );
}

export function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value - (b[at] ?? Number.NaN));
}

/** The patterns of all heads on one row. */
export interface DrawnPattern {
  readonly ids: readonly number[];
  /** [layer, head, query, key] */
  readonly pattern: NamedTensor;
}

/** Patterns with more values are not kept. */
const MOST_VALUES = 4_000_000;

/** null where they are too large to be kept. */
export function drawnPattern(
  { dimensions: { layers, heads } }: LoadedModel,
  row: ReadRow,
  ids: readonly number[],
): DrawnPattern | null {
  const tokens = ids.length;
  if (layers * heads * tokens ** 2 > MOST_VALUES) return null;
  const data = new Float32Array(layers * heads * tokens ** 2);
  for (let place = 0; place < layers * heads; place++) {
    const { data: from, offset, rowStride } = row.pattern(Math.floor(place / heads), place % heads);
    for (let query = 0; query < tokens; query++) {
      const start = offset + query * rowStride;
      data.set(from.subarray(start, start + tokens), (place * tokens + query) * tokens);
    }
  }
  return { ids, pattern: namedTensor({ layer: layers, head: heads, query: tokens, key: tokens }, data) };
}

export function drawnTensors(drawn: DrawnPattern | null): [string, NamedTensor][] {
  if (drawn === null) return [];
  return [
    ['trial_ids', namedTensor({ position: drawn.ids.length }, Int32Array.from(drawn.ids))],
    ['trial_pattern', drawn.pattern],
  ];
}
