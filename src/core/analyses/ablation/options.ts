import { z } from 'zod';
import { seedNumber } from '../../bounds.ts';

export const ablationOptions = z.object({
  masked: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.15)
    .describe(
      'share of the tokens that an encoder has to tell: masked, all at once; at least one of each text',
    ),
  margin: z
    .number()
    .min(0)
    .max(10)
    .default(0.01)
    .describe('a head costs something when the whole interval lies above so many nats a token'),
  seed: seedNumber.default(0).describe('seed of the tokens masked, of the other texts and of the resampling'),
});
export type AblationOptions = z.output<typeof ablationOptions>;
