/** Which rows of a run's results are asked for. */
import { z } from 'zod';
import { labelText, limitNumber, listOf, MOST, place, rowId, searchText } from '../bounds.ts';
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
  /** Only pairs that are pinned. Absent: whether or not they are. */
  pinned: z.literal(true).optional(),
  thresholds: listOf(threshold, MOST.thresholds, 'thresholds').default([]),
  /** Whether all thresholds hold, or one of them is enough. Absent: all. */
  match: z.enum(['all', 'any']).optional(),
});
export type ResultFilter = z.infer<typeof resultFilter>;

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
