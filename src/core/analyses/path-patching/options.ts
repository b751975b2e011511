import { z } from 'zod';
import { listOf, MOST, seedNumber, wordText } from '../../bounds.ts';
import { effectFields } from '../../effects/effect-options.ts';
import { PATH_WAYS, RECEIVER_NAME, SENDER_NAME } from './paths.ts';

const sender = wordText.regex(SENDER_NAME, {
  error: 'is a head (L0H3), an MLP (MLP0), embed, heads or mlps',
});
const receiver = wordText.regex(RECEIVER_NAME, {
  error: 'is a head (L5H1), its queries, keys or values (L5H1.q, L5H1.k, L5H1.v), output or heads',
});

export const pathPatchingOptions = z.object({
  from: listOf(sender, MOST.places, 'senders')
    .default([])
    .describe(
      'what is sent: a head (L0H3), an MLP (MLP0), embed (the embeddings), heads (each head) or mlps (each MLP), several with commas between, for example L0H3,MLP0; left empty: each of all these',
    ),
  to: listOf(receiver, MOST.places, 'receivers')
    .default([])
    .describe(
      'what it is sent to: a head (L5H1), the queries, keys or values of a head (L5H1.q, L5H1.k, L5H1.v), heads (each head) or output, several with commas between; left empty: the output, and where token ids are given each head as well',
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
