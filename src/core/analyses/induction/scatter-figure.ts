/** Heads by two numbers of an induction result. */
import { type Estimate, formatEstimate } from '../estimate.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { headScatter, SCATTER_WIDTH } from '../../figures/head-scatter.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { captionOfInduction, type InductionSource } from './caption.ts';
import { byDifference, inductionHeads } from './heads.ts';
import { measureOf } from './map-figure.ts';
import { INDUCTION_MEASURES, LEADING, estimatesOf, measureWords } from './measures.ts';

const quantity = z.enum([...LEADING, ...INDUCTION_MEASURES]);

const schema = z
  .object({
    kind: z.literal('induction-scatter'),
    analysisId,
    x: quantity.default('first_beside').describe('the number to the right'),
    y: quantity.default('induction').describe('the number upwards'),
    /** Marked. */
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('heads by two numbers of an induction analysis');

export interface InductionScatterData {
  readonly source: InductionSource;
  readonly x: string;
  readonly y: string;
  readonly result: NamedTensors;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

export const inductionScatter = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, SCATTER_WIDTH, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, InductionScatterData>;

const LOOKS = { induction: 'ink', undecided: 'faint', untested: 'faint', none: 'dot' } as const;

function axesOf({ result, x, y }: InductionScatterData) {
  const of = (name: string) => {
    const measure = measureOf(name, result);
    return { name: measure, title: measureWords(measure), values: estimatesOf(result, measure) };
  };
  return { x: of(x), y: of(y) };
}

function draw(data: InductionScatterData, theme: FigureTheme): Figure {
  const { source, result, layer, head, plotWidth } = data;
  const { x, y } = axesOf(data);
  const heads = inductionHeads(result);
  const place = new Map(heads.map((one, at) => [`${one.layer}-${one.head}`, at]));
  return headScatter(
    {
      title: `${y.title} by ${x.title.charAt(0).toLowerCase()}${x.title.slice(1)}`,
      xTitle: x.title,
      yTitle: y.title,
      dots: byDifference(heads).map((one) => {
        const at = place.get(`${one.layer}-${one.head}`) ?? 0;
        const row = (label: string, estimate: Estimate | undefined) => ({
          label,
          value: estimate === undefined ? 'undefined' : formatEstimate(estimate),
        });
        return {
          layer: one.layer,
          head: one.head,
          x: x.values[at]?.mean ?? null,
          y: y.values[at]?.mean ?? null,
          look: LOOKS[one.verdict],
          named: one.verdict === 'induction',
          hint: {
            title: `L${one.layer} H${one.head}`,
            rows: [
              row(x.name, x.values[at]),
              row(y.name, y.values[at]),
              { label: 'q', value: formatValue(one.q) },
            ],
          },
        };
      }),
      selected: layer === undefined || head === undefined ? null : { layer, head },
      plotWidth,
      note: 'Full: called, with its name where there is room; grey outline: undecided; small and grey: ruled out.',
      caption: captionOfInduction(source),
    },
    theme,
  );
}

function csv(data: InductionScatterData): string {
  const { x, y } = axesOf(data);
  return csvText([
    ['layer', 'head', `x_${x.name}`, `y_${y.name}`],
    ...inductionHeads(data.result).map(({ layer, head }, at) => [
      layer,
      head,
      x.values[at]?.mean ?? null,
      y.values[at]?.mean ?? null,
    ]),
  ]);
}
