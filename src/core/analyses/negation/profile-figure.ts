/** The profile around the cue of one head: the one that is named, or the one that stands out most. */
import { z } from 'zod';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import { headProfileFigure, type HeadProfileData } from '../head-figures/head-profile.ts';
import { NEGATION_PROFILES } from './quantities.ts';

const schema = z
  .object({
    kind: z.literal('negation-profile'),
    analysisId,
    profile: z.enum(NEGATION_PROFILES).default('to_cue').describe('what is drawn by distance to the cue'),
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels.optional().describe('px that the plot takes'),
  })
  .describe('attention or change by distance to a negation cue, of one head');

export const negationProfileFigure = {
  schema,
  draw: (data, theme) => headProfileFigure.draw(data, theme),
  csv: (data) => headProfileFigure.csv(data),
} satisfies FigureDrawing<typeof schema, HeadProfileData>;
