import { z } from 'zod';
import { listOf, MOST, tokenId } from '../../bounds.ts';

const text = listOf(tokenId, MOST.tokens, 'token ids').min(1, { error: 'is a text without tokens' });
const types = listOf(z.int().min(0).max(255), MOST.tokens, 'token types');

/** The section `norms` of the reference values: texts as token ids. What else it holds is not read. */
export const normsInputs = z.object({
  texts: listOf(text, MOST.statements, 'texts').min(1, { error: 'has no text' }),
  /** Of each text, as many as it has tokens; 0 where there are none. */
  token_types: listOf(types.nullable(), MOST.statements, 'texts').nullish(),
});
