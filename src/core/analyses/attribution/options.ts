import { z } from 'zod';
import { seedNumber, wordText } from '../../bounds.ts';
import { explainedOptions } from '../explained/options.ts';

export const attributionOptions = z.object({
  ...explainedOptions,
  against: wordText
    .default('')
    .describe(
      'a second token, written in the same way: what is explained then is the difference of the two logits',
    ),
  control: z
    .int()
    .min(0)
    .max(1000)
    .default(64)
    .describe(
      'how many tokens are drawn from the vocabulary as the control: what any token would get; 0: none',
    ),
  neurons: z.int().min(0).max(100).default(10).describe('neurons of each MLP that are named; 0: none'),
  margin: z
    .number()
    .min(0)
    .max(100)
    .default(0.1)
    .describe('a head writes for the token when the whole interval lies above this, in logits'),
  seed: seedNumber.default(0).describe('seed of the tokens drawn and of the resampling'),
});
export type AttributionOptions = z.output<typeof attributionOptions>;
