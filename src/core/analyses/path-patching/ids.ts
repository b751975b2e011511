/** The token ids of path patching, as `--inputs FILE.json` has them: the section `path_patching` of a file of reference values. */
import { z } from 'zod';
import { MOST, position, tokenId } from '../../bounds.ts';

const row = z.array(tokenId).min(1).max(MOST.tokens);

export const pathPatchingIds = z.object({
  clean: row.describe('token ids of the statement that values are taken from'),
  corrupted: row.describe('token ids of the statement that they are put into'),
  token_types: z
    .array(z.int().min(0).max(255))
    .max(MOST.tokens)
    .nullish()
    .describe('the type of each token, of both statements; 0 without'),
  position: position.nullish().describe('where the logits are read; the last token without it'),
  metric_ids: z
    .tuple([tokenId, tokenId])
    .nullish()
    .describe('the ids whose logits are held against each other: the first less the second'),
});
