/** The values of one quantity at one head over the items of an analysis: a histogram. */
import { z } from 'zod';
import { wordText } from '../../bounds.ts';
import { csvText } from '../../csv.ts';
import { distribution, DISTRIBUTION_WIDTH } from '../../figures/distribution.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import { analysisId, head, layer } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import type { HeadPlace, HeadQuantity } from '../of-heads.ts';
import { type AnalysisSource, captionOfAnalysis } from './source.ts';

const schema = z
  .object({
    kind: z.literal('item-distribution'),
    analysisId,
    quantity: wordText.describe('the name of the quantity, as in the columns of heads.csv'),
    layer,
    head,
    plotWidth: z
      .number()
      .min(80)
      .max(4096)
      .optional()
      .describe('px of the plot from left to right; as many as suit the figure without it'),
  })
  .describe('histogram of a quantity at a head over the items of an analysis');

/** Values by item: places in the plan of the items, and the value of each; null: undefined. */
export interface ValuesByItem {
  readonly positions: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface ItemDistributionData {
  readonly source: AnalysisSource;
  readonly quantity: Pick<HeadQuantity, 'name' | 'title' | 'unit'>;
  readonly at: HeadPlace;
  readonly items: ValuesByItem;
  readonly plotWidth?: number | undefined;
}

export const itemDistributionFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, DISTRIBUTION_WIDTH, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, ItemDistributionData>;

function draw(
  { source, quantity, at: { layer, head }, items: { values }, plotWidth }: ItemDistributionData,
  theme: FigureTheme,
): Figure {
  return distribution(
    {
      title: `${quantity.title} · L${layer} H${head}`,
      metric: quantity.title,
      unit: quantity.unit,
      items: source.unit,
      set: values,
      control: null,
      plotWidth,
      caption: captionOfAnalysis(source, values.filter((value) => value !== null).length),
    },
    theme,
  );
}

function csv({ quantity, items: { positions, values } }: ItemDistributionData): string {
  return csvText([
    ['item', quantity.name],
    ...values.map((value, index) => [(positions[index] ?? 0) + 1, value]),
  ]);
}
