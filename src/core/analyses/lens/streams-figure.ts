/** The log probability of the token by stream, over that of a drawn token. */
import { atTicks, layerTicks, ticksToEnds } from '../../figures/axis-ends.ts';
import { axisNameStyle, BELOW_AXIS, nameBelowAxis } from '../../figures/axis-names.ts';
import { type BandCurve, intervalBand } from '../../figures/interval-band.ts';
import { type Estimate, formatEstimate } from '../estimate.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { type Figure, formatBound } from '../../figures/figure.ts';
import { analysisId, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT } from '../../figures/theme.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { lensMeansTable } from './tables.ts';
import { lensStreams, streamWords } from './streams.ts';

const schema = z
  .object({
    kind: z.literal('lens-streams'),
    analysisId,
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('log probability of the token by layer, of a logit lens');

export interface LensStreamsData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly plotWidth?: number | undefined;
}

const PLOT = { width: 420, height: 230, left: 48, top: 26, bottom: BELOW_AXIS, right: 20 } as const;

export const lensStreamsFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, LensStreamsData>;

function draw({ source, result, plotWidth = PLOT.width }: LensStreamsData, theme: FigureTheme): Figure {
  const streams = lensStreams(result);
  const layers = Math.max(0, streams.length - 1);
  const ends = streams.flatMap(({ of }) =>
    [of.log_probability, of.control].flatMap(({ low, mean }) => low ?? mean ?? []),
  );
  const lowest = Math.floor(Math.min(-1, ...ends));
  const axisLabel = {
    fontFamily: MONO_FONT,
    fontSize: 11,
    color: theme.muted,
    formatter: formatBound,
  };
  const axisName = axisNameStyle(theme);
  return {
    title: 'Log probability by layer',
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + PLOT.height + PLOT.bottom,
    note: 'Strong: the token that is explained; grey: a drawn token. Bands: 95 % intervals of the mean over texts. The stream that enters a layer is read at its number; the last is what leaves the last layer.',
    caption: captionOfAnalysis(source),
    option: {
      animation: false,
      grid: {
        left: PLOT.left,
        top: PLOT.top,
        width: plotWidth,
        height: PLOT.height,
        outerBoundsMode: 'none',
      },
      xAxis: {
        type: 'value',
        min: layers === 0 ? -1 : 0,
        max: Math.max(1, layers),
        ...nameBelowAxis('layer →', theme),
        ...atTicks(layerTicks(layers, plotWidth), axisLabel),
        axisLine: { onZero: false, lineStyle: { color: theme.line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: lowest,
        max: 0,
        name: 'ln P, nats ↑',
        nameTextStyle: { ...axisName, align: 'left', padding: [0, 0, 0, -PLOT.left + 4] },
        ...atTicks(
          ticksToEnds([lowest, 0], { most: 6, pixels: PLOT.height, widthOf: () => axisLabel.fontSize }),
          axisLabel,
        ),
        axisLine: { show: false },
        splitLine: { lineStyle: { color: theme.line } },
      },
      series: [
        ...intervalBand(curveOf(streams.map(({ of }) => of.control)), {
          ...LOOK,
          color: theme.muted,
          stack: 'control',
        }),
        ...intervalBand(curveOf(streams.map(({ of }) => of.log_probability)), {
          ...LOOK,
          color: theme.text,
          stack: 'token',
        }),
      ],
    },
    markAt(x, y) {
      const share = (x - PLOT.left) / plotWidth;
      if (share < -0.02 || share > 1.02 || y < PLOT.top || y > PLOT.top + PLOT.height) return null;
      return { seriesIndex: 0, dataIndex: Math.min(layers, Math.max(0, Math.round(share * layers))) };
    },
    hint(_series, index) {
      const stream = streams[index];
      if (stream === undefined) return null;
      const { of } = stream;
      return {
        title: streamWords(index, layers),
        rows: [
          { label: 'ln P of the token', value: formatEstimate(of.log_probability) },
          { label: 'of a drawn token', value: formatEstimate(of.control) },
          { label: 'ranked first', value: formatEstimate(of.first) },
          { label: 'as at the end', value: formatEstimate(of.agrees) },
        ],
      };
    },
  };
}

/** Log probabilities are below 0. */
const LOOK = { isBelow: true, hasDots: true } as const;

function curveOf(estimates: readonly Estimate[]): BandCurve {
  const of = (end: 'mean' | 'low' | 'high') => estimates.map((one) => one[end]);
  return { at: estimates.map((_, stream) => stream), mean: of('mean'), low: of('low'), high: of('high') };
}

function csv({ result }: LensStreamsData): string {
  return csvText([lensMeansTable.columns, ...lensMeansTable.rows(result)]);
}
