import { z } from 'zod';
import { seedNumber } from '../../bounds.ts';

export const ablationOptions = z.object({
  masked: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.15)
    .describe(
      'for an encoder: the share of a text’s tokens that are masked at once and have to be told, one at least',
    ),
  margin: z
    .number()
    .min(0)
    .max(10)
    .default(0.01)
    .describe('nats a token that count: a head changes the loss when its whole interval lies beyond this'),
  seed: seedNumber.default(0).describe('seed of the tokens masked, of the other texts and of the resampling'),
});
export type AblationOptions = z.output<typeof ablationOptions>;
