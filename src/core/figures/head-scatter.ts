/** Heads as dots, with any number of theirs on either axis. What is said of a head is the look of its dot. */
import { extent, nice } from 'd3-array';
import { endsAround, ticksWithRoom } from './axis-ends.ts';
import {
  colourBar,
  colourBarHeight,
  type ColourScale,
  placeInColours,
  scaleColours,
} from './colour-scale.ts';
import { formatBound, type Figure, type Hint } from './figure.ts';
import { type Box, placeLabels } from './label-places.ts';
import { type Axis, axisOf, chosenAxes, ROOT_WORDS, type Scale, SCALES } from './scatter-axes.ts';
import { shadesOf } from './shades.ts';
import { MONO_ADVANCE, MONO_FONT, TEXT_FONT, type FigureTheme } from './theme.ts';
import type { Axes } from './axes.ts';

/** ink: full; open: an outline; faint: undecided, a grey outline; dot: small and grey, nothing there. */
export type DotLook = 'ink' | 'open' | 'faint' | 'dot';

export interface HeadDot {
  readonly layer: number;
  readonly head: number;
  /** null: undefined, and left out. */
  readonly x: number | null;
  readonly y: number | null;
  readonly look: DotLook;
  /** What it is coloured by, where dots are; null: undefined there, and grey. */
  readonly shade?: number | null;
  /** Whether its name may stand beside it. */
  readonly named: boolean;
  readonly hint: Hint;
}

export interface HeadScatterData {
  readonly title: string;
  /** What the axes are, with their unit. */
  readonly xTitle: string;
  readonly yTitle: string;
  /** What dots are coloured by, and how: their look is an outline then. Without it they are ink. */
  readonly colour?: { readonly title: string; readonly scale: ColourScale } | null;
  /** Those whose names matter most first. */
  readonly dots: readonly HeadDot[];
  readonly selected?: { readonly layer: number; readonly head: number } | null;
  /** px of the plot from left to right; the figure's own choice without it. */
  readonly plotWidth?: number | undefined;
  /** Both axes are of one quantity: they have the same ends, and the line on which both are the same. */
  readonly diagonal?: boolean;
  /** Of the numbers that go upward: the smallest effect of interest, on either side of 0. */
  readonly margin?: number | null;
  /** How numbers lie along both axes; linear without it. */
  readonly axes?: Axes | undefined;
  readonly note: string;
  readonly caption: string;
}

const PLOT = { left: 46, right: 17, top: 24, bottom: 36, width: 296, height: 212 } as const;
/** px of the plot where nothing is said of it. */
export const SCATTER_WIDTH: number = PLOT.width;
const FONT_SIZE = 11;
/** px of what says what the colours are: its words, and the bar under them. */
const KEY = { words: 16, gap: 4 } as const;
/** px that names keep from the axes. */
const FROM_AXIS = 4;
/** In which the line is cut that no name lies on. */
const PIECES = 48;
const SHADES = 64;
const COLOURED_RADIUS = 3.8;
const RADIUS = { ink: 3.2, open: 3.2, faint: 3, dot: 2 } as const satisfies Record<DotLook, number>;

