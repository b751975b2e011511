import { oc } from '@orpc/contract';
import { z } from 'zod';
import { modelText, place } from '../../core/bounds.ts';
import { MAPS_OVER, SMALL_MAP_CELLS, SMALL_MAPS } from '../../core/figures/pair-maps.ts';
import { id } from '../entities/fields.ts';
import { valueKind } from '../entities/figure-choices.ts';
import { correctedPair, pairDetail, pairStatements } from '../entities/pair-detail.ts';
import { ROLES } from '../entities/runs.ts';
import {
  alignedPair,
  pairAlignmentRequest,
  pairTokens,
  pairTokensRequest,
  positionPairs,
} from '../pair-tokens.ts';
import { patchedHead, patchedHeadRequest, patchedPair, patchedPairRequest } from '../patched-pair.ts';
import { binary } from './fields.ts';

const role = z.enum(ROLES);

export const pairs = {
  /** Both statements as the store has them: no model is opened for them, and they are there at once. `role` as of `detail`. */
  statements: oc.input(z.object({ runId: id, pairId: id, role: role.optional() })).output(pairStatements),
  /** `role` 'neutral': the original with its neutral; absent: with its counterfactual, of set or control. */
  detail: oc.input(z.object({ runId: id, pairId: id, role: role.optional() })).output(pairDetail),
  /**
   * The maps of one head as the bytes of a safetensors file, float32, from core/checkpoints/safetensors:
   * pattern_original [n, n], pattern_counterfactual [n', n'] (query, key), pattern_difference [m, m] on the aligned
   * grid, and the two maps [n, n], [n', n'] of the kind of `values` (core/figures/pair-maps); with view 'words' over
   * words. Labels of rows and columns are those of pairs.detail, and so is whether the mask of a decoder forbids the cells
   * above the diagonal; the metadata has it, too, as `causal`.
   */
  maps: oc
    .input(
      z.object({
        runId: id,
        pairId: id,
        role: role.optional(),
        layer: place,
        head: place,
        view: z.enum(['tokens', 'words']).default('tokens'),
        values: valueKind.default('centred'),
        /** 'layer': patterns are means over the heads of the layer, whichever head is named, and there are no values. */
        over: z.enum(MAPS_OVER).default('head'),
      }),
    )
    .output(binary),
  /**
   * One map of every head, float32: heads [layers, heads, p, p] and means over the heads of a layer [layers, p, p], of the
   * difference with the tokens that only one statement has after the aligned ones. NaN where a decoder's mask forbids a cell
   * or neither statement has both tokens. Of more than `most` tokens each row and column stands for a block of them, and has
   * the value farthest from 0.
   */
  smallMaps: oc
    .input(
      z.object({
        runId: id,
        pairId: id,
        role: role.optional(),
        map: z.enum(SMALL_MAPS),
        view: z.enum(['tokens', 'words']).default('tokens'),
        most: z.int().min(SMALL_MAP_CELLS.least).max(SMALL_MAP_CELLS.most),
      }),
    )
    .output(binary),
  /** Computed live, while runs and analyses compute: what each head restores of one pair, and what one does by position. */
  patched: oc.input(patchedPairRequest).output(patchedPair),
  patchedHead: oc.input(patchedHeadRequest).output(patchedHead),
  /** What the tokenizer of any model makes of a pair, and how it would be aligned: no run is needed. */
  tokens: oc.input(pairTokensRequest).output(pairTokens),
  /** Stores a person's alignment, which runs use from then on; null takes it back. What runs have measured stays as it is. */
  align: oc.input(pairAlignmentRequest).output(pairTokens),
  /** The pairs of a set that a person has aligned under the tokenizer of a model, in the set's order. */
  aligned: oc.input(z.object({ setId: id, model: modelText })).output(z.array(alignedPair)),
  /**
   * Stores a person's alignment and computes the pair's metrics in this run anew; null goes back to the method. `stored`: what
   * runs from then on use, where that is not what this one uses.
   */
  correctAlignment: oc
    .input(
      z.object({
        runId: id,
        pairId: id,
        positions: positionPairs.nullable(),
        stored: positionPairs.nullable().optional(),
      }),
    )
    .output(correctedPair),
};
