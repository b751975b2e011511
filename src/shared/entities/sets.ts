/** Sets of pairs, those of a workspace and those that are shipped. */
import { z } from 'zod';
import { id, timestamp } from './fields.ts';
import { importChoices } from './imports.ts';

export const labelCount = z.object({ label: z.string().nullable(), pairs: z.int() });
export const extraCount = z.object({ name: z.string(), pairs: z.int() });

export const sentenceSet = z.object({
  id,
  projectId: id,
  name: z.string(),
  description: z.string(),
  source: z.string(),
  createdAt: timestamp,
  pairCount: z.int(),
  /** Of the pairs, those with a neutral. */
  neutralCount: z.int(),
  /** Different names of clusters; a pair without one is a cluster of its own. */
  clusterCount: z.int(),
  /** Of the pairs, those with an answer. */
  answerCount: z.int(),
  /** Different labels; pairs without one have none. */
  labelCount: z.int(),
  /** How many pairs have each; of more than 200 labels the first in natural order. null: pairs without one. */
  labels: z.array(labelCount),
  /** Columns beside those of a pair, in the order in which they appear, and how many pairs have something in each. */
  extras: z.array(extraCount),
  /** What was assumed when it was imported from a file; null for a set of other origin. */
  imported: importChoices.nullable(),
});
export type SentenceSet = z.infer<typeof sentenceSet>;

/** A set with the hash of its pairs as they are now: what a run on it would record as its set_hash. */
export const hashedSentenceSet = sentenceSet.extend({ contentHash: z.string() });
export type HashedSentenceSet = z.infer<typeof hashedSentenceSet>;

export const bundledSet = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  pairCount: z.int(),
  labels: z.array(labelCount),
});
export type BundledSet = z.infer<typeof bundledSet>;