export function headScatter(data: HeadScatterData, theme: FigureTheme): Figure {
  const plotWidth = data.plotWidth ?? PLOT.width;
  const shown = data.dots.filter(
    (dot): dot is HeadDot & { x: number; y: number } => dot.x !== null && dot.y !== null,
  );
  const isDiagonal = data.diagonal === true;
  const sides = [shown.map((dot) => dot.x), shown.map((dot) => dot.y)] as const;
  const axes = chosenAxes(data.axes ?? 'linear', sides);
  const scale = SCALES[axes];
  const along = (values: readonly number[], pixels: number, widthOf: (tick: number) => number): Axis =>
    axes === 'linear' ? linearAxis(values, pixels, widthOf) : axisOf(values, pixels, scale);
  const x = along(isDiagonal ? sides.flat() : sides[0], plotWidth, labelWidth);
  // Labels stand above each other there.
  const y = isDiagonal ? x : along(sides[1], PLOT.height, () => FONT_SIZE);
  const width = PLOT.left + plotWidth + PLOT.right;
  const below = PLOT.top + PLOT.height + PLOT.bottom;
  const { colour = null } = data;
  const height = below + (colour === null ? 0 : KEY.words + colourBarHeight(colour.scale) + KEY.gap);
  const shade = colour === null ? null : shadesOfScale(colour.scale, theme);
  const radiusOf = ({ look }: HeadDot): number => (colour === null ? RADIUS[look] : COLOURED_RADIUS);
  const place = (dot: { readonly x: number; readonly y: number }) => ({
    x: PLOT.left + (plotWidth * (scale.to(dot.x) - x.low)) / (x.high - x.low),
    y: PLOT.top + PLOT.height - (PLOT.height * (scale.to(dot.y) - y.low)) / (y.high - y.low),
  });
  const isSelected = ({ layer, head }: HeadDot): boolean =>
    layer === data.selected?.layer && head === data.selected.head;
  // The selected head's name goes first: nobody else takes its room.
  const byName = [...shown].sort((a, b) => Number(isSelected(b)) - Number(isSelected(a)));
  const nameOf = ({ layer, head }: HeadDot): string => `L${layer} H${head}`;
  const labels = placeLabels(
    byName.map((dot) => ({
      ...place(dot),
      radius: radiusOf(dot),
      width: dot.named || isSelected(dot) ? nameOf(dot).length * MONO_ADVANCE * FONT_SIZE : null,
    })),
    {
      left: PLOT.left + FROM_AXIS,
      top: PLOT.top,
      right: PLOT.left + plotWidth,
      bottom: PLOT.top + PLOT.height - FROM_AXIS,
    },
    linesInTheWay({ x, y, plotWidth, isDiagonal }),
  );
  const axisLabel = { fontFamily: MONO_FONT, fontSize: FONT_SIZE, color: theme.muted };
  const axis = ({ low, high, ticks: at }: Axis) => ({
    type: 'value' as const,
    min: low,
    max: high,
    axisTick: { show: false },
    splitLine: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
    axisLabel: { ...axisLabel, ...ticksOn(scale, at) },
  });
  /** A long label at the right end stands before it: half of it would go beyond the figure. */
  const endingWithin = (across: ReturnType<typeof axis>) => ({
    ...across,
    axisLabel: {
      ...across.axisLabel,
      ...(across.axisLabel.customValues.at(-1) === across.max &&
        labelWidth(scale.from(across.max)) / 2 > PLOT.right && { alignMaxLabel: 'right' as const }),
    },
  });
  /** What has no room ends in dots. */
  const words = (text: string, left: number, top: number, align: 'left' | 'right'): object => ({
    type: 'text',
    silent: true,
    x: left,
    y: top,
    style: {
      text,
      align,
      width: (align === 'left' ? width - left : left) - 4,
      overflow: 'truncate',
      ellipsis: '…',
      verticalAlign: 'middle',
      fill: theme.muted,
      fontFamily: TEXT_FONT,
      fontSize: FONT_SIZE,
    },
  });
  return {
    title: data.title,
    width,
    height,
    note: [data.note, axes === 'root' ? ROOT_WORDS.axes : ''].filter((words) => words !== '').join(' '),
    caption: data.caption,
    option: {
      animation: false,
      grid: {
        left: PLOT.left,
        top: PLOT.top,
        width: plotWidth,
        height: PLOT.height,
        outerBoundsMode: 'none',
      },
      xAxis: endingWithin(axis(x)),
      yAxis: axis(y),
      series: [
        {
          type: 'scatter',
          emphasis: { disabled: true },
          data: shown.map((dot) => ({
            value: [scale.to(dot.x), scale.to(dot.y)],
            symbolSize: 2 * radiusOf(dot),
            itemStyle:
              shade === null
                ? dotStyle(dot.look, isSelected(dot), theme)
                : shadedStyle(shade(dot.shade ?? null), dot.look, isSelected(dot), theme),
          })),
        },
      ],
      graphic: [
        ...zeroLines(x, y, plotWidth, theme),
        ...marginLines(data.margin ?? 0, { y, scale, plotWidth }, theme),
        ...(isDiagonal
          ? [guideLine([PLOT.left, PLOT.top + PLOT.height], [PLOT.left + plotWidth, PLOT.top], theme)]
          : []),
        words(`↑ ${data.yTitle}`, 4, 9, 'left'),
        words(`${data.xTitle} →`, PLOT.left + plotWidth, below - 9, 'right'),
        ...(colour === null
          ? []
          : [
              words(`Colour: ${colour.title}`, 4, below + KEY.words / 2, 'left'),
              ...colourBar(
                colour.scale,
                { left: 4, top: below + KEY.words, width: width - 4 - PLOT.right },
                theme,
              ),
            ]),
        ...labels.map(({ dot, left, middle }): object => {
          const named = byName[dot];
          return {
            type: 'text',
            silent: true,
            x: left,
            y: middle,
            style: {
              text: named === undefined ? '' : nameOf(named),
              verticalAlign: 'middle',
              fill: named !== undefined && isSelected(named) ? theme.accent : theme.text,
              fontFamily: MONO_FONT,
              fontSize: FONT_SIZE,
            },
          };
        }),
      ],
    },
    hint: (seriesIndex, dataIndex) => (seriesIndex === 0 ? (shown[dataIndex]?.hint ?? null) : null),
  };
}

