import { z } from 'zod';
import { seedNumber } from '../../bounds.ts';

export const normsOptions = z.object({
  below: z
    .number()
    .min(-1)
    .max(1)
    .default(0.5)
    .describe(
      'weights and norms of a head disagree when the whole interval of their rank correlation lies below this limit, for example 0.5',
    ),
  seed: seedNumber.default(0).describe('seed of the resampling'),
});
export type NormsOptions = z.output<typeof normsOptions>;
