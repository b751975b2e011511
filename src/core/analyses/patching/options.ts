import { z } from 'zod';
import { listOf, MOST, position, seedNumber, wordText } from '../../bounds.ts';
import { effectFields } from '../../effects/effect-options.ts';
import { comparisonChoice } from '../statistics/comparison-choice.ts';
import { PATCH_DIRECTIONS, PATCH_HOOKS, type PatchChoice } from './hooks.ts';
import { HEAD_PLACE, placesNamed } from './together.ts';

export const patchingOptions = z.object({
  hooks: listOf(z.enum(PATCH_HOOKS), PATCH_HOOKS.length, 'hook points')
    .min(1)
    .default(['resid_pre', 'attn_out', 'mlp_out', 'z'])
    .describe(
      `what is taken from one run and put into the other: ${PATCH_HOOKS.join(', ')}; the first three by layer and position, the others by layer and head`,
    ),
  direction: z
    .enum([...PATCH_DIRECTIONS, 'both'])
    .default('denoising')
    .describe(
      'denoising: the original into the counterfactual, which shows what is enough; noising: the other way, which shows what is needed; or both',
    ),
  ...effectFields,
  headPositions: z
    .enum(['no', 'yes'])
    .default('no')
    .describe('whether the output of heads is also patched position by position'),
  together: listOf(wordText.regex(HEAD_PLACE, { error: 'is a head: L5H9' }), MOST.places, 'heads')
    .default([])
    .describe('heads (L5H9, L4H10) whose outputs are also put in all at once'),
  positions: listOf(position, MOST.tokens, 'positions')
    .default([])
    .describe('positions of the original that are shown together, as marked'),
  inserted: z
    .enum(['leave', 'mean'])
    .default('leave')
    .describe(
      'a token without partner: it keeps its own value (leave), or gets the mean over the tokens of its run (mean)',
    ),
  margin: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe('a cell restores something when the whole interval lies above such a share of the way'),
  ...comparisonChoice.pick({ comparison: true, clusters: true }).shape,
  seed: seedNumber.default(0).describe('seed of the resampling'),
});
export type PatchingOptions = z.output<typeof patchingOptions>;

export function choiceOf({ hooks, direction, headPositions, together }: PatchingOptions): PatchChoice {
  return {
    hooks: PATCH_HOOKS.filter((hook) => hooks.includes(hook)),
    directions: direction === 'both' ? PATCH_DIRECTIONS : [direction],
    headPositions: headPositions === 'yes',
    together: placesNamed(together),
  };
}
