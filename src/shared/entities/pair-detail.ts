/** One pair of a run as its room shows it: tokens, alignment, metrics by head. */
import { z } from 'zod';
import { METRIC_NAMES, type MetricName } from '../../core/metrics/catalogue.ts';
import { PAIR_NOTES } from '../../core/pairs/pair-notes.ts';
import { id } from './fields.ts';
import { valueKind } from './figure-choices.ts';
import { pair } from './pairs.ts';
import { metricValues } from './results.ts';
import { ROLES } from './runs.ts';

/**
 * A token: `text` what it says by itself (core/pairs/token-bytes.ts), `word` the index of its word (null for special
 * tokens).
 */
export const token = z.object({
  id: z.int(),
  text: z.string(),
  /** Hex of the UTF-8 that it stands for, where that is not the UTF-8 of `text`: of a part of a character, of ##ing. */
  bytes: z.string().optional(),
  special: z.boolean(),
  word: z.int().nullable(),
});
export type Token = z.infer<typeof token>;

/** `sink`: an attention sink by rule, or aligned with one. */
const tokenOfPair = token.extend({ sink: z.boolean() });

export const alignment = z.object({
  used: z.enum(['position', 'edit', 'manual']),
  /** [original position, counterfactual position], ascending */
  pairs: z.array(z.tuple([z.int(), z.int()])),
});

/** What the store has of a pair of a run at once, without its model. */
export const pairStatements = z.object({
  position: z.int(),
  /** null: the pair is of token ids. */
  original: z.string().nullable(),
  /** The counterfactual; in role 'neutral' the neutral. */
  compared: z.string().nullable(),
});
export type PairStatements = z.infer<typeof pairStatements>;

/** One pair of a run with everything but its tensors. */
export const pairDetail = z.object({
  pair,
  /** 'neutral': what is called counterfactual here is the neutral. */
  role: z.enum(ROLES),
  /** The model is a decoder: in maps of its attention the cells above the diagonal are forbidden, and hold 0. */
  causal: z.boolean(),
  /** The run has measured the pair's neutral, too. */
  hasNeutral: z.boolean(),
  original: z.array(tokenOfPair),
  counterfactual: z.array(tokenOfPair),
  alignment,
  /** What is to be known of the comparison beside its numbers; null: the run was planned before that was looked at. */
  notes: z.array(z.object({ note: z.enum(PAIR_NOTES), tokens: z.int() })).nullable(),
  /** The kinds of maps of values that there are of the model. */
  valueKinds: z.array(valueKind),
  /** [layers][heads] */
  heads: z.array(z.array(metricValues)),
  /** Smallest and largest value of each metric over the pairs of the set: all pairs are coloured on one scale. null: no value. */
  metricRanges: z.object(
    Object.fromEntries(
      METRIC_NAMES.map((name) => [name, z.tuple([z.number(), z.number()]).nullable()]),
    ) as Record<MetricName, z.ZodNullable<z.ZodTuple<[z.ZodNumber, z.ZodNumber], null>>>,
  ),
  /** Neighbours in the set's order, for j and k. */
  previousPairId: id.nullable(),
  nextPairId: id.nullable(),
});
export type PairDetail = z.infer<typeof pairDetail>;

/** A pair whose alignment was corrected just now. */
export const correctedPair = pairDetail.extend({
  /** A person's alignment that was stored before, as `alignment.pairs`; null: none. */
  replaced: alignment.shape.pairs.nullable(),
});
export type CorrectedPair = z.infer<typeof correctedPair>;
