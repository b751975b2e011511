/** The tokens of a pair under a model, without a run: what the tokenizer makes of its statements, and how they are aligned. */
import { z } from 'zod';
import { listOf, modelText, MOST, position } from '../core/bounds.ts';
import { alignment, id, pair, token } from './entities.ts';

export const pairTokensRequest = z.object({
  pairId: id,
  /** An installed model, by its name. */
  model: modelText,
  /** What the original is held against. */
  compared: z.enum(['counterfactual', 'neutral']).default('counterfactual'),
});
export type PairTokensRequest = z.output<typeof pairTokensRequest>;

/** [position in the original, position in the counterfactual], ascending in both. */
export const positionPairs = listOf(z.tuple([position, position]), MOST.tokens, 'positions');

export const pairAlignmentRequest = z.object({
  pairId: id,
  /** An installed model, by its name: the alignment holds for all that have its tokenizer. */
  model: modelText,
  /** null: none of a person's any more. */
  positions: positionPairs.nullable(),
});
export type PairAlignmentRequest = z.output<typeof pairAlignmentRequest>;

export const pairTokens = z.object({
  pair,
  /** Whether its set has the pair still: one that was edited or removed has been taken out. */
  isInSet: z.boolean(),
  original: z.array(token),
  compared: z.array(token),
  /** As a run would have it, unless it asks for another method: a person's alignment of the counterfactual before all. */
  alignment,
  /** As it would be without a person's. */
  automatic: alignment,
  /** Of its neutral's change, as core/statistics/shape; null where it has none, and where it is the neutral that is aligned. */
  neutralShape: z.tuple([z.int(), z.int(), z.int()]).nullable(),
  /** Tokens that the model takes at most. */
  maxPositions: z.int(),
});
export type PairTokens = z.infer<typeof pairTokens>;

/** A pair that a person has aligned under a tokenizer. */
export const alignedPair = z.object({
  pairId: id,
  /** Its place in the set, from 0. */
  position: z.int(),
});
export type AlignedPair = z.infer<typeof alignedPair>;
