import { oc } from '@orpc/contract';
import { z } from 'zod';
import { listOf, place } from '../../core/bounds.ts';
import { METRIC_NAMES } from '../../core/metrics/catalogue.ts';
import { id, metricName } from '../entities/fields.ts';
import { aggregateRow, comparisonDesign, statisticsRequest } from '../entities/statistics.ts';
import { values } from './fields.ts';

export const aggregates = {
  /** Labels that pairs of the set carry: the groups beside the whole set. */
  groups: oc.input(z.object({ runId: id })).output(z.array(z.string())),
  /** Every head, of one metric or two; or one head, `at`, of any metrics. Computed when first asked for. */
  rows: oc
    .input(
      statisticsRequest
        .extend({
          /** Absent: all metrics. */
          metrics: listOf(metricName, METRIC_NAMES.length, 'metrics').optional(),
          at: z.object({ layer: place, head: place }).optional(),
        })
        .refine(({ metrics, at }) => at !== undefined || (metrics !== undefined && metrics.length <= 2), {
          message: 'one metric or two of all heads at a time, or any number at one head',
          path: ['metrics'],
        }),
    )
    .output(z.array(aggregateRow)),
  /** Means at every head over the pairs of a run that are measured by now: to look at, for there is no test in it. */
  soFar: oc.input(z.object({ runId: id, metric: metricName })).output(
    z.object({
      baseline: z.enum(['neutral', 'control', 'none']),
      pairs: z.int(),
      compared: z.int(),
      mean: z.array(values),
      against: z.array(values),
    }),
  ),
  /** What is compared with what: pairs, strata, clusters, what is left out, balance. */
  design: oc.input(statisticsRequest).output(comparisonDesign),
};
