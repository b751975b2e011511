/** The tokens of a pair under a model, without a run: what the tokenizer makes of its statements, and how they are aligned. */
import { z } from 'zod';
import { modelText } from '../core/bounds.ts';
import { alignment, id, token } from './entities.ts';

export const pairTokensRequest = z.object({
  pairId: id,
  /** An installed model, by its name. */
  model: modelText,
  /** What the original is held against. */
  compared: z.enum(['counterfactual', 'neutral']).default('counterfactual'),
});
export type PairTokensRequest = z.output<typeof pairTokensRequest>;

export const pairTokens = z.object({
  original: z.array(token),
  compared: z.array(token),
  /** As a run would have it, unless it asks for another method: a person's alignment of the counterfactual before all. */
  alignment,
  /** Tokens that the model takes at most. */
  maxPositions: z.int(),
});
export type PairTokens = z.infer<typeof pairTokens>;
