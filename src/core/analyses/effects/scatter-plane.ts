/** The plane on which heads lie by how much they change and how much they matter: where a number is, and the lines on it. */
import type { Box } from '../../figures/label-places.ts';
import { type Axis, axisOf, chosenAxes, type Scale, SCALES } from '../../figures/scatter-axes.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { hasCross, lookOf, type PlacedHead } from './scatter-dots.ts';
import type { Axes } from '../../figures/axes.ts';

/** px beside and around the plot, and how large it is by itself. */
export const PLOT = { left: 46, right: 14, top: 26, bottom: 40, width: 520, height: 350 } as const;
/** px that the words of the corners take at the top and the bottom of the plot, and each further line of them. */
export const CORNER_ROOM = 20;
export const FURTHER_LINE = 17;

export interface Plane {
  readonly axes: Exclude<Axes, 'auto'>;
  readonly scale: Scale;
  readonly x: Axis;
  readonly y: Axis;
  /** px: where a change is, and where an effect is. */
  px(this: void, change: number): number;
  py(this: void, effect: number): number;
  /** px: where the plot ends. */
  readonly right: number;
  readonly bottom: number;
}

interface PlaneSize {
  /** Smallest effect that counts. */
  readonly margin: number;
  /** px that words take at the top, or at the bottom where they take more there. */
  readonly above: number;
  readonly axes: Axes;
  /** px of the plot. */
  readonly width: number;
  readonly height: number;
}

export function planeOf(
  shown: readonly PlacedHead[],
  { margin, above, axes: asked, width, height }: PlaneSize,
): Plane {
  const axes = chosenAxes(asked, [shown.map((one) => one.x), shown.map((one) => one.y)]);
  const scale = SCALES[axes];
  const x = axisOf(
    shown.flatMap(({ change, x: own }) => [own, change?.low ?? own, change?.high ?? own]),
    width,
    scale,
  );
  const y = axisOf(
    [...shown.flatMap(({ effect, y: own }) => [own, effect.low ?? own, effect.high ?? own]), margin, 0],
    height,
    scale,
    above + 6,
  );
  return {
    axes,
    scale,
    x,
    y,
    px: (change) => PLOT.left + (width * (scale.to(change) - x.low)) / (x.high - x.low),
    py: (effect) => PLOT.top + height - (height * (scale.to(effect) - y.low)) / (y.high - y.low),
    right: PLOT.left + width,
    bottom: PLOT.top + height,
  };
}

/** Lines at the ticks, and those through 0. */
export function gridOf({ x, y, px, py, right, bottom }: Plane, theme: FigureTheme): object[] {
  return [
    ...y.ticks.map((tick) => line([PLOT.left, py(tick)], [right, py(tick)], { stroke: theme.line })),
    ...x.ticks.map((tick) => line([px(tick), PLOT.top], [px(tick), bottom], { stroke: theme.line })),
    line([PLOT.left, py(0)], [right, py(0)], { stroke: theme.control }),
    ...(x.low <= 0 && x.high >= 0
      ? [line([px(0), PLOT.top], [px(0), bottom], { stroke: theme.control })]
      : []),
  ];
}

/** At the smallest effect that counts, either way. */
export function thresholdsOf({ scale, y, py, right }: Plane, margin: number, theme: FigureTheme): object[] {
  return [margin, -margin]
    .filter((value) => margin > 0 && scale.to(value) > y.low && scale.to(value) < y.high)
    .map((value) =>
      line([PLOT.left, py(value)], [right, py(value)], { stroke: theme.muted, lineDash: [2, 3] }),
    );
}

/** The intervals both ways; those of which nothing is said recede. */
export function crossOf({ px, py }: Plane, one: PlacedHead, selected: boolean, theme: FigureTheme): object[] {
  if (!hasCross(one) && !selected) return [];
  const look = lookOf(one);
  const stroke = selected ? theme.accent : look === 'undecided' ? theme.control : theme.text;
  const style = { stroke, lineWidth: 0.9, opacity: look === 'undecided' && !selected ? 0.5 : 0.65 };
  const { low, high } = one.effect;
  const across = one.change;
  return [
    ...(low === null || high === null ? [] : [line([px(one.x), py(low)], [px(one.x), py(high)], style, 1)]),
    ...(across === null || across.low === null || across.high === null
      ? []
      : [line([px(across.low), py(one.y)], [px(across.high), py(one.y)], style, 1)]),
  ];
}

/** What a cross covers. */
export function boxesOf({ px, py }: Plane, { x, y, effect, change }: PlacedHead): Box[] {
  const across =
    change === null || change.low === null || change.high === null
      ? []
      : [{ left: px(change.low), right: px(change.high), top: py(y) - 1, bottom: py(y) + 1 }];
  return effect.low === null || effect.high === null
    ? across
    : [...across, { left: px(x) - 1, right: px(x) + 1, top: py(effect.high), bottom: py(effect.low) }];
}

function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  style: object,
  z = 0,
): object {
  return { type: 'line', silent: true, z, shape: { x1, y1, x2, y2 }, style: { lineWidth: 1, ...style } };
}
