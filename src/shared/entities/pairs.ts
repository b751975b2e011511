import { z } from 'zod';
import { id } from './fields.ts';

/** Stretches of a statement, ascending. */
const markedRanges = z.array(z.tuple([z.int(), z.int()]));

/** Either texts or token id lists. */
export const pair = z.object({
  id,
  setId: id,
  position: z.int(),
  label: z.string().nullable(),
  /** What it shares with others of the same name: a template, a source sentence. null: a cluster of its own. */
  cluster: z.string().nullable(),
  original: z.string().nullable(),
  counterfactual: z.string().nullable(),
  /** Another change of the original, which should not matter; null where there is none. */
  neutral: z.string().nullable(),
  originalIds: z.array(z.int()).nullable(),
  counterfactualIds: z.array(z.int()).nullable(),
  neutralIds: z.array(z.int()).nullable(),
  /**
   * What negates in the counterfactual, and what it bears on, where a person has marked it: [from, to) in UTF-16 units of
   * its text, or in its token ids. null: not marked.
   */
  cues: markedRanges.nullable(),
  scope: markedRanges.nullable(),
  /**
   * What should follow the original, and what would follow the counterfactual instead: words without white space around
   * them, or a token id in digits where the pair is of token ids. null: not said; there is no wrong answer without an answer.
   */
  answer: z.string().nullable(),
  wrongAnswer: z.string().nullable(),
  /** What its row has in other columns, by their names: kept and shown, and nothing is computed of it. null: nothing. */
  extras: z.record(z.string(), z.string()).nullable(),
});
export type Pair = z.infer<typeof pair>;
