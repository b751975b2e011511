/** From a number to a colour, and the bar that says so. */
import { nice } from 'd3-array';
import type { AxisShape } from './axes.ts';
import { formatBound, withUnit } from './figure.ts';
import type { VisualMapComponentOption } from './echarts.ts';
import { alongAxis, labelledTicks } from './forest-axis.ts';
import { rootTicksBeside, SCALES } from './scatter-axes.ts';
import { MONO_ADVANCE, MONO_FONT, SEQUENTIAL, type FigureTheme } from './theme.ts';

export interface ColourScale {
  /** 'diverging' is for what can be negative: its domain is symmetric, and the middle colour is 0. */
  readonly kind: 'sequential' | 'diverging';
  readonly domain: readonly [number, number];
  /** Of a diverging scale, the end that has the warm colours: where the change is larger. Absent: high. */
  readonly warm?: 'low' | undefined;
  /** What the ends of the bar are in: 'bits', 'pairs'; '' for a plain number. */
  readonly unit: string;
  /** How numbers lie along the colours; linear without it. */
  readonly shape?: AxisShape | undefined;
}

export const COLOUR_BAR_HEIGHT = 16;
/** px under the bar for its numbers, where they lie by roots. */
const TICKS_HEIGHT = 14;
/** px between two of them, whatever they are. */
const LEAST_APART = 16;
const BAR_THICKNESS = 6;
const BAR_FONT_SIZE = 11;

/** px of a bar: where numbers lie by roots its ends say nothing of what is between, and a line of numbers stands under it. */
export function colourBarHeight({ shape }: Pick<ColourScale, 'shape'>): number {
  return COLOUR_BAR_HEIGHT + (shape === 'root' ? TICKS_HEIGHT : 0);
}

/** Where a number lies among the colours, as {@link visualMap} has it. */
export function placeInColours({ shape = 'linear' }: Pick<ColourScale, 'shape'>, value: number): number {
  return SCALES[shape].to(value);
}

/** '#rrggbb' from the lowest value to the highest. */
export function scaleColours(scale: ColourScale, theme: FigureTheme): string[] {
  if (scale.kind === 'sequential') return [...SEQUENTIAL];
  return scale.warm === 'low' ? theme.diverging.toReversed() : [...theme.diverging];
}

/** Values that exist: neither null nor NaN. */
export function definedValues(values: Iterable<number | null>): number[] {
  const defined: number[] = [];
  for (const value of values) if (value !== null && Number.isFinite(value)) defined.push(value);
  return defined;
}

/**
 * A domain that just holds the values, its ends rounded outward to round numbers. Symmetric for 'diverging'. A
 * sequential domain of positive values starts at 0 when the smallest is below half of the largest, so that a colour shows
 * how far a value is from 0.
 */
export function fittedDomain(
  values: Iterable<number | null>,
  kind: ColourScale['kind'],
): readonly [number, number] {
  const defined = definedValues(values);
  if (defined.length === 0) return kind === 'diverging' ? [-1, 1] : [0, 1];
  let low = defined.reduce((a, b) => Math.min(a, b));
  let high = defined.reduce((a, b) => Math.max(a, b));
  if (kind === 'diverging') {
    const [, end] = nice(0, Math.max(Math.abs(low), Math.abs(high)) || 1, 5);
    return [-end, end];
  }
  if (low >= 0 && low < high / 2) low = 0;
  if (low === high) {
    if (low === 0) high = 1;
    else [low, high] = low > 0 ? [0, high] : [low, 0];
  }
  const [start, end] = nice(low, high, 5);
  return [start, end];
}

/** The component that maps {@link placeInColours places} to colours. Its own bar is not shown: `colourBar` draws one the same everywhere. */
export function visualMap(
  scale: ColourScale,
  seriesIndex: number,
  theme: FigureTheme,
): VisualMapComponentOption {
  return {
    type: 'continuous',
    show: false,
    min: placeInColours(scale, scale.domain[0]),
    max: placeInColours(scale, scale.domain[1]),
    seriesIndex,
    inRange: { color: scaleColours(scale, theme) },
  };
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** The bar with the ends of the domain and the unit: a line of {@link COLOUR_BAR_HEIGHT} pixels at `place`, and by roots numbers under it. */
export function colourBar(scale: ColourScale, place: Place, theme: FigureTheme): object[] {
  const low = formatBound(scale.domain[0]);
  const high = withUnit(formatBound(scale.domain[1]), scale.unit);
  const widthOf = (text: string): number => text.length * MONO_ADVANCE * BAR_FONT_SIZE;
  const barLeft = place.left + widthOf(low) + 8;
  const barWidth = place.width - widthOf(low) - widthOf(high) - 16;
  const colours = scaleColours(scale, theme);
  const end = (text: string, x: number, align: 'left' | 'right'): object => ({
    type: 'text',
    silent: true,
    x,
    y: place.top + COLOUR_BAR_HEIGHT / 2,
    style: {
      text,
      align,
      verticalAlign: 'middle',
      fill: theme.muted,
      fontFamily: MONO_FONT,
      fontSize: BAR_FONT_SIZE,
    },
  });
  return [
    end(low, place.left, 'left'),
    {
      type: 'rect',
      silent: true,
      shape: {
        x: barLeft,
        y: place.top + (COLOUR_BAR_HEIGHT - BAR_THICKNESS) / 2,
        width: barWidth,
        height: BAR_THICKNESS,
        r: BAR_THICKNESS / 2,
      },
      style: {
        fill: {
          type: 'linear',
          x: 0,
          y: 0,
          x2: 1,
          y2: 0,
          colorStops: colours.map((color, index) => ({ offset: index / (colours.length - 1), color })),
        },
      },
    },
    end(high, place.left + place.width, 'right'),
    ...(scale.shape === 'root' ? barTicks(scale, { ...place, left: barLeft, width: barWidth }, theme) : []),
  ];
}

/** Numbers between the ends, at their places under the bar: as many as stand apart. */
function barTicks({ domain: [low, high] }: ColourScale, bar: Place, theme: FigureTheme): object[] {
  const { to } = SCALES.root;
  const ticks = rootTicksBeside(
    low <= 0 && high >= 0 ? [0] : [],
    [to(low), to(high)],
    bar.width,
    LEAST_APART,
  );
  const axis = { low, high, ticks, shape: 'root' as const };
  const widthOf = (tick: number): number => formatBound(tick).length * MONO_ADVANCE * BAR_FONT_SIZE;
  const labelled = labelledTicks(axis, bar.width, widthOf);
  const middle = bar.top + COLOUR_BAR_HEIGHT / 2;
  return labelled
    .filter((tick) => tick !== low && tick !== high)
    .flatMap((tick): object[] => {
      const x = bar.left + (bar.width * alongAxis(axis, tick)) / 100;
      return [
        {
          type: 'line',
          silent: true,
          shape: { x1: x, x2: x, y1: middle + BAR_THICKNESS / 2, y2: middle + BAR_THICKNESS / 2 + 3 },
          style: { stroke: theme.muted, lineWidth: 1 },
        },
        {
          type: 'text',
          silent: true,
          x,
          y: bar.top + COLOUR_BAR_HEIGHT + TICKS_HEIGHT / 2,
          style: {
            text: formatBound(tick),
            align: 'center',
            verticalAlign: 'middle',
            fill: theme.muted,
            fontFamily: MONO_FONT,
            fontSize: BAR_FONT_SIZE,
          },
        },
      ];
    });
}
