import { z } from 'zod';
import { LARGEST, listOf, MOST, tokenId } from '../../bounds.ts';

export const qkOvOptions = z.object({
  layer: z
    .int()
    .min(-1)
    .max(LARGEST.place)
    .default(-1)
    .describe('layer of a single head to compute, counted from 0, for example 1; -1 takes all heads'),
  head: z
    .int()
    .min(-1)
    .max(LARGEST.place)
    .default(-1)
    .describe('the head in that layer, counted from 0, for example 3; -1 takes all heads'),
  topPairs: z.int().min(1).max(1000).default(50).describe('pairs of tokens that are listed of each circuit'),
  directions: z
    .int()
    .min(1)
    .max(64)
    .default(6)
    .describe('singular directions that are read in the vocabulary'),
  tokens: z.int().min(1).max(100).default(10).describe('tokens that are listed at each end of a direction'),
});
export type QkOvOptions = z.output<typeof qkOvOptions>;

/** Token ids whose circuits are written out, as `--inputs FILE.json` has them: the section `circuits` of reference values. */
export const qkOvIds = z.object({
  tokens: listOf(tokenId, MOST.items, 'token ids').min(1).describe('tokens whose circuits are written out'),
});
