/** part-K-of-N.json of an analysis: what a part was computed from, and the files that it consists of, with their hashes. */
import { z } from 'zod';
import { deviceChoice } from '../../../shared/devices.ts';
import { rowsFile, subjectFile } from '../shards/part-files.ts';
import { type PartFormat, plannedModel, plannedSet, recordFields, stretches } from '../shards/part-format.ts';

/** Goes up when the files of a part change their meaning, or how a plan is divided does. */
const VERSION = 1;

const count = z.int().min(0);
const text = z.string();
const hash = z.string().regex(/^[\da-f]{64}$/);

const plannedTexts = z.object({
  name: text.min(1),
  description: text,
  source: text,
  sha256: hash,
  texts: count,
});
export type PlannedTexts = z.infer<typeof plannedTexts>;

/** What it is made of beside the model. */
const plannedSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('model') }),
  z.object({ kind: z.literal('pairs'), set: plannedSet, control_set: plannedSet.nullable() }),
  z.object({ kind: z.literal('texts'), text_set: plannedTexts }),
  z.object({ kind: z.literal('ids') }),
]);
export type PlannedSubject = z.infer<typeof plannedSubject>;

/** All that decides what is in a part, but for which part it is: the same for every part of an analysis. */
export const analysisPlan = z.object({
  pairlens: text,
  onnxruntime: text,
  kind: text.min(1),
  /** Of the kind's definition. */
  version: z.int(),
  model: plannedModel,
  subject: plannedSubject,
  /** As analyses record it: of all that the numbers are made from beside the model. */
  subject_hash: text,
  options: z.record(text, z.unknown()),
  seed: z.int().min(0),
  device: deviceChoice,
  /** How many the plan has. */
  items: count,
});
export type AnalysisPlan = z.infer<typeof analysisPlan>;

const analysisPartRecord = z.object({
  format: z.literal('pairlens-analysis-part'),
  version: z.literal(VERSION),
  ...recordFields(analysisPlan),
  /** Which items of the plan are in it, from 0, those that failed among them. */
  positions: stretches,
  done: count,
  /** `item` from 1. */
  failed: z.array(z.object({ item: z.int().min(1), code: text, message: text })),
});
export type AnalysisPartRecord = z.infer<typeof analysisPartRecord>;

export const ANALYSIS_PARTS: PartFormat<AnalysisPlan, AnalysisPartRecord> = {
  format: 'pairlens-analysis-part',
  version: VERSION,
  of: 'analysis',
  written: 'pairlens analyze KIND … --shard K/N --out DIR',
  plan: analysisPlan,
  record: analysisPartRecord,
  files: (number) => [rowsFile(number), subjectFile(number)],
};
