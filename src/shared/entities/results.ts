/** Rows of a run: which are asked for, in which order, and what one holds. */
import { z } from 'zod';
import { listOf, MOST } from '../../core/bounds.ts';
import { METRIC_NAMES, type MetricName } from '../../core/metrics/catalogue.ts';
import { id } from './fields.ts';

export { COMPARISONS, resultFilter } from '../../core/metrics/result-filter.ts';
export type { ResultFilter, Threshold } from '../../core/metrics/result-filter.ts';

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
