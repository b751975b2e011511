import { z } from 'zod';
import { listOf, MOST, seedNumber, tokenId } from '../../bounds.ts';
import { PROJECTIONS } from '../query-key/options.ts';

export const bigramsOptions = z.object({
  tokens: z
    .int()
    .min(1)
    .max(8192)
    .default(1000)
    .describe(
      'how many tokens are listed: those that the texts have most often, or, without texts, the first of the vocabulary',
    ),
  top: z
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('how many followers, and how many predecessors, are listed of each'),
  textTokens: z
    .int()
    .min(100)
    .max(1_000_000)
    .default(100_000)
    .describe('how many tokens of the texts are counted at most'),
  projection: z
    .enum(PROJECTIONS)
    .default('pca')
    .describe('how the embeddings of the listed tokens are laid out'),
  seed: seedNumber.default(0).describe('seed of the layout and of the intervals'),
});
export type BigramsOptions = z.output<typeof bigramsOptions>;

/** Token ids that are listed, as `--inputs FILE.json` has them: the section `circuits` of a file of reference values. */
export const bigramsIds = z.object({
  tokens: listOf(tokenId, MOST.items, 'token ids').min(1).describe('tokens that are listed'),
});
