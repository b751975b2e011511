/** The token ids of an ablation, as `--inputs FILE.json` has them: the section `ablation` of a file of reference values. */
import { z } from 'zod';
import { LARGEST, MOST } from '../../bounds.ts';

const row = z.array(z.int().min(0).max(LARGEST.tokenId)).min(1).max(MOST.tokens);
const rows = z.array(row).min(1).max(MOST.statements);

export const ablationIds = z.object({
  texts: rows.describe('token ids of each text, without padding'),
  masked: z
    .array(z.array(z.int().min(0).max(MOST.tokens)).min(1).max(MOST.tokens))
    .max(MOST.statements)
    .nullish()
    .describe('of each text the positions that an encoder has to tell, masked all at once'),
  mask_id: z.int().min(0).max(LARGEST.tokenId).nullish().describe('the id that stands for a masked token'),
  token_types: z
    .array(z.array(z.int().min(0).max(255)).max(MOST.tokens).nullable())
    .max(MOST.statements)
    .nullish()
    .describe('of each text the type of each token; 0 without'),
});
export type AblationIds = z.output<typeof ablationIds>;
