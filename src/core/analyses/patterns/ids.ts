import { z } from 'zod';
import { listOf, MOST, tokenId } from '../../bounds.ts';

/** Texts as token ids, and which ids are delimiters (of an encoder). */
export const patternsIds = z.object({
  texts: listOf(listOf(tokenId, MOST.tokens, 'tokens').min(1), MOST.statements, 'texts').min(1, {
    error: 'has no texts',
  }),
  delimiter_ids: listOf(tokenId, MOST.tokens, 'ids').default([]),
});
