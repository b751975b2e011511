import type { z } from 'zod';
import { seedNumber } from '../../bounds.ts';
import { cueLexicon } from '../../negation/lexicon.ts';
import { comparisonChoice } from '../statistics/comparison-choice.ts';

export const negationOptions = comparisonChoice.pick({ comparison: true, clusters: true }).extend({
  cues: cueLexicon
    .default([])
    .describe(
      'words that negate, with commas between, in place of the words that the set has for it; empty: those of the set',
    ),
  seed: seedNumber.default(0).describe('seed of the resampling'),
});
export type NegationOptions = z.output<typeof negationOptions>;
