/** From a number to a colour, and the bar that says so. */
import { nice } from 'd3-array';
import { formatBound, withUnit } from './figure.ts';
import type { VisualMapComponentOption } from './echarts.ts';
import { MONO_ADVANCE, MONO_FONT, SEQUENTIAL, type FigureTheme } from './theme.ts';

export interface ColourScale {
  /** 'diverging' is for what can be negative: its domain is symmetric, and the middle colour is 0. */
  readonly kind: 'sequential' | 'diverging';
  readonly domain: readonly [number, number];
  /** Of a diverging scale, the end that has the warm colours: where the change is larger. Absent: high. */
  readonly warm?: 'low' | undefined;
  /** What the ends of the bar are in: 'bits', 'pairs'; '' for a plain number. */
  readonly unit: string;
}

export const COLOUR_BAR_HEIGHT = 16;
const BAR_THICKNESS = 6;
const BAR_FONT_SIZE = 11;

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

/** The component that maps values to colours. Its own bar is not shown: `colourBar` draws one the same everywhere. */
export function visualMap(
  scale: ColourScale,
  seriesIndex: number,
  theme: FigureTheme,
): VisualMapComponentOption {
  return {
    type: 'continuous',
    show: false,
    min: scale.domain[0],
    max: scale.domain[1],
    seriesIndex,
    inRange: { color: scaleColours(scale, theme) },
  };
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** The bar with the ends of the domain and the unit: one line of {@link COLOUR_BAR_HEIGHT} pixels at `place`. */
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
  ];
}
