import { z } from 'zod';
import { LONGEST, seedNumber } from '../../bounds.ts';

/** Neurons of one analysis: their activations at every token are kept while it is computed. */
export const MOST_NEURONS = 64;

export const neuronsOptions = z.object({
  neurons: z
    .string()
    .max(LONGEST.word * 10)
    .default('')
    .describe(
      'which neurons: the layer, a dot and the neuron, several with commas between, for example 3.12 or 5.100-104; left empty: those that write the token below, where one is named, else some drawn at random',
    ),
  token: z
    .string()
    .max(LONGEST.word)
    .default('')
    .describe(
      'a word, for example Paris, or # and a token id, for example #284: the neurons of all layers that raise or lower its logit most, for the length of what they write',
    ),
  most: z.int().min(1).max(MOST_NEURONS).default(16).describe('neurons that are taken where none are named'),
  examples: z
    .int()
    .min(1)
    .max(20)
    .default(8)
    .describe('texts that excite a neuron most, and as many of each kind beside them'),
  share: z
    .number()
    .min(0.05)
    .max(0.95)
    .default(0.5)
    .describe('random tokens of its range are drawn from this share of the largest activation up'),
  written: z.int().min(1).max(50).default(10).describe('tokens that a neuron raises most, and lowers most'),
  seed: seedNumber.default(0).describe('seed of what is drawn at random'),
});
export type NeuronsOptions = z.output<typeof neuronsOptions>;
