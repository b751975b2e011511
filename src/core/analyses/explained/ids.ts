/** Token ids whose predictions are explained, as `--inputs FILE.json` has them: the section `attribution` of reference values. */
import { z } from 'zod';
import { listOf, MOST, position, tokenId } from '../../bounds.ts';

const text = listOf(tokenId, MOST.tokens, 'token ids').min(1, { error: 'is a text without tokens' });
/** So many tokens are explained at a position. */
const MOST_TARGETS = 16;

export const explainedIds = z.object({
  texts: listOf(text, MOST.statements, 'texts').min(1, { error: 'has no text' }),
  token_types: listOf(
    listOf(z.int().min(0).max(255), MOST.tokens, 'token types').nullable(),
    MOST.statements,
    'texts',
  )
    .nullish()
    .describe('of each text the type of each token; 0 without'),
  cases: listOf(
    z.object({
      text: z.int().min(0).max(MOST.statements).describe('which of texts, from 0'),
      position: position.describe('whose prediction is explained'),
      targets: listOf(tokenId, MOST_TARGETS, 'targets')
        .nullish()
        .describe('ids; without, the two that the model ranks first'),
    }),
    MOST.statements,
    'cases',
  ).min(1, { error: 'has no case' }),
});
