/** Which rows of a run pass a filter. */
import { conditionsOf } from '../../../core/metrics/result-filter.ts';
import type { ResultFilter, Threshold } from '../../../shared/entities.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { type PairMark, pairsOfRun, type PairText } from '../store/pairs-of-run.ts';
import type { RowColumns } from './column-cache.ts';
import { limitsByHead } from './control-rows.ts';
import type { NamedBy } from './named-pairs.ts';
import { hasInTexts, looksInTexts, type TextSearches } from './text-search.ts';

/** A filter, and the pairs of what it says that the store knows of them; see {@link namedPairs}. */
export type RowFilter = Omit<ResultFilter, NamedBy> & { readonly named: readonly number[] | null };

/**
 * [rows] 1 where a row passes; see {@link RowColumns} for what a row is.
 * @param searches has which pairs have what the filter looks for in texts
 * @param control what thresholds of the control are taken from; null: the run has none, or too little of it to say what is usual
 * @throws PairlensError BAD_REQUEST where a threshold needs it
 */
export function rowMask(
  database: ReadableDatabase,
  rows: RowColumns,
  filter: RowFilter,
  searches: TextSearches,
  control: RowColumns | null,
): Uint8Array {
  const { thresholds, match } = filter;
  // All that are needed, in one go.
  rows.columns(thresholds.flatMap(({ metric, minus = metric }) => [metric, minus]));
  const mask = pairsAndPlaces(database, rows, filter, searches);
  const tests = thresholds.map((threshold) => passing(rows, threshold, control));
  const conditions = conditionsOf(thresholds).map((places) => both(places.flatMap((at) => tests[at] ?? [])));
  if (match === 'any' && conditions.length > 0) intersect(mask, union(conditions));
  else for (const condition of conditions) intersect(mask, condition);
  return mask;
}

/** What passes a condition: its one threshold, or both ends of its range. The first mask is written over. */
function both([first = new Uint8Array(0), ...rest]: readonly Uint8Array[]): Uint8Array {
  for (const mask of rest) intersect(first, mask);
  return first;
}

function intersect(mask: Uint8Array, other: Uint8Array): void {
  for (let row = 0; row < mask.length; row++) mask[row] = (mask[row] ?? 0) & (other[row] ?? 0);
}

function union(masks: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array(0), ...rest] = masks;
  for (const mask of rest)
    for (let row = 0; row < first.length; row++) first[row] = (first[row] ?? 0) | (mask[row] ?? 0);
  return first;
}

/** Nothing holds of NaN, which is an undefined value, or of a limit that is NaN, where a control has none. */
function passing(
  rows: RowColumns,
  { metric, minus, comparison, value }: Threshold,
  control: RowColumns | null,
): Uint8Array {
  const limits = limitsByHead(rows, { metric, minus, comparison, value }, control);
  const [values = new Float64Array(0), others] = rows.columns(
    minus === undefined ? [metric] : [metric, minus],
  );
  const holds = HOLDS[comparison];
  const mask = new Uint8Array(values.length);
  const places = limits.length;
  for (let row = 0, at = 0; row < values.length; row++) {
    const found = values[row] ?? Number.NaN;
    const held = others === undefined ? found : Math.abs(found - (others[row] ?? Number.NaN));
    if (holds(held, limits[at] ?? Number.NaN)) mask[row] = 1;
    if (++at === places) at = 0;
  }
  return mask;
}

const HOLDS: Readonly<Record<Threshold['comparison'], (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
};

function pairsAndPlaces(
  database: ReadableDatabase,
  rows: RowColumns,
  filter: RowFilter,
  searches: TextSearches,
): Uint8Array {
  const { layers, heads } = rows;
  const places = layers * heads;
  const ofPlaces = Uint8Array.from({ length: places }, (_, place) =>
    (filter.layers?.includes(Math.floor(place / heads)) ?? true) &&
    (filter.heads?.includes(place % heads) ?? true)
      ? 1
      : 0,
  );
  const mask = new Uint8Array(rows.count);
  for (const [pair, passes] of pairMask(database, rows, filter, searches).entries())
    if (passes === 1) mask.set(ofPlaces, pair * places);
  return mask;
}

/** [pairs] 1 where the pair passes. */
function pairMask(
  database: ReadableDatabase,
  { runId, role, positions }: RowColumns,
  filter: RowFilter,
  searches: TextSearches,
): Uint8Array {
  if (!saysOfPairs(filter)) return new Uint8Array(positions.length).fill(1);
  const found = looksInTexts(filter) ? searches.positions({ ...filter, role, runId }) : null;
  const passing = saysOfMarks(filter) ? new Set<number>() : null;
  if (passing !== null) {
    const passes = passesMarks(filter);
    for (const pair of pairsOfRun(database, { runId, role }, 'marks'))
      if (passes(pair)) passing.add(pair.position);
  }
  return Uint8Array.from(positions, (position) =>
    found?.has(position) !== false && passing?.has(position) !== false ? 1 : 0,
  );
}

/** Whether a filter asks anything of pairs. */
export function saysOfPairs(filter: RowFilter): boolean {
  return saysOfMarks(filter) || looksInTexts(filter);
}

function saysOfMarks({ labels, pairId, named }: RowFilter): boolean {
  return labels !== undefined || pairId !== undefined || named !== null;
}

/**
 * Whether a pair has what a filter asks of pairs; with its sentences where the filter has words to look for.
 * @throws PairlensError INPUT_INVALID for an expression that cannot be used
 */
export function passesPair(filter: RowFilter): (pair: PairMark | PairText) => boolean {
  const passes = passesMarks(filter);
  const hasIt = looksInTexts(filter) ? hasInTexts(filter) : null;
  return (pair) => passes(pair) && (hasIt === null || ('original' in pair && hasIt(pair)));
}

/** The same of what is known of it without its sentences. */
function passesMarks({ labels, pairId, named }: RowFilter): (pair: PairMark) => boolean {
  const wanted = labels === undefined ? null : new Set(labels);
  const kept = named === null ? null : new Set(named);
  return (pair) =>
    (pairId === undefined || pairId === pair.pairId) &&
    wanted?.has(pair.label) !== false &&
    kept?.has(pair.pairId) !== false;
}
