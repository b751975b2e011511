/** Rows of a run: which are asked for, in which order, and what one holds. */
import { z } from 'zod';
import { labelText, limitNumber, listOf, MOST, place, searchText } from '../../core/bounds.ts';
import { METRIC_NAMES, type MetricName } from '../../core/metrics/catalogue.ts';
import { id, metricName } from './fields.ts';
import { ROLES } from './runs.ts';

export const COMPARISONS = ['>', '>=', '<', '<='] as const;
export const threshold = z.object({
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
  pairId: id.optional(),
  /** Pairs with this in a statement or in their label, whatever its case. */
  search: searchText.optional(),
  /** Only pairs that are pinned. Absent: whether or not they are. */
  pinned: z.literal(true).optional(),
  thresholds: listOf(threshold, MOST.thresholds, 'thresholds').default([]),
  /** Whether all thresholds hold, or one of them is enough. Absent: all. */
  match: z.enum(['all', 'any']).optional(),
});
export type ResultFilter = z.infer<typeof resultFilter>;

export const SORT_KEYS = ['pair', 'label', 'layer', 'head', 'flags', ...METRIC_NAMES] as const;
const sortDirection = z.enum(['asc', 'desc']);
/** `flags`: how many are raised, by the workspace’s thresholds. */
const sortStep = z.object({ by: z.enum(SORT_KEYS), direction: sortDirection });
export type SortStep = z.infer<typeof sortStep>;
/**
 * By a key, and what it leaves equal by those of `then`. Undefined values and pairs without label come last either way; ties
 * are in the order of pair, layer, head.
 */
export const resultSort = sortStep.extend({
  then: listOf(sortStep, MOST.sortKeys - 1, 'keys').optional(),
});
export type ResultSort = z.infer<typeof resultSort>;

export const metricValues = z.object(
  Object.fromEntries(METRIC_NAMES.map((name) => [name, z.number().nullable()])) as Record<
    MetricName,
    z.ZodNullable<z.ZodNumber>
  >,
);

/** A head on a pair, with its metrics (null: undefined there). */
export const resultRow = z.object({
  pairId: id,
  /** Place in the set's order, from 0; people see it counted from 1. */
  position: z.int(),
  label: z.string().nullable(),
  /** The text, or the token ids joined by spaces for a pair without text. */
  original: z.string(),
  /** The neutral, in role 'neutral'. */
  counterfactual: z.string(),
  layer: z.int(),
  head: z.int(),
  metrics: metricValues,
});
export type ResultRow = z.infer<typeof resultRow>;
