/** Token ids that neurons are read on, as `--inputs FILE.json` has them: `texts` of the section `attribution` of reference values. */
import { z } from 'zod';
import { listOf, MOST, tokenId } from '../../bounds.ts';

const text = listOf(tokenId, MOST.tokens, 'token ids').min(1, { error: 'is a text without tokens' });

export const neuronsIds = z.object({
  texts: listOf(text, MOST.statements, 'texts').min(1, { error: 'has no text' }),
});
