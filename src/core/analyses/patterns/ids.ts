import { z } from 'zod';
import { listOf, MOST, tokenId } from '../../bounds.ts';

/** Texts as token ids; of an encoder which ids are delimiters, and the id of a masked token where heads are taken away. */
export const patternsIds = z.object({
  texts: listOf(listOf(tokenId, MOST.tokens, 'tokens').min(1), MOST.statements, 'texts').min(1, {
    error: 'has no texts',
  }),
  delimiter_ids: listOf(tokenId, MOST.tokens, 'ids').default([]),
  mask_id: tokenId.nullish(),
});
