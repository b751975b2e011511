import { z } from 'zod';
import { listOf, MOST, seedNumber, wordText } from '../../bounds.ts';
import { effectFields } from '../../effects/effect-options.ts';
import { PATH_WAYS, RECEIVER_NAME, SENDER_NAME } from './paths.ts';

const sender = wordText.regex(SENDER_NAME, {
  error: 'is a head (L0H3), an MLP (MLP0), embed, heads or mlps',
});
const receiver = wordText.regex(RECEIVER_NAME, {
  error: 'is a head (L5H1), what it reads of it (L5H1.q), output or heads',
});

export const pathPatchingOptions = z.object({
  from: listOf(sender, MOST.places, 'senders')
    .default([])
    .describe('what is sent: heads (L0H3), MLPs (MLP0), embed, heads, mlps; everything without any'),
  to: listOf(receiver, MOST.places, 'receivers')
    .default([])
    .describe(
      'what it is sent to: heads (L5H1, or L5H1.q, .k, .v alone), heads, output; without any the output, and of token ids every head as well',
    ),
  way: z
    .enum(['both', ...PATH_WAYS])
    .default('both')
    .describe(
      'direct: along the residual stream alone (not where blocks end in a norm); with_mlps: MLPs and norms between computed anew',
    ),
  direction: z
    .enum(['denoising', 'noising'])
    .default('denoising')
    .describe(
      'denoising: the original’s values go into the counterfactual, which shows what is enough; noising: the other way, which shows what is needed',
    ),
  ...effectFields,
  margin: z
    .number()
    .min(0)
    .max(10)
    .default(0.01)
    .describe(
      'the smallest share of the way that counts: a path does something when its whole interval lies beyond',
    ),
  seed: seedNumber.default(0).describe('seed of the resampling'),
});
export type PathPatchingOptions = z.output<typeof pathPatchingOptions>;
