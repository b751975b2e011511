/** The values of one metric at one head over the set, the control set behind them. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { distribution } from '../distribution.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { captionOfSet, type Figure, type FigureSource } from '../figure.ts';
import { compared, head, layer, metric, pairId, runId } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';

const schema = z
  .object({
    kind: z.literal('distribution'),
    runId,
    metric,
    layer,
    head,
    /** A line at this pair's value. */
    pairId: pairId.optional(),
    compared,
    plotWidth: z
      .number()
      .min(200)
      .max(4096)
      .optional()
      .describe('px of the plot from left to right; as many as suit the figure without it'),
  })
  .describe('histogram of a metric at a head over the set, the control set behind it; a line at --pair');

export interface DistributionFigureData {
  readonly source: FigureSource;
  readonly metric: MetricName;
  readonly layer: number;
  readonly head: number;
  readonly set: readonly (number | null)[];
  /** null without a control set. */
  readonly control: readonly (number | null)[] | null;
  readonly pair?: { readonly name: string; readonly value: number | null } | null;
  readonly plotWidth?: number | undefined;
}

export const distributionFigure = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  DistributionFigureData
>;

function draw(data: DistributionFigureData, theme: FigureTheme): Figure {
  const metric = METRICS[data.metric];
  return distribution(
    {
      title: `${metric.label} · L${data.layer} H${data.head}`,
      metric: metric.label,
      unit: metric.unit,
      set: data.set,
      control: data.control,
      pair: data.pair ?? null,
      plotWidth: data.plotWidth,
      caption: captionOfSet(data.source, data.set.length, data.control?.length ?? null),
    },
    theme,
  );
}

/** A line for each pair, in the order of its set. */
function csv({ metric, set, control }: DistributionFigureData): string {
  const linesOf = (role: string, values: readonly (number | null)[]) =>
    values.map((value, index) => [role, index + 1, value]);
  return csvText([['role', 'pair', metric], ...linesOf('set', set), ...linesOf('control', control ?? [])]);
}
