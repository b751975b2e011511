/** The mixing ratio by layer, a line for each level of a block, with bands. */
import { atTicks, layerTicks } from '../../figures/axis-ends.ts';
import { axisNameStyle, BELOW_AXIS, nameBelowAxis } from '../../figures/axis-names.ts';
import { type BandCurve, intervalBand } from '../../figures/interval-band.ts';
import { formatShare } from '../estimate.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue, formatBound } from '../../figures/figure.ts';
import { analysisId, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import { type NamedTensors, tensorOf } from '../named-tensor.ts';
import type { MixingMethod } from './defined.ts';
import { chartedMethods, METHOD_WORDS, methodsOf, type MixingRow, mixingRows } from './methods.ts';

const schema = z
  .object({
    kind: z.literal('norms-mixing'),
    analysisId,
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('mixing ratio by layer of a norms analysis');

export interface NormsMixingData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly plotWidth?: number | undefined;
}

const PLOT = { width: 420, height: 230, left: 40, top: 26, bottom: BELOW_AXIS, right: 96 } as const;

export const normsMixing = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, NormsMixingData>;

/** px between the names at the ends of lines. */
const LABEL_LINE = 14;

function draw({ source, result, plotWidth = PLOT.width }: NormsMixingData, theme: FigureTheme): Figure {
  const rows = mixingRows(result);
  const methods = chartedMethods(methodsOf(result));
  const [, layers = 0] = tensorOf(result, 'mixing_ratio').shape;
  const linesOf = methods.map((method) => rows.filter((row) => row.method === method));
  const axisLabel = {
    fontFamily: MONO_FONT,
    fontSize: 11,
    color: theme.muted,
    formatter: formatBound,
  };
  const axisName = axisNameStyle(theme);
  const last = Math.max(0, layers - 1);
  const xOf = (layer: number) => PLOT.left + (last === 0 ? plotWidth / 2 : (layer / last) * plotWidth);
  const yOf = (ratio: number) => PLOT.top + (1 - ratio) * PLOT.height;
  const ends = linesOf.map((line) => yOf(line.at(-1)?.ratio.mean ?? 0));
  const places = apart(ends, PLOT.top, PLOT.top + PLOT.height);
  return {
    title: 'Mixing ratio by layer',
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + PLOT.height + PLOT.bottom,
    note: `Of what a token is made of, the share that comes from other tokens: 0, nothing; 0.5, as much as from itself. ${bandWords(
      rows,
    )}`,
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
        min: last === 0 ? -1 : 0,
        max: last === 0 ? 1 : last,
        ...nameBelowAxis('layer →', theme),
        ...atTicks(layerTicks(last, plotWidth), axisLabel),
        axisLine: { lineStyle: { color: theme.line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: 1,
        interval: 0.25,
        name: 'share from others ↑',
        nameTextStyle: { ...axisName, align: 'left', padding: [0, 0, 0, -PLOT.left + 4] },
        axisLabel,
        axisTick: { show: false },
        axisLine: { show: false },
        splitLine: { lineStyle: { color: theme.line } },
      },
      series: linesOf.flatMap((line, index) => {
        const { color, type } = lookOf(index, methods, theme);
        const stack = line[0]?.method ?? '';
        return intervalBand(curveOf(line), { color, stack, line: { type }, hasDots: true });
      }),
      graphic: methods.map((method, index) => ({
        type: 'text',
        silent: true,
        left: xOf(last) + 10,
        top: (places[index] ?? 0) - 6,
        style: {
          text: METHOD_WORDS[method].name,
          font: `11px ${TEXT_FONT}`,
          fill: lookOf(index, methods, theme).color,
        },
      })),
    },
    markAt(x, y) {
      if (x < PLOT.left - 6 || x > PLOT.left + plotWidth + 6 || y < PLOT.top || y > PLOT.top + PLOT.height)
        return null;
      return { seriesIndex: 0, dataIndex: Math.round(((x - PLOT.left) / plotWidth) * last) };
    },
    hint: (_series, layer) => ({
      title: `layer ${layer}`,
      rows: linesOf.map((line, index) => ({
        label: METHOD_WORDS[methods[index] as MixingMethod].name,
        value: line[layer] === undefined ? 'undefined' : formatShare(line[layer].ratio),
      })),
    }),
  };
}

/** Intervals that are narrower than a line of the chart, px, are not seen in it. */
const LINE_WIDTH = 2;

function bandWords(rows: readonly MixingRow[]): string {
  const widths = rows.flatMap(({ ratio: { low, high } }) =>
    low === null || high === null ? [] : [high - low],
  );
  if (widths.length === 0) return 'Means over all tokens; no intervals.';
  const widest = Math.max(...widths);
  return widest * PLOT.height > LINE_WIDTH
    ? 'Bands: 95 % intervals of the mean over texts.'
    : `The 95 % intervals of the mean over texts, at most ±${formatValue(widest / 2)}, are narrower than the lines.`;
}

interface LineLook {
  readonly color: string;
  readonly type: 'solid' | 'dashed' | 'dotted';
}

/** The last level is what the block does; those before are steps towards it. */
function lookOf(index: number, methods: readonly MixingMethod[], theme: FigureTheme): LineLook {
  if (index === methods.length - 1) return { color: theme.text, type: 'solid' };
  return { color: theme.muted, type: (['dashed', 'dotted'] as const)[index] ?? 'solid' };
}

function curveOf(rows: readonly MixingRow[]): BandCurve {
  const of = (end: 'mean' | 'low' | 'high') => rows.map(({ ratio }) => ratio[end]);
  return { at: rows.map(({ layer }) => layer), mean: of('mean'), low: of('low'), high: of('high') };
}

/** Where names go whose lines end at these heights: as near as they can be without touching. */
function apart(ends: readonly number[], top: number, bottom: number): number[] {
  const order = [...ends.keys()].sort((a, b) => (ends[a] ?? 0) - (ends[b] ?? 0));
  const places: number[] = [];
  let free = top;
  for (const index of order) {
    places[index] = Math.max(free, ends[index] ?? 0);
    free = (places[index] ?? 0) + LABEL_LINE;
  }
  // What was pushed out at the bottom goes up again.
  let limit = bottom;
  for (const index of order.toReversed()) {
    places[index] = Math.min(limit, places[index] ?? 0);
    limit = (places[index] ?? 0) - LABEL_LINE;
  }
  return places;
}

function csv({ result }: NormsMixingData): string {
  return csvText([
    ['layer', 'method', 'n', 'mean', 'ci_low', 'ci_high'],
    ...mixingRows(result).map(({ layer, method, n, ratio: { mean, low, high } }) => [
      layer,
      method,
      n,
      mean,
      low,
      high,
    ]),
  ]);
}
