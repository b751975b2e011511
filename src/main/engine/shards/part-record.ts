/** part-K-of-N.json of a run: what a part was computed from, and the files that it consists of, with their hashes. */
import { z } from 'zod';
import { comparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { QUERIES } from '../../../core/metrics/queries.ts';
import { ALIGNMENT_METHODS } from '../../../core/pairs/alignment.ts';
import { deviceChoice } from '../../../shared/devices.ts';
import { KEEP, ROLES } from '../../../shared/entities.ts';
import { pairsFile, rowsFile } from './part-files.ts';
import { type PartFormat, plannedModel, plannedSet, recordFields, stretches } from './part-format.ts';

/** Goes up when the files of a part change their meaning, or how a plan is divided does. */
const VERSION = 1;

const count = z.int().min(0);
const text = z.string();
const metricName = z.custom<MetricName>((name) => METRIC_NAMES.some((known) => known === name));

/** All that decides what is in a part, but for which part it is: the same for every part of a run. */
export const partPlan = z.object({
  pairlens: text,
  onnxruntime: text,
  model: plannedModel,
  set: plannedSet,
  control_set: plannedSet.nullable(),
  options: z.object({
    alignment: z.enum(ALIGNMENT_METHODS),
    keep: z.enum(KEEP),
    queries: z.enum(QUERIES),
    seed: z.int().min(0),
    comparison: comparisonChoice,
    device: deviceChoice,
  }),
  metrics: z.array(metricName).min(1),
});
export type PartPlan = z.infer<typeof partPlan>;

export const partRecord = z.object({
  format: z.literal('pairlens-part'),
  version: z.literal(VERSION),
  ...recordFields(partPlan),
  /** Which pairs of the plan are in it. */
  positions: z.object({ set: stretches, control: stretches }),
  comparisons: z.object({ done: count, failed: count }),
  failed: z.array(z.object({ role: z.enum(ROLES), pair: z.int().min(1), code: text, message: text })),
});
export type PartRecord = z.infer<typeof partRecord>;

export const RUN_PARTS: PartFormat<PartPlan, PartRecord> = {
  format: 'pairlens-part',
  version: VERSION,
  of: 'run',
  written: 'pairlens run … --shard K/N --out DIR',
  plan: partPlan,
  record: partRecord,
  files: (number) => [rowsFile(number), pairsFile(number)],
};
