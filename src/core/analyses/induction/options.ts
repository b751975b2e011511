import { z } from 'zod';
import { seedNumber } from '../../bounds.ts';

export const LAYOUTS = ['standard', 'chen'] as const;

export const inductionOptions = z.object({
  sequences: z
    .int()
    .min(10)
    .max(10_000)
    .default(100)
    .describe('sequences, each with its control; of an encoder, trials of each set-up'),
  length: z.int().min(5).max(512).default(25).describe('tokens of one copy, L'),
  layout: z
    .enum(LAYOUTS)
    .default('standard')
    .describe('of an encoder’s sequences: [CLS] R [SEP] R, or [SEP] R R as Chen has it'),
  tokens: z
    .enum(['uniform', 'frequency', 'all'])
    .default('uniform')
    .describe(
      'how tokens are drawn: ordinary ones alike, or as often as they stand in the set of texts; or all alike, but for special ones',
    ),
  early: z
    .int()
    .min(1)
    .max(100_000)
    .default(50)
    .describe('the short context of the in-context learning score'),
  late: z
    .int()
    .min(2)
    .max(100_000)
    .default(500)
    .describe('the long one; what the model takes, where that is less'),
  margin: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      'a head is called an induction head when the whole interval of its score less the control lies above this',
    ),
  seed: seedNumber.default(0).describe('seed of the tokens drawn and of the resampling'),
});
export type InductionOptions = z.output<typeof inductionOptions>;
