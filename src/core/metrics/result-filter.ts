/** Which rows of a run's results are asked for. */
import { z } from 'zod';
import { labelText, limitNumber, listOf, MOST, place, rowId, searchText } from '../bounds.ts';
import { PAIR_NOTES } from '../pairs/pair-notes.ts';
import { METRIC_NAMES, type MetricName } from './catalogue.ts';

/**
 * What a row of results is of: a pair of the set, a pair of the control set, or the original of a pair of the set with
 * its neutral.
 */
export const ROLES = ['set', 'control', 'neutral'] as const;
export type Role = (typeof ROLES)[number];

const metricName = z.enum(METRIC_NAMES);

export const COMPARISONS = ['>', '>=', '<', '<='] as const;
const threshold = z.object({
  metric: metricName,
  /** Where there is one, how far the metric is from this other one is compared, either way. */
  minus: metricName.optional(),
  comparison: z.enum(COMPARISONS),
  /**
   * 'control': at each head the 95th percentile of its control (the run's neutrals, else the control set), for < and <=
   * the 5th.
   */
  value: z.union([limitNumber, z.literal('control')]),
});
export type Threshold = z.infer<typeof threshold>;

/** Which rows of head_metric. Absent: no restriction. An undefined metric fails every threshold. */
export const resultFilter = z.object({
  role: z.enum(ROLES).default('set'),
  layers: listOf(place, MOST.places, 'layers').optional(),
  heads: listOf(place, MOST.places, 'heads').optional(),
  /** null: pairs without label */
  labels: listOf(labelText.nullable(), MOST.labels, 'labels').optional(),
  pairId: rowId.optional(),
  /** Pairs with this in a statement or in their label, whatever its case. */
  search: searchText.optional(),
  /** `search` is an expression of RE2. */
  regex: z.literal(true).optional(),
  /** Only pairs that are pinned. Absent: whether or not they are. */
  pinned: z.literal(true).optional(),
  /** Only pairs that are pinned or that a person has noted something of. */
  marked: z.literal(true).optional(),
  /** Only pairs of which this is to be known in the run. */
  known: z.enum(PAIR_NOTES).optional(),
  thresholds: listOf(threshold, MOST.thresholds, 'thresholds').default([]),
  /** Whether all conditions of {@link conditionsOf} hold, or one of them is enough. Absent: all. */
  match: z.enum(['all', 'any']).optional(),
});
export type ResultFilter = z.infer<typeof resultFilter>;

/** Whether it leaves out heads of a pair that passes: it asks for more than pairs have as a whole. */
export const isOfSomeHeads = ({ thresholds, layers, heads }: ResultFilter): boolean =>
  thresholds.length > 0 || layers !== undefined || heads !== undefined;

/**
 * What a filter asks for, one condition after the other: where each one's thresholds stand in the list. Two that bound the
 * same quantity from below and from above are one, a range, with the lower bound first; of a range nobody asks that one of
 * its ends be enough, since every value is on one side of it or the other. What lies outside of two bounds is no range.
 */
export function conditionsOf(thresholds: readonly Threshold[]): (readonly number[])[] {
  const taken = new Set<number>();
  return thresholds.flatMap((threshold, at) => {
    if (taken.has(at)) return [];
    const other = thresholds.findIndex(
      (candidate, index) => index > at && !taken.has(index) && isRange(threshold, candidate),
    );
    if (other === -1) return [[at]];
    taken.add(other);
    return [looksUp(threshold) ? [at, other] : [other, at]];
  });
}

function looksUp({ comparison }: Threshold): boolean {
  return comparison.startsWith('>');
}

function isRange(one: Threshold, other: Threshold): boolean {
  if (one.metric !== other.metric || one.minus !== other.minus || looksUp(one) === looksUp(other))
    return false;
  const [from, to] = looksUp(one) ? [one, other] : [other, one];
  if (from.value === 'control' || to.value === 'control') return false;
  // Of a range of one value both ends belong to it: above and below a value lies nothing.
  const hasBothEnds = from.comparison === '>=' && to.comparison === '<=';
  return from.value < to.value || (from.value === to.value && hasBothEnds);
}

/** What the filter says of the metric itself with a number: null on a side of which it says nothing. */
export function markedRange(
  thresholds: readonly Threshold[],
  metric: MetricName,
): readonly [low: number | null, high: number | null] {
  const values = (isAbove: boolean) =>
    thresholds.flatMap(({ metric: of, minus, comparison, value }) =>
      of === metric && minus === undefined && value !== 'control' && comparison.startsWith('>') === isAbove
        ? [value]
        : [],
    );
  const [above, below] = [values(true), values(false)];
  return [above.length === 0 ? null : Math.max(...above), below.length === 0 ? null : Math.min(...below)];
}
