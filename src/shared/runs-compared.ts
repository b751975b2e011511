/** The comparison of two runs, as it crosses from the engine. */
import { z } from 'zod';
import type {
  HeadOfRuns,
  QuantityOfRuns,
  RunsCompared,
} from '../core/analyses/compared-runs/compared-runs.ts';
import { QUANTITIES } from '../core/analyses/compared-runs/model-quantities.ts';
import { OUT_OF_RUNS } from '../core/analyses/compared-runs/left-out-of-runs.ts';
import { BEYONDS, RUNS_COMPARED_AS, type RunsDesign } from '../core/analyses/compared-runs/runs-design.ts';
import { aggregateRow, comparisonDesign, metricName } from './entities.ts';

const maybe = z.number().nullable();
const twoCounts = z.tuple([z.int(), z.int()]).readonly();

const leftOutOfRun = z.array(z.object({ reason: z.enum(OUT_OF_RUNS), pairs: z.int() })).readonly();

const runsDesign = z.object({
  as: z.enum(RUNS_COMPARED_AS),
  by: z.enum(['heads', 'quantities']),
  beyond: z.enum(BEYONDS),
  whyNotBeyond: z.string().nullable(),
  adjustment: z.array(z.string()).readonly(),
  refused: z.array(z.string()).readonly(),
  pairs: twoCounts,
  shared: z.int(),
  compared: twoCounts,
  leftOut: z.tuple([leftOutOfRun, leftOutOfRun]).readonly(),
  clusters: z.object({ first: z.int(), second: z.int() }).nullable(),
  matching: comparisonDesign.nullable(),
}) satisfies z.ZodType<RunsDesign>;

const headOfRuns = aggregateRow.extend({ first: maybe, second: maybe }) satisfies z.ZodType<HeadOfRuns>;
const quantityOfRuns = headOfRuns.extend({
  quantity: z.enum(QUANTITIES),
}) satisfies z.ZodType<QuantityOfRuns>;
const meansOfLayers = z.array(z.array(maybe).readonly()).readonly();

export const runsCompared = z.object({
  metric: metricName,
  design: runsDesign,
  heads: z.array(headOfRuns).readonly(),
  quantities: z.array(quantityOfRuns).readonly(),
  means: z.tuple([meansOfLayers, meansOfLayers]).readonly(),
}) satisfies z.ZodType<RunsCompared>;
