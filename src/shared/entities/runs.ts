/** A run: what was asked for, how far it is, what it was computed with, and which of its pairs failed. */
import { z } from 'zod';
import { seedNumber } from '../../core/bounds.ts';
import { comparisonChoice } from '../../core/analyses/statistics/comparison-choice.ts';
import { ROLES } from '../../core/metrics/result-filter.ts';
import { QUERIES, QUERY_CHOICES } from '../../core/metrics/queries.ts';
import { ALIGNMENT_METHODS } from '../../core/pairs/alignment.ts';
import { deviceChoice, ranOn } from '../devices.ts';
import { id, metricName, timestamp } from './fields.ts';

export const RUN_STATES = ['planned', 'running', 'cancelled', 'failed', 'done'] as const;
export const KEEP = ['none', 'patterns', 'all'] as const;
export { ROLES };
export type { Role } from '../../core/metrics/result-filter.ts';
export type RunState = (typeof RUN_STATES)[number];
export type Keep = (typeof KEEP)[number];

export const runOptions = z.object({
  alignment: z.enum(ALIGNMENT_METHODS).default('auto'),
  keep: z.enum(KEEP).default('patterns'),
  /** `auto`: from the change on for decoders, all for encoders. */
  queries: z.enum(QUERY_CHOICES).default('auto'),
  seed: seedNumber.default(0),
  /** How its pairs are to be compared: chosen before there are numbers. */
  comparison: comparisonChoice.prefault({}),
  /** Absent: as the workspace has it. */
  device: deviceChoice.optional(),
});
export type RunOptions = z.infer<typeof runOptions>;
/** What is not given is as it is by default. */
export type GivenRunOptions = z.input<typeof runOptions>;

export const provenance = z.object({
  /** sha256 of the checkpoint's weights. */
  weightsHash: z.string(),
  /**
   * sha256 of the compiled weights that all of it was computed with, which were checked; null where that is not on record.
   */
  compiledWeights: z.string().nullable(),
  tokenizerHash: z.string(),
  setHash: z.string(),
  controlSetHash: z.string().nullable(),
  alignment: z.enum(ALIGNMENT_METHODS),
  keep: z.enum(KEEP),
  queries: z.enum(QUERIES),
  seed: z.int(),
  comparison: comparisonChoice,
  /** What was asked for. */
  device: deviceChoice,
  /** What all of it was computed on; null before it is, and of runs of before there was a choice: the CPU. */
  ranOn: ranOn.nullable(),
  pairlensVersion: z.string(),
  ortVersion: z.string(),
});
export type Provenance = z.infer<typeof provenance>;

export const run = z.object({
  id,
  projectId: id,
  set: z.object({ id, name: z.string() }),
  controlSet: z.object({ id, name: z.string() }).nullable(),
  model: z.object({ id, name: z.string(), layers: z.int(), heads: z.int(), architecture: z.string() }),
  state: z.enum(RUN_STATES),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  /** Where its results are, where they are not in the workspace. */
  folder: z.string().nullable(),
  /** Of the set's pairs, those whose neutral is measured beside the counterfactual. They are no pairs of their own. */
  neutrals: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  /** In which it was at work, without the time that it stood still; null where that is not on record. */
  secondsAtWork: z.number().nullable(),
  error: z.string().nullable(),
  /** Starting it would do something: of a run whose pairs have all failed, that some of them may go well another time. */
  canResume: z.boolean(),
  /** Those that the run measured, in the catalogue's order; of metrics that came to it later the run has none. */
  metrics: z.array(metricName),
  provenance,
});
export type Run = z.infer<typeof run>;

export const runItemError = z.object({
  pairId: id,
  role: z.enum(ROLES),
  position: z.int(),
  original: z.string().nullable(),
  counterfactual: z.string().nullable(),
  code: z.string(),
  message: z.string(),
});
export type RunItemError = z.infer<typeof runItemError>;
/** So many of a run's failures are told at once; of all of them there is the number in {@link run}. */
export const RUN_ERRORS_LISTED = 1000;
