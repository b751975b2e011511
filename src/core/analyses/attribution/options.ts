import { z } from 'zod';
import { seedNumber, wordText } from '../../bounds.ts';
import { explainedOptions } from '../explained/options.ts';

export const attributionOptions = z.object({
  ...explainedOptions,
  against: wordText
    .default('')
    .describe('a token whose logit is taken off, likewise: what is explained is the difference of the two'),
  control: z
    .int()
    .min(0)
    .max(1000)
    .default(64)
    .describe('tokens drawn from the vocabulary that attribution is held against: what any token would get'),
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