function labelWidth(tick: number): number {
  return formatBound(tick).length * MONO_ADVANCE * FONT_SIZE;
}

/** Lines that no name lies on: those at 0, and that on which both are the same, in short pieces. */
function linesInTheWay({
  x,
  y,
  plotWidth,
  isDiagonal,
}: {
  readonly x: Axis;
  readonly y: Axis;
  readonly plotWidth: number;
  readonly isDiagonal: boolean;
}): Box[] {
  const across = PLOT.top + PLOT.height - (PLOT.height * (0 - y.low)) / (y.high - y.low);
  const down = PLOT.left + (plotWidth * (0 - x.low)) / (x.high - x.low);
  const around = (left: number, top: number, right: number, bottom: number): Box => ({
    left: left - 1,
    top: top - 1,
    right: right + 1,
    bottom: bottom + 1,
  });
  return [
    ...(y.low < 0 && y.high > 0 ? [around(PLOT.left, across, PLOT.left + plotWidth, across)] : []),
    ...(x.low < 0 && x.high > 0 ? [around(down, PLOT.top, down, PLOT.top + PLOT.height)] : []),
    ...(isDiagonal
      ? Array.from({ length: PIECES }, (_, piece) =>
          around(
            PLOT.left + (plotWidth * piece) / PIECES,
            PLOT.top + PLOT.height - (PLOT.height * (piece + 1)) / PIECES,
            PLOT.left + (plotWidth * (piece + 1)) / PIECES,
            PLOT.top + PLOT.height - (PLOT.height * piece) / PIECES,
          ),
        )
      : []),
  ];
}

/** Labels at these numbers. ECharts knows their places along the axis. */
function ticksOn(scale: Scale, ticksAt: readonly number[]) {
  return {
    customValues: ticksAt.map((tick) => scale.to(tick)),
    formatter: (place: number) => formatBound(scale.from(place)),
  };
}

