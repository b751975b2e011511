/** What a model foretells in a text, where it comes from, and what can be read off each layer, as screens ask for it. */
import { z } from 'zod';
import { foretold } from '../core/analyses/attribution/text-attribution.ts';
import { place, position, tokenId } from '../core/bounds.ts';
import { modelProbe, token } from './entities.ts';

/** A token of the vocabulary. */
const word = z.object({ id: z.int(), text: z.string() });
export type ForetoldToken = z.infer<typeof foretold>;

export const predictions = z.object({
  tokens: z.array(token),
  causal: z.boolean(),
  positions: z.array(
    z.object({
      /** The most probable first. Of a decoder what follows; of an encoder what stands there. */
      top: z.array(foretold),
      /** What the text has there: of a decoder the next token, null at the end. `rank` is 1 for the first. */
      own: foretold.extend({ rank: z.int() }).nullable(),
    }),
  ),
});
export type Predictions = z.infer<typeof predictions>;

export const attributionRequest = modelProbe.and(
  z.object({
    position,
    /** An id; without it the token that is ranked first. */
    target: tokenId.optional(),
    /** The neurons of this layer that add most are named. */
    neuronsOf: place.optional(),
  }),
);
export type AttributionRequest = z.infer<typeof attributionRequest>;

/** Ids at a position each; without them what the last layer ranks first there. */
export const lensRequest = modelProbe.and(z.object({ target: tokenId.optional() }));
export type LensRequest = z.infer<typeof lensRequest>;

export const lensGrid = z.object({
  tokens: z.array(token),
  /** Of each position. */
  targets: z.array(word),
  /** By stream, from what enters the first layer to what leaves the last, and position. */
  streams: z.array(
    z.array(
      z.object({
        top: foretold,
        /** Of the target: 1 for the first. */
        rank: z.int(),
        probability: z.number(),
      }),
    ),
  ),
});
export type LensGrid = z.infer<typeof lensGrid>;
