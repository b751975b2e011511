/** How often a neuron is how active: tokens by activation, counts on a logarithmic axis. */
import { atTicks, ticksToEnds } from '../../figures/axis-ends.ts';
import { axisNameStyle, BELOW_AXIS, nameBelowAxis } from '../../figures/axis-names.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { analysisId, layer, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT } from '../../figures/theme.ts';
import { textsOf } from './neurons.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import type { ShownNeuron } from './neurons.ts';
import { nameOfNeuron } from './words.ts';

const schema = z
  .object({
    kind: z.literal('neurons-histogram'),
    analysisId,
    layer: layer.optional().describe('of the neuron; without it the first of the analysis'),
    neuron: z.int().min(0).optional().describe('its number in the layer'),
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('activation histogram of a neuron over all tokens of a set');

export interface NeuronsHistogramData {
  readonly source: AnalysisSource;
  readonly neuron: ShownNeuron;
  readonly plotWidth?: number | undefined;
}

const PLOT = { width: 420, height: 130, left: 70, top: 24, bottom: BELOW_AXIS, right: 28 } as const;

export const neuronsHistogram = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, NeuronsHistogramData>;

function edgesOf({ min, max, histogram }: ShownNeuron): (index: number) => number {
  const [low, high] = [min ?? 0, max ?? 0];
  return (index) => low + ((high - low) * index) / Math.max(1, histogram.length);
}

function draw({ source, neuron, plotWidth = PLOT.width }: NeuronsHistogramData, theme: FigureTheme): Figure {
  const { histogram, min, max, rangeFrom } = neuron;
  const edge = edgesOf(neuron);
  const bins = histogram.length;
  const axisLabel = { fontFamily: MONO_FONT, fontSize: 11, color: theme.muted };
  const axisName = axisNameStyle(theme);
  const bin = plotWidth / Math.max(1, bins);
  const from = min ?? 0;
  const to = max !== null && max > from ? max : from + 1;
  const isOfRange = (index: number) => rangeFrom !== null && edge(index + 1) > rangeFrom;
  return {
    title: `${nameOfNeuron(neuron)} · activation at every token`,
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + PLOT.height + PLOT.bottom,
    note: `Tokens by activation, on a logarithmic axis. ${rangeFrom === null ? 'Nothing excites it: there is no range that random examples could be drawn from.' : 'Coloured: the range that random examples are drawn from.'}`,
    caption: captionOfAnalysis(source, textsOf(source)),
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
        min: from,
        max: to,
        ...nameBelowAxis('activation →', theme),
        ...atTicks(
          ticksToEnds([from, to], {
            most: 4,
            pixels: plotWidth,
            widthOf: (tick) => 7 * formatValue(tick).length,
          }),
          { ...axisLabel, formatter: (value: number) => formatValue(value) },
        ),
        axisLine: { lineStyle: { color: theme.line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'log',
        min: 0.5,
        // Bars begin at 1 else, and a bin of one token has no height.
        startValue: 0.5,
        name: 'tokens ↑',
        nameGap: 10,
        nameTextStyle: { ...axisName, align: 'left', padding: [0, 0, 0, -PLOT.left + 4] },
        axisLabel: {
          ...axisLabel,
          formatter: (value: number) => (value < 1 ? '' : value.toLocaleString('en')),
        },
        axisTick: { show: false },
        axisLine: { show: false },
        splitLine: { lineStyle: { color: theme.line } },
      },
      series: [
        {
          type: 'bar',
          silent: true,
          barWidth: Math.max(1, bin - 1),
          data: histogram.map((count, index) => ({
            value: [(edge(index) + edge(index + 1)) / 2, count === 0 ? null : count],
            itemStyle: { color: isOfRange(index) ? theme.accent : theme.muted },
          })),
        },
      ],
    },
    markAt(x, y) {
      const index = Math.floor((x - PLOT.left) / bin);
      if (index < 0 || index >= bins || y < PLOT.top || y > PLOT.top + PLOT.height) return null;
      return { seriesIndex: 0, dataIndex: index };
    },
    hint: (_series, index) => ({
      title: `${formatValue(edge(index))} to ${formatValue(edge(index + 1))}`,
      rows: [{ label: 'tokens', value: (histogram[index] ?? 0).toLocaleString('en') }],
    }),
  };
}

function csv({ neuron }: NeuronsHistogramData): string {
  const edge = edgesOf(neuron);
  return csvText([
    ['from', 'to', 'tokens'],
    ...neuron.histogram.map((count, index) => [edge(index), edge(index + 1), count]),
  ]);
}
