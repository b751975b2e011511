import { z } from 'zod';
import { listOf, MOST, seedNumber, tokenId } from '../../bounds.ts';

export const compositionOptions = z.object({
  samples: z
    .int()
    .min(20)
    .max(2000)
    .default(400)
    .describe('pairs of random matrices of the same shape that the scores are held against'),
  seed: seedNumber.default(0).describe('seed of the random matrices'),
});
export type CompositionOptions = z.output<typeof compositionOptions>;

/** The section `circuits` of a file of reference values: of it composition needs nothing, for it is of the weights alone. */
export const compositionIds = z.object({
  tokens: listOf(tokenId, MOST.tokens, 'token ids').optional(),
});
