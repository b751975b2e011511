/** Analyses as every process sees them. Schemas are the source; types derive from them. */
import { z } from 'zod';
import { LARGEST, modelText, plainOptions, rowId, wordText } from '../core/bounds.ts';
import { deviceChoice, ranOn } from './devices.ts';

const id = rowId;

const ANALYSIS_STATES = ['planned', 'running', 'cancelled', 'failed', 'done'] as const;

const provenance = z.object({
  /** Of what the numbers are made from beside the model; '' where there is nothing else. */
  subjectHash: z.string(),
  weightsHash: z.string(),
  /** As of a run; null too where no model is used. */
  compiledWeights: z.string().nullable(),
  /** As of a run; null too where no model is used. */
  device: deviceChoice,
  ranOn: ranOn.nullable(),
  tokenizerHash: z.string(),
  seed: z.int(),
  pairlensVersion: z.string(),
  ortVersion: z.string(),
});

const namedSet = z.object({ id, name: z.string() });

export const analysis = z.object({
  id,
  projectId: id,
  /** A kind of core/registries/analyses.ts. A newer Pairlens may have stored one that is not known here. */
  kind: z.string(),
  /** Of the kind's definition, that the numbers follow. */
  version: z.int(),
  /** The run that it is of. */
  runId: id.nullable(),
  /** What it is of, beside the model. */
  subject: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('model') }),
    z.object({ kind: z.literal('run'), runId: id }),
    z.object({ kind: z.literal('pairs'), set: namedSet, controlSet: namedSet.nullable() }),
    z.object({ kind: z.literal('texts'), textSet: namedSet }),
    /** Token ids that were given with it. */
    z.object({ kind: z.literal('ids') }),
  ]),
  /** null: the run's. */
  model: z
    .object({ id, name: z.string(), layers: z.int(), heads: z.int(), architecture: z.string() })
    .nullable(),
  options: z.record(z.string(), z.unknown()),
  state: z.enum(ANALYSIS_STATES),
  /** Items in its plan, and how they went. */
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: z.string().nullable(),
  /** Starting it would do something: not where each of its items would fail again. */
  canResume: z.boolean(),
  provenance,
});
export type Analysis = z.infer<typeof analysis>;

export const newAnalysis = z.object({
  projectId: id,
  kind: wordText,
  /** The name of a model, or a folder; of an analysis of a run, the run's own when absent. */
  model: modelText.optional(),
  /** What it is to be of, of what its kind takes: one of run, set of pairs and set of texts, or nothing. */
  runId: id.optional(),
  setId: id.optional(),
  controlSetId: id.optional(),
  textSetId: id.optional(),
  /** Absent: as the workspace has it. */
  device: deviceChoice.optional(),
  /** As the kind's schema reads them. */
  options: plainOptions.default({}),
});
export type NewAnalysis = z.input<typeof newAnalysis>;

export const analysisTable = z.object({
  columns: z.array(z.string()),
  /** null: undefined. */
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});
/** One number of each item of an analysis that keeps what was computed of them. */
export const itemValuesRequest = z.object({
  id,
  /** Of the tensor that each item has, and the place in it, counted row-major. */
  name: wordText,
  index: z.int().min(0).max(LARGEST.offset),
});

export const itemValues = z.object({
  /** Places in the plan of the items that have it. */
  positions: z.array(z.int()),
  /** Of each the id of the pair or the text that it was made of. */
  sources: z.array(z.int().nullable()),
  /** null: undefined. */
  values: z.array(z.number().nullable()),
});

export type AnalysisTableRows = z.infer<typeof analysisTable>;
