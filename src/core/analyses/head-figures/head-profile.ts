/** A curve of one head along an axis of whole numbers: bars, or a line with its band, the control's behind it. */
import { axisNameStyle, BELOW_AXIS, nameBelowAxis } from '../../figures/axis-names.ts';
import { intervalBand } from '../../figures/interval-band.ts';
import { extent, nice, tickStep } from 'd3-array';
import { z } from 'zod';
import { wordText } from '../../bounds.ts';
import { csvText } from '../../csv.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue, type Hint, formatBound } from '../../figures/figure.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT } from '../../figures/theme.ts';
import { formatEstimate } from '../estimate.ts';
import type { HeadCurve, HeadPlace, HeadProfile } from '../of-heads.ts';
import { type AnalysisSource, captionOfAnalysis } from './source.ts';

const schema = z
  .object({
    kind: z.literal('head-profile'),
    analysisId,
    profile: wordText.describe('the name of the curve'),
    layer,
    head,
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('a curve of one head of an analysis, such as its attention by distance');

export interface HeadProfileData {
  readonly source: AnalysisSource;
  readonly profile: HeadProfile;
  readonly at: HeadPlace;
  readonly plotWidth?: number | undefined;
}

const PLOT = { width: 400, height: 130, left: 56, top: 22, bottom: BELOW_AXIS, right: 12 } as const;

/** Of the vertical axis, about. */
const STEPS = 4;

export const headProfileFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, HeadProfileData>;

function draw(
  { source, profile, at: { layer, head }, plotWidth = PLOT.width }: HeadProfileData,
  theme: FigureTheme,
): Figure {
  const { at, curve, control, unit, mark } = profile;
  const [first = 0, last = 1] = extent(at);
  const axisLabel = { fontFamily: MONO_FONT, fontSize: 11, color: theme.muted };
  const axisName = axisNameStyle(theme);
  const [low, high] = rangeOf([curve, ...(control === undefined ? [] : [control])], profile.least ?? 0);
  // Each place has the middle of a column of its own.
  const placeOf = (x: number) =>
    at.indexOf(Math.round(first - 0.5 + ((x - PLOT.left) / plotWidth) * (last - first + 1)));
  return {
    title: `${profile.title} · L${layer} H${head}`,
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + PLOT.height + PLOT.bottom,
    note: noteOf(profile),
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
        min: first - 0.5,
        max: last + 0.5,
        minInterval: 1,
        ...nameBelowAxis(`${profile.axis} →`, theme),
        axisLabel: { ...axisLabel, customValues: ticksOf(first, last), formatter: signed },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: theme.line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: low,
        max: high,
        // Of a range that is nice in as many steps: its top is a step, too.
        interval: tickStep(low, high, STEPS),
        name: unit === '' ? '' : `${unit} ↑`,
        nameTextStyle: { ...axisName, align: 'left', padding: [0, 0, 0, -PLOT.left + 4] },
        axisLabel: { ...axisLabel, formatter: formatBound },
        axisTick: { show: false },
        axisLine: { show: false },
        splitLine: { lineStyle: { color: theme.line } },
      },
      series: [
        ...(mark === undefined ? [] : [markedPlace(mark.at, plotWidth / (last - first + 1), theme)]),
        ...(control === undefined
          ? []
          : intervalBand({ at, ...control }, { color: theme.control, stack: 'control' })),
        ...(profile.look === 'bars'
          ? [bars(at, curve, theme)]
          : intervalBand(
              { at, ...curve },
              { color: control === undefined ? theme.text : theme.accent, stack: 'set' },
            )),
      ],
    },
    markAt(x, y) {
      if (y < PLOT.top || y > PLOT.top + PLOT.height || x < PLOT.left || x > PLOT.left + plotWidth)
        return null;
      const dataIndex = placeOf(x);
      return dataIndex < 0 ? null : { seriesIndex: 0, dataIndex };
    },
    hint: (_series, index) => hintOf(profile, index),
  };
}

/** Of where the axis ends at least: a curve that stays below this share of it lies on the line at 0. */
const NEXT_TO_NONE = 0.02;

function noteOf({ control, look, curve, mark, least = 0 }: HeadProfile): string {
  const bands = curve.low === null ? '' : look === 'bars' ? '' : ' Shades: 95 % intervals.';
  const grey = control === undefined ? '' : ` Grey line: ${control.title}.`;
  const most = Math.max(0, ...curve.mean.map((value) => Math.abs(value ?? 0)));
  const isKnown = curve.mean.some((value) => value !== null);
  const little = isKnown && most < NEXT_TO_NONE * least ? ` At most ${formatValue(most)}: next to none.` : '';
  return `${mark === undefined ? '' : `Amber band: ${mark.words}.`}${grey}${bands}${little}`.trim();
}

function hintOf({ at, curve, control, unit, axis }: HeadProfile, index: number): Hint | null {
  const place = at[index];
  if (place === undefined) return null;
  const value = ({ mean, low, high }: HeadCurve): string =>
    formatEstimate(
      { mean: mean[index] ?? null, low: low?.[index] ?? null, high: high?.[index] ?? null },
      unit,
    );
  return {
    title: `${signed(place)} ${axis}`,
    rows: [
      { label: 'mean', value: value(curve) },
      ...(control === undefined ? [] : [{ label: control.title, value: value(control) }]),
    ],
  };
}

/** @param floor the top is no lower: of next to nothing a fitted axis makes a peak */
function rangeOf(curves: readonly HeadCurve[], floor: number): readonly [number, number] {
  const values = curves.flatMap(({ mean, low, high }) => [...mean, ...(low ?? []), ...(high ?? [])]);
  const [least = 0, most = 1] = extent(values.filter((value) => value !== null));
  const [low, high] = nice(Math.min(0, least), Math.max(floor, most), STEPS);
  return low < high ? [low, high] : [low, low + 1];
}

/** Both ends, 0 where it lies between, and the middle of either side. */
function ticksOf(first: number, last: number): number[] {
  if (first >= 0 || last <= 0) return [first, Math.round((first + last) / 2), last];
  return [first, Math.round(first / 2), 0, Math.round(last / 2), last];
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : value > 0 ? `+${value}` : '0';
}

function bars(at: readonly number[], { mean }: HeadCurve, theme: FigureTheme) {
  return {
    type: 'bar' as const,
    silent: true,
    barCategoryGap: '12%',
    itemStyle: { color: theme.text, opacity: 0.7 },
    data: mean.map((value, index): [number, number | null] => [at[index] ?? 0, value]),
  };
}

/** A band as wide as one place of the axis. */
function markedPlace(place: number, width: number, theme: FigureTheme) {
  return {
    type: 'line' as const,
    silent: true,
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      label: { show: false },
      lineStyle: { color: theme.amber, type: 'solid' as const, width, opacity: 0.16, cap: 'butt' as const },
      data: [{ xAxis: place }],
    },
  };
}

function csv({ profile: { at, name, curve, control, axis } }: HeadProfileData): string {
  const curves =
    control === undefined
      ? [{ name, ...curve }]
      : [
          { name, ...curve },
          { name: `control_${name}`, ...control },
        ];
  return csvText([
    [
      axis.replaceAll(' ', '_'),
      ...curves.flatMap((one) => [one.name, `${one.name}_low`, `${one.name}_high`]),
    ],
    ...at.map((place, index) => [
      place,
      ...curves.flatMap(({ mean, low, high }) => [
        mean[index] ?? null,
        low?.[index] ?? null,
        high?.[index] ?? null,
      ]),
    ]),
  ]);
}
