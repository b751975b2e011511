/** The heads of each layer by one statistic, as box plots. */
import { quoted } from '../../isolated.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { Axes } from '../../figures/axes.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { formatValue, type Figure, type FigureSource } from '../../figures/figure.ts';
import { BOXES_WIDTH, LEAST_BOXED, layerBoxes } from '../../figures/layer-boxes.ts';
import { group, head, layer, metric, plotPixels, runId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { axesField, shapeOf } from './axes-of-heads.ts';
import { captionOfStatistics } from './caption.ts';
import { comparisonChange } from './comparison-choice.ts';
import { GRID_STATISTICS, type GridStatistic, usualStatistic } from './grid-statistics.ts';
import { axisTitle, dotLook, lookWords, unitOf } from './head-scatter-figure.ts';
import { headOutcome } from './head-words.ts';
import { commonMargin, commonMarginWords } from './margin-of-heads.ts';
import { ranksOf, rankWords } from './ranking.ts';
import type { StatisticsRow } from './rows.ts';

const schema = z
  .object({
    kind: z.literal('layer-boxes'),
    runId,
    group,
    metric,
    statistic: z
      .enum(GRID_STATISTICS)
      .optional()
      .describe(
        'of which statistic; without it the difference from the control, or the mean where there is none',
      ),
    /** Compared otherwise than the run was planned. */
    ...comparisonChange.shape,
    axes: axesField,
    /** In the colour of selection. */
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px of the plot from left to right; as many as suit the figure without it'),
  })
  .describe('a box plot of the heads of each layer, by a statistic');

export interface LayerBoxesFigureData {
  readonly source: FigureSource;
  readonly group: string;
  readonly metric: MetricName;
  readonly statistic?: GridStatistic | undefined;
  /** Every head, of this metric. */
  readonly rows: readonly StatisticsRow[];
  /** How numbers lie along the axis; linear without it. */
  readonly axes?: Axes | undefined;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

export const layerBoxesFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, BOXES_WIDTH, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, LayerBoxesFigureData>;

function axisOf({ metric: name, statistic, rows }: LayerBoxesFigureData) {
  return { metric: name, statistic: statistic ?? usualStatistic(rows[0]?.comparison ?? 'none'), rows };
}

function draw(data: LayerBoxesFigureData, theme: FigureTheme): Figure {
  const axis = axisOf(data);
  const ranks = ranksOf(axis.rows, axis.metric, axis.statistic);
  const layers = 1 + data.rows.reduce((last, row) => Math.max(last, row.layer), -1);
  const margin = commonMargin(data.rows, axis.statistic);
  const undefinedHeads = data.rows.filter((row) => row[axis.statistic] === null).length;
  return layerBoxes(
    {
      title: `${axisTitle(axis)} by layer${data.group === '' ? '' : ` · ${quoted(data.group)}`}`,
      axisTitle: axisTitle(axis),
      unit: unitOf(axis),
      layers,
      heads: data.rows.map((row) => {
        const value = row[axis.statistic];
        const rank = ranks.get(`${row.layer} ${row.head}`);
        return {
          layer: row.layer,
          head: row.head,
          value,
          look: dotLook(row),
          hint: {
            title: `L${row.layer} H${row.head} ${headOutcome(row, METRICS[axis.metric])}`.trim(),
            rows: [
              {
                label: axisTitle(axis),
                value: `${formatValue(value)}${rank === undefined ? '' : `, ${rankWords(rank)}`}`,
              },
            ],
          },
        };
      }),
      selected:
        data.layer === undefined || data.head === undefined ? null : { layer: data.layer, head: data.head },
      plotWidth: data.plotWidth,
      margin,
      axes: shapeOf(data.axes, data.rows, axis.statistic),
      note: [
        boxWords(data.rows),
        lookWords(axis),
        commonMarginWords(margin, unitOf(axis)),
        undefinedWords(undefinedHeads, data.rows.length),
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      caption: captionOfStatistics(data.source, data.rows, data.metric, data.group),
    },
    theme,
  );
}

/** What a box is, or why a layer has none. */
function boxWords(rows: readonly StatisticsRow[]): string {
  const heads = 1 + rows.reduce((last, row) => Math.max(last, row.head), -1);
  return heads < LEAST_BOXED
    ? `A dot a head; a layer of fewer than ${LEAST_BOXED} heads has no box.`
    : 'Box: quartiles and median of the heads; whiskers: to 1.5 interquartile ranges; a dot a head.';
}

function undefinedWords(count: number, of: number): string {
  return count === 0 ? '' : `${count} of ${of} heads are undefined.`;
}

function csv(data: LayerBoxesFigureData): string {
  const { metric: name, statistic, rows } = axisOf(data);
  return csvText([
    ['layer', 'head', 'outcome', `${name}.${statistic}`],
    ...rows.map((row) => [row.layer, row.head, row.outcome, row[statistic]]),
  ]);
}
