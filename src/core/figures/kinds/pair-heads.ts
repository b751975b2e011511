/** A metric of one pair over all heads. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { QUERY_WORDS } from '../../metrics/queries.ts';
import { type FigureDrawing, narrowerPlot } from '../figure-drawing.ts';
import { metricScale } from '../scale-ends.ts';
import { captionOf, type FigurePair, pairName, sentencesOf } from '../figure-pair.ts';
import { formatValue, type Figure, type FigureSource } from '../figure.ts';
import { headGrid, HEAD_GRID_WIDTH } from '../head-grid.ts';
import { compared, metric, pairId, plotPixels, runId } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';

const schema = z
  .object({
    kind: z.literal('pair-heads'),
    runId,
    pairId,
    compared,
    metric,
    plotWidth: plotPixels
      .optional()
      .describe('px that the cells of a layer together take; as many as suit the figure without it'),
  })
  .describe('layers x heads of a metric on one pair');

export interface PairHeadsFigureData {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  readonly metric: MetricName;
  readonly selected?: { readonly layer: number; readonly head: number } | null;
  readonly plotWidth?: number | undefined;
}

export const pairHeadsFigure = {
  schema,
  draw,
  csv,
  sentences: ({ detail }) => sentencesOf(detail),
  fit: (data, room) => narrowerPlot(data, room, HEAD_GRID_WIDTH, 1),
} satisfies FigureDrawing<typeof schema, PairHeadsFigureData>;

function draw(data: PairHeadsFigureData, theme: FigureTheme): Figure {
  const metric = METRICS[data.metric];
  const { detail } = data;
  const someUndefined = detail.heads.some((row) => row.some((values) => values[data.metric] === null));
  return headGrid(
    {
      title: `${metric.label} · ${pairName(detail)}`,
      scale: metricScale(data.metric, detail.metricRanges[data.metric] ?? []),
      selected: data.selected ?? null,
      plotWidth: data.plotWidth,
      note: someUndefined ? `–: undefined, ${metric.undefinedWhen}.` : '',
      caption: `${captionOf(detail, data.source)} · ${QUERY_WORDS[data.source.queries]}`,
      cells: detail.heads.map((row, layer) =>
        row.map((values, head) => ({
          value: values[data.metric],
          look: 'full',
          hint: {
            title: `L${layer} H${head}`,
            rows: [{ label: metric.label, value: formatValue(values[data.metric], metric.unit) }],
          },
        })),
      ),
    },
    theme,
  );
}

/** A line for each head. */
function csv({ detail, metric }: PairHeadsFigureData): string {
  const lines = detail.heads.flatMap((row, layer) =>
    row.map((values, head) => [layer, head, values[metric]]),
  );
  return csvText([['layer', 'head', metric], ...lines]);
}
