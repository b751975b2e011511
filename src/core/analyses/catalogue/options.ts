import { z } from 'zod';
import { seedNumber } from '../../bounds.ts';

export const catalogueOptions = z.object({
  attention: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      'a head is called by attention when the whole interval of its score less the control lies above this',
    ),
  effect: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe(
      'and by its direct effect when that lies beyond this share of the mean logit difference, in the direction of what it is called',
    ),
  pieces: z
    .enum(['refuse', 'first'])
    .default('refuse')
    .describe('pairs whose answer is several tokens are left out, or its first piece is taken'),
  seed: seedNumber.default(0).describe('seed of the names that controls are of, and of the resampling'),
});
export type CatalogueOptions = z.output<typeof catalogueOptions>;
