/** Statistics of a run by head, and what they compare. */
import { z } from 'zod';
import { labelText } from '../../core/bounds.ts';
import { comparisonChange, COVARIATES } from '../../core/analyses/statistics/comparison-choice.ts';
import {
  COMPARISON_KINDS,
  type ComparisonDesign,
  LEFT_OUT_REASONS,
} from '../../core/analyses/statistics/comparison-design.ts';
import type { StatisticsRow } from '../../core/analyses/statistics/rows.ts';
import { INTERVAL_KINDS } from '../../core/statistics/interval.ts';
import { OUTCOMES } from '../../core/statistics/outcome.ts';
import { PAIR_COVARIATES } from '../../core/statistics/pair-covariates.ts';
import { id, maybe, metricName } from './fields.ts';

/** A row of aggregates.csv, and what the Heads room draws. Fields of a comparison are null without one. */
export const aggregateRow = z.object({
  layer: z.int(),
  head: z.int(),
  metric: metricName,
  n: z.int(),
  undefined: z.int(),
  clusters: maybe,
  mean: maybe,
  ci_low: maybe,
  ci_high: maybe,
  ci_kind: z.enum(INTERVAL_KINDS),
  se: maybe,
  dof: maybe,
  sd: maybe,
  median: maybe,
  q25: maybe,
  q75: maybe,
  min: maybe,
  max: maybe,
  comparison: z.enum(COMPARISON_KINDS),
  compared: maybe,
  compared_control: maybe,
  compared_clusters: maybe,
  compared_control_clusters: maybe,
  control_mean: maybe,
  difference: maybe,
  difference_ci_low: maybe,
  difference_ci_high: maybe,
  difference_ci_kind: z.enum(INTERVAL_KINDS),
  difference_units: maybe,
  difference_se: maybe,
  difference_dof: maybe,
  cliffs_delta: maybe,
  cliffs_delta_ci_low: maybe,
  cliffs_delta_ci_high: maybe,
  share_up: maybe,
  share_down: maybe,
  outcome: z.enum(OUTCOMES),
  p: maybe,
  least_p: maybe,
  arrangements: maybe,
  q: maybe,
  q_at_most: z.boolean(),
  influence: maybe,
  top_share: maybe,
  margin: maybe,
  p_equivalent: maybe,
  q_equivalent: maybe,
  q_equivalent_at_most: z.boolean(),
  p_zero: maybe,
  least_p_zero: maybe,
  q_zero: maybe,
  q_zero_at_most: z.boolean(),
  icc: maybe,
  icc_p: maybe,
  width_factor: maybe,
  label_icc: maybe,
  label_icc_p: maybe,
  label_width_factor: maybe,
  resolution: maybe,
}) satisfies z.ZodType<StatisticsRow>;
export type AggregateRow = StatisticsRow;

/** Which statistics of a run: of which pairs, and compared how. Absent parts are as the run was planned. */
export const statisticsRequest = z.object({
  runId: id,
  group: labelText.default(''),
  choice: comparisonChange.optional(),
});

const balance = z.object({
  set: maybe,
  control: maybe,
  standardisedDifference: maybe,
  amber: z.boolean(),
});
export const comparisonDesign = z.object({
  kind: z.enum(COMPARISON_KINDS),
  fallback: z.string().nullable(),
  pairs: z.int(),
  controlPairs: z.int(),
  compared: z.int(),
  comparedControl: z.int(),
  clusters: z.object({ by: z.enum(['cluster', 'label']), set: z.int(), control: z.int() }).nullable(),
  strata: z.array(z.object({ name: z.string(), set: z.int(), control: z.int() })).readonly(),
  leftOut: z
    .array(
      z.object({
        reason: z.enum(LEFT_OUT_REASONS),
        side: z.enum(['set', 'control']),
        pairs: z.int(),
        shapes: z.array(z.object({ shape: z.string(), pairs: z.int() })).readonly(),
      }),
    )
    .readonly(),
  balance: z
    .array(z.object({ covariate: z.enum(PAIR_COVARIATES), before: balance, after: balance.nullable() }))
    .readonly(),
  covariates: z.array(z.enum(COVARIATES)).readonly(),
  notAdjusted: z.array(z.enum(COVARIATES)).readonly(),
  pairsInThirds: z.int(),
  adjustment: z.enum(['regression', 'strata']),
}) satisfies z.ZodType<ComparisonDesign>;
