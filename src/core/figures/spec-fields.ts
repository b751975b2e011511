/**
 * Fields that the specifications of several kinds of figures have. A description is what the flag of the field says of
 * itself on the command line.
 */
import { z } from 'zod';
import { labelText, LARGEST, place, rowId as id, searchText } from '../bounds.ts';
import { METRIC_NAMES } from '../metrics/catalogue.ts';
import type { CloudPart } from './point-cloud.ts';
import { COMPARED, MAPS_OVER } from './pair-maps.ts';

export const analysisId = id.describe('the number of the analysis');
export const runId = id.describe('the number of the run');
/** On the command line a pair is named as people see it, by its number in the set. */
export const pairId = id.describe('the number of a pair, as in metrics.csv');
export const compared = z
  .enum(COMPARED)
  .optional()
  .describe('what the original of the pair is compared with: its counterfactual, unless told');
export const layer = place.describe('the layer');
export const head = place.describe('the head');
export const over = z
  .enum(MAPS_OVER)
  .default('head')
  .describe('of the head, or the mean of the patterns of all heads of the layer');
export const metric = z.enum(METRIC_NAMES).default('attention_js_divergence').describe('the metric');

export const group = labelText
  .default('')
  .describe('only the pairs with this label; the whole set without it');

/** px: how large the plot of a figure may be asked to be. */
export const plotPixels = z.number().min(16).max(4096);

const end = z.number().min(-LARGEST.limit).max(LARGEST.limit);

/** Of maps that are drawn to be compared. */
export const scaleEnds = z
  .tuple([end, end])
  .refine(([low, high]) => low < high, 'the colours are to end above where they begin')
  .optional()
  .describe('where the colours begin and end, instead of where the scale says');

/** Of points on a plane. */
export const cloudFields = {
  find: searchText.default('').describe('tokens with this text in them are ringed'),
  part: z
    .tuple([end, end, end.positive()])
    .optional()
    .describe('a part of the plane: the values at its left and upper edge, and how many it is across'),
  width: plotPixels.default(640).describe('px from left to right'),
};
export interface CloudSpec {
  readonly find: string;
  readonly part?: CloudPart | undefined;
  readonly width: number;
}
