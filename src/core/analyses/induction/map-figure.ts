/** Layers x heads of one number of an induction result. */
import { z } from 'zod';
import { HEAD_GRID_WIDTH } from '../../figures/head-grid.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { headMapFigure } from '../head-figures/head-map.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { captionOfInduction, type InductionSource } from './caption.ts';
import { INDUCTION_MEASURES, LEADING, leadingMeasures, mainMeasure, measuresOf } from './measures.ts';
import { inductionQuantity } from './of-heads.ts';

const schema = z
  .object({
    kind: z.literal('induction-map'),
    analysisId,
    quantity: z
      .enum([...LEADING, ...INDUCTION_MEASURES])
      .default('induction')
      .describe('what is drawn of each head'),
    /** Outlined. */
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px that the cells of a layer take; as many as suit the figure without it'),
  })
  .describe('layers x heads of an induction analysis');

export interface InductionMapData {
  readonly source: InductionSource;
  readonly quantity: string;
  readonly result: NamedTensors;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

export const inductionMap = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, HEAD_GRID_WIDTH, 1),
} satisfies FigureDrawing<typeof schema, InductionMapData>;

/** The measure that a quantity is of this result: the main one where it has none such. */
export function measureOf(quantity: string, result: NamedTensors): string {
  const place = LEADING.findIndex((leading) => leading === quantity);
  const measure = place < 0 ? quantity : (leadingMeasures(result)[place] ?? quantity);
  return measuresOf(result).includes(measure) ? measure : mainMeasure(result);
}

function mapOf({ source, quantity, result, ...place }: InductionMapData) {
  return {
    ...place,
    source: {
      analysis: source.analysis,
      title: 'Induction',
      model: source.model,
      subject: '',
      items: source.sequences,
      unit: 'sequences',
    },
    quantity: inductionQuantity(result, measureOf(quantity, result)),
    part: 'value' as const,
  };
}

function draw(data: InductionMapData, theme: FigureTheme): Figure {
  return { ...headMapFigure.draw(mapOf(data), theme), caption: captionOfInduction(data.source) };
}

function csv(data: InductionMapData): string {
  return headMapFigure.csv(mapOf(data));
}
