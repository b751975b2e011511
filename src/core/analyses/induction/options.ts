import { z } from 'zod';
import { seedNumber } from '../../bounds.ts';

export const inductionOptions = z.object({
  sequences: z.int().min(10).max(10_000).default(100).describe('sequences, each with its control'),
  length: z.int().min(5).max(512).default(25).describe('tokens of one copy, L'),
  margin: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      'a head is called an induction head when the whole interval of its score less the control lies above this',
    ),
  seed: seedNumber.default(0).describe('of the tokens drawn and of the resampling'),
});
export type InductionOptions = z.output<typeof inductionOptions>;
