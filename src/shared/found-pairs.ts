/** Pairs of a project, or of all, by number or by words, wherever they are: what the command palette asks. */
import { z } from 'zod';
import { LARGEST, MOST, searchText } from '../core/bounds.ts';
import { id } from './entities.ts';

export const pairSearch = z.object({
  /** Without one: of all projects. */
  projectId: id.optional(),
  /** The run that is looked at: its pairs come first, and are opened in it. */
  runId: id.optional(),
  /** A number, as sets count their pairs from 1, or a part of a sentence. */
  by: z.union([
    z.object({ number: z.int().min(1).max(LARGEST.offset) }),
    z.object({ words: searchText.min(2) }),
  ]),
  limit: z.int().min(1).max(MOST.page).default(8),
});
export type PairSearch = z.infer<typeof pairSearch>;

export const foundPair = z.object({
  pairId: id,
  project: z.object({ id, name: z.string() }),
  set: z.object({ id, name: z.string() }),
  /** Counted from 1. */
  number: z.int(),
  /** Empty where the pair is given as token ids. */
  original: z.string(),
  counterfactual: z.string(),
  /** A run that has measured the pair: the one that was asked for, or the latest. */
  runId: id.nullable(),
});
export type FoundPair = z.infer<typeof foundPair>;
