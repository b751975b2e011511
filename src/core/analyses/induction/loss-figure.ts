/** What the model loses on each token of sequences that say everything twice, and of their controls. */
import { atTicks, ticksToEnds } from '../../figures/axis-ends.ts';
import { axisNameStyle, BELOW_AXIS, nameBelowAxis } from '../../figures/axis-names.ts';
import { type BandCurve, intervalBand } from '../../figures/interval-band.ts';
import { formatEstimate } from '../estimate.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { type Figure, formatBound } from '../../figures/figure.ts';
import { analysisId, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { captionOfInduction, type InductionSource } from './caption.ts';

const schema = z
  .object({
    kind: z.literal('induction-loss'),
    analysisId,
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('loss by position of an induction analysis, the control beside it');

export interface InductionLossData {
  readonly source: InductionSource;
  readonly result: NamedTensors;
  readonly plotWidth?: number | undefined;
}

const PLOT = { width: 460, height: 190, left: 44, top: 26, bottom: BELOW_AXIS, right: 12 } as const;

export const inductionLoss = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, InductionLossData>;

interface Curve {
  readonly mean: readonly (number | null)[];
  /** Ends of the 95 % interval; null where there is none. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** An encoder has no loss by position; where token ids are given there may be no control. */
function curveOf(result: NamedTensors, name: string): Curve {
  const means = result.get(`induction.${name}`);
  if (means === undefined) return { mean: [], low: [], high: [] };
  const interval = Array.from(tensorOf(result, `induction.${name}_interval`).data, orNull);
  return {
    mean: Array.from(means.data, orNull),
    low: interval.filter((_, index) => index % 2 === 0),
    high: interval.filter((_, index) => index % 2 === 1),
  };
}

function draw({ source, result, plotWidth = PLOT.width }: InductionLossData, theme: FigureTheme): Figure {
  const repeated = curveOf(result, 'loss');
  const control = curveOf(result, 'control_loss');
  const { length } = source;
  const axisLabel = {
    fontFamily: MONO_FONT,
    fontSize: 11,
    color: theme.muted,
    formatter: formatBound,
  };
  const axisName = axisNameStyle(theme);
  const largest = Math.max(
    1,
    ...[repeated, control].flatMap(({ mean, high }) => [...mean, ...high]).map((value) => value ?? 0),
  );
  return {
    title: 'Loss by position',
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + PLOT.height + PLOT.bottom,
    note:
      repeated.mean.length === 0
        ? 'Only a decoder has a loss by position: an encoder tells the masked token alone.'
        : `Strong: every token said twice, the first copy left of the dashed line and the second right of it. Faint: the control, in which nothing is repeated. Bands: 95 % intervals of the mean over ${source.sequences} sequences.`,
    caption: captionOfInduction(source),
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
        min: 1,
        max: 2 * length,
        ...nameBelowAxis('token →', theme),
        ...atTicks(
          ticksToEnds([1, 2 * length], {
            most: 6,
            pixels: plotWidth,
            widthOf: (tick) => 7 * String(tick).length,
            isWhole: true,
          }),
          axisLabel,
        ),
        axisLine: { lineStyle: { color: theme.line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: Math.ceil(largest),
        name: 'loss, nats ↑',
        nameTextStyle: { ...axisName, align: 'left', padding: [0, 0, 0, -PLOT.left + 4] },
        ...atTicks(
          ticksToEnds([0, Math.ceil(largest)], {
            most: 6,
            pixels: PLOT.height,
            widthOf: () => axisLabel.fontSize,
          }),
          axisLabel,
        ),
        splitLine: { lineStyle: { color: theme.line } },
      },
      graphic: copies(length, plotWidth, theme),
      series: [
        ...intervalBand(byPosition(control), { color: theme.muted, stack: 'control' }),
        ...intervalBand(byPosition(repeated), { color: theme.text, stack: 'repeated' }),
        {
          type: 'line',
          silent: true,
          data: [],
          markLine: {
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: theme.muted, type: 'dashed' },
            data: [{ xAxis: length + 0.5 }],
          },
        },
      ],
    },
    // The nearest token, wherever in its column the pointer is: lines are thin.
    markAt(x, y) {
      const share = (x - PLOT.left) / plotWidth;
      if (repeated.mean.length === 0 || share < 0 || share > 1 || y < PLOT.top || y > PLOT.top + PLOT.height)
        return null;
      return { seriesIndex: 0, dataIndex: Math.round(share * (2 * length - 1)) };
    },
    hint(_series, index) {
      const valueOf = ({ mean, low, high }: Curve) =>
        formatEstimate(
          { mean: mean[index] ?? null, low: low[index] ?? null, high: high[index] ?? null },
          'nats',
        );
      return {
        title: `token ${index + 1}`,
        rows: [
          { label: 'repeated', value: valueOf(repeated) },
          { label: 'control', value: valueOf(control) },
        ],
      };
    },
  };
}

/** Names of the two copies, at the top of the plot. */
function copies(length: number, plotWidth: number, theme: FigureTheme) {
  const middle = (token: number) => PLOT.left + (plotWidth * (token - 1)) / (2 * length - 1);
  return [
    { text: 'first copy', at: middle((length + 1) / 2) },
    { text: 'second copy', at: middle((3 * length + 1) / 2) },
  ].map(({ text, at }) => ({
    type: 'text' as const,
    silent: true,
    x: at,
    y: PLOT.top - 8,
    style: {
      text,
      align: 'center' as const,
      verticalAlign: 'middle' as const,
      fill: theme.muted,
      fontFamily: TEXT_FONT,
      fontSize: 11,
    },
  }));
}

function byPosition(curve: Curve): BandCurve {
  return { ...curve, at: curve.mean.map((_, index) => index + 1) };
}

/** A token is counted from the beginning, BOS being 0; its loss is that given those before it. */
function csv({ result }: InductionLossData): string {
  const loss = curveOf(result, 'loss');
  const curves = [loss, curveOf(result, 'control_loss')];
  return csvText([
    ['position', 'loss', 'loss_low', 'loss_high', 'control_loss', 'control_loss_low', 'control_loss_high'],
    ...loss.mean.map((_, index) => [
      index + 1,
      ...curves.flatMap(({ mean, low, high }) => [
        mean[index] ?? null,
        low[index] ?? null,
        high[index] ?? null,
      ]),
    ]),
  ]);
}
