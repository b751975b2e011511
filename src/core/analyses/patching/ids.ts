/** The two statements of a patching as token ids: the sections `patching` and `patching_pooled` of reference analyses. */
import { z } from 'zod';
import { listOf, MOST, position, tokenId } from '../../bounds.ts';

const row = listOf(tokenId, MOST.tokens, 'token ids').min(1);

export const patchingIds = z.object({
  clean: row.describe('token ids of the clean statement, without padding'),
  corrupted: row.describe('token ids of the corrupted one'),
  token_types: listOf(z.int().min(0).max(255), MOST.tokens, 'token types')
    .nullish()
    .describe('the type of each token, of both statements; 0 without'),
  aligned: listOf(z.tuple([position, position]), MOST.tokens, 'aligned positions')
    .nullish()
    .describe('[clean, corrupted] positions that correspond; worked out without it'),
  position: position.nullish().describe('where the effect is read, in the clean statement'),
  metric_ids: listOf(tokenId, 2, 'ids')
    .min(1)
    .nullish()
    .describe('ids of the target and of what it is held against'),
});
export type PatchingIds = z.output<typeof patchingIds>;
