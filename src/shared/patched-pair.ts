/** What every process knows of activation patching on one pair of a run, looked at live. */
import { z } from 'zod';
import { place } from '../core/bounds.ts';
import { EFFECT_KINDS, POOLINGS } from '../core/effects/effects.ts';
import { id, ROLES } from './entities.ts';

const ofPair = {
  runId: id,
  pairId: id,
  /** As of `pairs.detail`. */
  role: z.enum(ROLES).optional(),
  /** auto: the logit difference where the pair has answers, else the loss, and `pooled` of an encoder. */
  effect: z.enum(['auto', ...EFFECT_KINDS]).default('auto'),
};
export const patchedPairRequest = z.object(ofPair);
export type PatchedPairRequest = z.output<typeof patchedPairRequest>;

export const patchedHeadRequest = z.object({ ...ofPair, layer: place, head: place });
export type PatchedHeadRequest = z.output<typeof patchedHeadRequest>;

/** Shares of the way: 0 the run as it was, 1 as far as the other one; null: undefined. */
const shares = z.array(z.number().nullable());

/** Denoising is of the original put into its counterfactual, or neutral; noising the other way. */
export const patchedPair = z.object({
  /** What was measured. */
  effect: z.object({
    kind: z.enum(EFFECT_KINDS),
    position: z.union([z.enum(['last', 'mask']), z.int()]),
    pooling: z.enum(POOLINGS),
    toward: z.enum(['original', 'neutral']),
  }),
  /** What was read of the original and of the other; null of effects that are vectors. */
  clean: z.number().nullable(),
  corrupted: z.number().nullable(),
  /** Tokens without partner, which keep their own values. */
  alone: z.object({ original: z.int(), other: z.int() }),
  /** [layers][heads], what a head reads out put in at every position that has a partner. */
  denoising: z.array(shares),
  noising: z.array(shares),
});
export type PatchedPair = z.infer<typeof patchedPair>;

/** One head put in at one position: those of the other statement, and those of the original; null: without partner. */
export const patchedHead = z.object({ denoising: shares, noising: shares });
export type PatchedHead = z.infer<typeof patchedHead>;
