/** Two models whose heads differ: the mean of each layer's heads, and the head with the strongest mean, by depth. */
import { atTicks, ticksToEnds } from '../../figures/axis-ends.ts';
import { axisNameStyle, BELOW_AXIS, nameBelowAxis } from '../../figures/axis-names.ts';
import { extent, nice } from 'd3-array';
import { z } from 'zod';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { formatBound, formatValue, type Figure } from '../../figures/figure.ts';
import { plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT } from '../../figures/theme.ts';
import { METRICS } from '../../metrics/catalogue.ts';
import type { ChangeDirection } from '../../statistics/outcome.ts';
import type { NamedRun, RunsCompared } from './compared-runs.ts';
import { type LayerOfModel, layersOfModel } from './model-quantities.ts';
import { depthCsv } from './runs-csv.ts';
import { runsFields } from './runs-spec.ts';
import { captionOfRuns, runWords } from './runs-words.ts';

const schema = z
  .object({
    kind: z.literal('runs-depth'),
    ...runsFields,
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('layers of two models by depth, in two runs');

export interface RunsDepthData {
  readonly compared: RunsCompared;
  readonly runs: readonly [first: NamedRun, second: NamedRun];
  readonly plotWidth?: number | undefined;
}

const PLOT = { width: 460, height: 250, left: 52, top: 30, bottom: BELOW_AXIS, right: 20 } as const;

export const runsDepthFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, RunsDepthData>;

/** Which head of a layer has a dot. */
const STRONGEST: Readonly<Record<ChangeDirection, string>> = {
  high: 'largest',
  low: 'lowest',
  either: 'furthest from 0',
  none: 'largest',
};

function draw({ compared, runs, plotWidth = PLOT.width }: RunsDepthData, theme: FigureTheme): Figure {
  const { metric, means, design } = compared;
  const { label, unit, change } = METRICS[metric];
  const curves = means.map((ofRun) => layersOfModel(ofRun, change));
  const values = curves.flat().flatMap(({ mean, most }) => [mean, most].filter((value) => value !== null));
  const [least = 0, most = 1] = extent(values);
  const [low, high] = nice(Math.min(0, least), Math.max(0, most) || 1, 5);
  const axisLabel = { fontFamily: MONO_FONT, fontSize: 11, color: theme.muted };
  const axisName = axisNameStyle(theme);
  const colours = [theme.accent, theme.text] as const;
  const points = curves.flatMap((curve, run) => curve.map((layer) => ({ run, layer })));
  const place = (layer: LayerOfModel, value: number) => ({
    x: PLOT.left + plotWidth * layer.depth,
    y: PLOT.top + PLOT.height - (PLOT.height * (value - low)) / (high - low),
  });
  return {
    title: `${label} by depth · ${runWords(runs[0])} and ${runWords(runs[1])}`,
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + PLOT.height + PLOT.bottom,
    note: `Lines: mean over the heads of a layer; dots: its head with the ${STRONGEST[change]} mean. Full: ${runWords(runs[0])} (${runs[0].model}, ${means[0].length} layers); dashed: ${runWords(runs[1])} (${runs[1].model}, ${means[1].length} layers). Lines and dots are not tested: the numbers of each pair${design.as === 'described' ? ' are neither' : ' are'}.`,
    caption: captionOfRuns(compared, runs),
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
        min: 0,
        max: 1,
        interval: 0.25,
        ...nameBelowAxis('depth (0: before the first layer, 1: behind the last) →', theme),
        axisLabel: { ...axisLabel, formatter: (value: number) => formatBound(value) },
        axisTick: { show: false },
        axisLine: { onZero: false, lineStyle: { color: theme.line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: low,
        max: high,
        name: `${label}${design.beyond === 'none' ? '' : ' beyond the control'}${unit === '' ? '' : `, ${unit}`} ↑`,
        nameTextStyle: { ...axisName, align: 'left', padding: [0, 0, 0, -PLOT.left + 4] },
        ...atTicks(
          ticksToEnds([low, high], { most: 5, pixels: PLOT.height, widthOf: () => axisLabel.fontSize }),
          { ...axisLabel, formatter: (value: number) => formatBound(value) },
        ),
        axisLine: { show: false },
        splitLine: { lineStyle: { color: theme.line } },
      },
      series: curves.flatMap((curve, run) => {
        const color = colours[run === 0 ? 0 : 1];
        return [
          {
            type: 'line' as const,
            symbol: 'none',
            silent: true,
            lineStyle: { color, width: 1.6, type: run === 0 ? ('solid' as const) : ('dashed' as const) },
            data: curve.map(({ depth, mean }): [number, number | null] => [depth, mean]),
          },
          {
            type: 'scatter' as const,
            silent: true,
            symbolSize: 6,
            itemStyle:
              run === 0 ? { color } : { color: theme.background, borderColor: color, borderWidth: 1.2 },
            data: curve.map(({ depth, most: value }): [number, number | null] => [depth, value]),
          },
        ];
      }),
    },
    markAt(x, y) {
      let nearest: { readonly dataIndex: number; readonly distance: number } | null = null;
      for (const [dataIndex, { layer }] of points.entries())
        for (const value of [layer.mean, layer.most]) {
          if (value === null) continue;
          const at = place(layer, value);
          const distance = Math.hypot(at.x - x, at.y - y);
          if (distance < 12 && (nearest === null || distance < nearest.distance))
            nearest = { dataIndex, distance };
        }
      return nearest && { seriesIndex: 0, dataIndex: nearest.dataIndex };
    },
    hint(_series, index) {
      const point = points[index];
      if (point === undefined) return null;
      const { run, layer } = point;
      return {
        title: `${runWords(runs[run === 0 ? 0 : 1])}, layer ${layer.layer}`,
        rows: [
          { label: 'depth', value: formatValue(layer.depth) },
          { label: 'mean over its heads', value: formatValue(layer.mean, unit) },
          { label: `head with the ${STRONGEST[change]} mean`, value: formatValue(layer.most, unit) },
        ],
      };
    },
  };
}

function csv({ compared }: RunsDepthData): string {
  return depthCsv(compared);
}
