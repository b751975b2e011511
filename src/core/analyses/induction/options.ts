import { z } from 'zod';
import { seedNumber } from '../../bounds.ts';

export const LAYOUTS = ['standard', 'chen'] as const;

export const inductionOptions = z.object({
  sequences: z
    .int()
    .min(10)
    .max(10_000)
    .default(100)
    .describe(
      'how many random sequences are drawn, each with a control in which nothing repeats; for an encoder, as many in each of its three set-ups',
    ),
  length: z.int().min(5).max(512).default(25).describe('tokens in the part that is said twice (L)'),
  layout: z
    .enum(LAYOUTS)
    .default('standard')
    .describe(
      'for an encoder, how its sequence is put together: [CLS] R [SEP] R, or [SEP] R R as Chen has it',
    ),
  tokens: z
    .enum(['uniform', 'frequency', 'all'])
    .default('uniform')
    .describe(
      'which tokens are drawn: ordinary ones, each equally likely (uniform) or as often as they stand in the set of texts (frequency); or all that are not special (all)',
    ),
  early: z
    .int()
    .min(1)
    .max(100_000)
    .default(50)
    .describe('in-context learning compares the loss at two places of a text: the earlier one, in tokens'),
  late: z
    .int()
    .min(2)
    .max(100_000)
    .default(500)
    .describe('the later of the two places, in tokens; the last that the model takes, where that is less'),
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
