/** Components of a logit as bars with intervals, over what drawn tokens get. */
import { atTicks, ticksToEnds } from '../../figures/axis-ends.ts';
import { BELOW_AXIS, nameBelowAxis } from '../../figures/axis-names.ts';
import { formatEstimate } from '../estimate.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue, formatBound } from '../../figures/figure.ts';
import { analysisId, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { type ComponentBar, componentBars } from './bars.ts';
import { sumLine } from './words.ts';

const schema = z
  .object({
    kind: z.literal('attribution-components'),
    analysisId,
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('what each component adds to the logit, of an attribution');

export interface ComponentsData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly plotWidth?: number | undefined;
}

const PLOT = { width: 300, left: 104, top: 8, bottom: BELOW_AXIS, right: 56, row: 18 } as const;

export const componentsFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, ComponentsData>;

function draw({ source, result, plotWidth = PLOT.width }: ComponentsData, theme: FigureTheme): Figure {
  const bars = componentBars(result);
  const height = bars.length * PLOT.row;
  const [low, high] = domainOf(bars);
  const xOf = (value: number) => PLOT.left + ((value - low) / (high - low)) * plotWidth;
  const yOf = (row: number) => PLOT.top + (row + 0.5) * PLOT.row;
  const hasControl = bars.some(({ control }) => control !== null);
  return {
    title: scalarOf(result, 'attribution.shares') === 1 ? 'Shares of the logit' : 'What adds up to the logit',
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + height + PLOT.bottom,
    note: `It ${sumLine(result) ?? ''}. Lines: 95 % intervals of the mean over texts.${
      hasControl ? ' Grey ticks: what drawn tokens get.' : ''
    }`,
    caption: captionOfAnalysis(source),
    option: {
      animation: false,
      grid: { left: PLOT.left, top: PLOT.top, width: plotWidth, height, outerBoundsMode: 'none' },
      xAxis: {
        type: 'value',
        min: low,
        max: high,
        ...nameBelowAxis('logits →', theme),
        ...atTicks(
          ticksToEnds([low, high], {
            most: 5,
            pixels: plotWidth,
            widthOf: (tick) => 7 * formatBound(tick).length,
          }),
          { fontFamily: MONO_FONT, fontSize: 11, color: theme.muted, formatter: formatBound },
        ),
        splitLine: { lineStyle: { color: theme.line } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: bars.map(({ name }) => name),
        axisLabel: { fontFamily: TEXT_FONT, fontSize: 11, color: theme.text, interval: 0 },
        axisTick: { show: false },
        axisLine: { show: false },
      },
      series: [
        {
          type: 'bar',
          barWidth: 10,
          data: bars.map(({ mean }) => ({
            value: mean ?? 0,
            // Light enough for the interval on it.
            itemStyle: { color: (mean ?? 0) >= 0 ? theme.text : theme.muted, opacity: 0.5 },
          })),
        },
      ],
      graphic: bars.flatMap(({ mean, low: from, high: to, control }, row) => [
        ...(from === null || to === null
          ? []
          : [segment(xOf(from), yOf(row), xOf(to), yOf(row), theme.text)]),
        ...(control?.mean == null
          ? []
          : [segment(xOf(control.mean), yOf(row) - 7, xOf(control.mean), yOf(row) + 7, theme.muted)]),
        {
          type: 'text' as const,
          silent: true,
          x: PLOT.left + plotWidth + 8,
          y: yOf(row),
          style: {
            text: formatValue(mean),
            fill: theme.text,
            fontFamily: MONO_FONT,
            fontSize: 11,
            verticalAlign: 'middle' as const,
          },
        },
      ]),
    },
    markAt(x, y) {
      const row = Math.floor((y - PLOT.top) / PLOT.row);
      return bars[row] === undefined || x < 0 ? null : { seriesIndex: 0, dataIndex: row };
    },
    hint(_series, row) {
      const bar = bars[row];
      if (bar === undefined) return null;
      return {
        title: bar.name,
        rows: [
          { label: 'adds', value: formatEstimate(bar) },
          ...(bar.control === null ? [] : [{ label: 'drawn tokens', value: formatEstimate(bar.control) }]),
        ],
      };
    },
  };
}

function segment(x1: number, y1: number, x2: number, y2: number, stroke: string) {
  return {
    type: 'line' as const,
    silent: true,
    z: 10,
    shape: { x1, y1, x2, y2 },
    style: { stroke, lineWidth: 1.5 },
  };
}

/** From the lowest to the highest of all ends, 0 among them, and a little room. */
function domainOf(bars: readonly ComponentBar[]): readonly [number, number] {
  const ends = bars.flatMap(({ mean, low, high, control }) => [mean, low, high, control?.mean ?? null]);
  const values = [0, ...ends.filter((value) => value !== null)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = niceStep(high - low);
  return [Math.floor(low / step) * step, Math.max(step, Math.ceil(high / step) * step)];
}

/** 1, 2 or 5 times a power of ten, so that eight or so make the extent. */
function niceStep(extent: number): number {
  const rough = Math.max(extent, 1e-6) / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10);
}

function csv({ result }: ComponentsData): string {
  return csvText([
    ['component', 'mean', 'ci_low', 'ci_high', 'control', 'control_low', 'control_high'],
    ...componentBars(result).map(({ name, mean, low, high, control }) => [
      name,
      mean,
      low,
      high,
      control?.mean ?? null,
      control?.low ?? null,
      control?.high ?? null,
    ]),
  ]);
}