/** Round ends that hold the values; from 0 where they are all on one side and 0 is not far. */
function linearAxis(values: readonly number[], pixels: number, widthOf: (tick: number) => number): Axis {
  const [least = 0, most = 1] = extent(values);
  const low = least > 0 && least < most / 2 ? 0 : least;
  const high = most < 0 && most > least / 2 ? 0 : most;
  const [from, to] = low === high ? endsAround(low) : nice(low, high, 5);
  return { low: from, high: to, ticks: ticksWithRoom([from, to], 4, pixels, widthOf) };
}

function zeroLines(x: Axis, y: Axis, plotWidth: number, theme: FigureTheme): object[] {
  const line = (x1: number, y1: number, x2: number, y2: number) => guideLine([x1, y1], [x2, y2], theme);
  const across = PLOT.top + PLOT.height - (PLOT.height * (0 - y.low)) / (y.high - y.low);
  const down = PLOT.left + (plotWidth * (0 - x.low)) / (x.high - x.low);
  return [
    ...(y.low < 0 && y.high > 0 ? [line(PLOT.left, across, PLOT.left + plotWidth, across)] : []),
    ...(x.low < 0 && x.high > 0 ? [line(down, PLOT.top, down, PLOT.top + PLOT.height)] : []),
  ];
}

/** Dashed, on either side of 0; nothing where there is none. */
function marginLines(
  margin: number,
  { y, scale, plotWidth }: { readonly y: Axis; readonly scale: Scale; readonly plotWidth: number },
  theme: FigureTheme,
): object[] {
  if (margin === 0) return [];
  return [margin, -margin]
    .map((at) => scale.to(at))
    .filter((at) => at > y.low && at < y.high)
    .map((at) => {
      const across = PLOT.top + PLOT.height - (PLOT.height * (at - y.low)) / (y.high - y.low);
      return guideLine([PLOT.left, across], [PLOT.left + plotWidth, across], theme, [3, 2]);
    });
}

/** From a number to its colour; of what is undefined, null. */
function shadesOfScale(scale: ColourScale, theme: FigureTheme): (value: number | null) => string | null {
  const shades = shadesOf(scaleColours(scale, theme), SHADES);
  const [low, high] = [placeInColours(scale, scale.domain[0]), placeInColours(scale, scale.domain[1])];
  return (value) => {
    if (value === null) return null;
    const share = Math.min(1, Math.max(0, (placeInColours(scale, value) - low) / (high - low)));
    const shade = shades[Math.round(share * (SHADES - 1))];
    return shade === undefined ? null : `rgb(${shade.join(',')})`;
  };
}

/** In the colour of its number. The outline says what is said of the head: ink where it is called, thin where nothing is. */
function shadedStyle(shade: string | null, look: DotLook, isSelected: boolean, theme: FigureTheme): object {
  const isCalled = look === 'ink' || look === 'open';
  return {
    color: shade ?? theme.background,
    borderColor: isSelected ? theme.accent : isCalled ? theme.text : theme.control,
    borderWidth: isSelected ? 2 : isCalled ? 1.2 : 0.6,
    ...(look === 'open' && !isSelected && { borderType: 'dotted' as const }),
  };
}

/** How a dot looks that is in no colour. */
export function dotStyle(look: DotLook, isSelected: boolean, theme: FigureTheme): object {
  const ink = isSelected ? theme.accent : theme.text;
  switch (look) {
    case 'ink':
      return { color: ink };
    case 'open':
      return { color: theme.background, borderColor: ink, borderWidth: 1.3 };
    case 'faint':
      return {
        color: theme.background,
        borderColor: isSelected ? theme.accent : theme.control,
        borderWidth: 1.2,
      };
    case 'dot':
      return { color: isSelected ? theme.accent : theme.control };
  }
}

function guideLine(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  theme: FigureTheme,
  lineDash?: [number, number],
): object {
  return {
    type: 'line',
    silent: true,
    z: 0,
    shape: { x1, y1, x2, y2 },
    style: { stroke: theme.control, lineWidth: 1, ...(lineDash !== undefined && { lineDash }) },
  };
}
