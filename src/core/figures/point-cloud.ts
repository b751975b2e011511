/** Points on a plane that has no axes, as many as there are tokens: squares and crosses in colours, and what the colours say. */
import { extent } from 'd3-array';
import type { FigureOption } from './echarts.ts';
import type { Figure } from './figure.ts';
import { guessTextWidth } from './text-width.ts';
import { type FigureTheme, TEXT_FONT } from './theme.ts';

/** px = offset + scale * value, of x; y grows upward. */
export interface CloudView {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** px */
export interface CloudSize {
  readonly width: number;
  readonly height: number;
}

/** A part of the plane: the values at its left and at its upper edge, and how many it is across. */
export type CloudPart = readonly [left: number, top: number, across: number];

export interface Colouring {
  /** Of the palette, by what is in it: drawn one after the other. */
  readonly palette: readonly string[];
  /** [point] a place in the palette. */
  readonly ofPoint: Uint8Array;
  readonly legend: readonly { readonly colour: string; readonly words: string }[];
  /** Ends of a scale in words, where colours are of one. */
  readonly ends: readonly [string, string] | null;
}

export interface PointCloudData {
  readonly title: string;
  /** [2P] x and y in turns. */
  readonly points: Float32Array;
  readonly colouring: Colouring;
  /** So many of the points, the first, are squares; the others are crosses. */
  readonly squares: number;
  /** What squares and crosses are; null where all are squares. */
  readonly shapes: readonly [string, string] | null;
  /** [point] 1: drawn with a ring, and the others faint; null: none is looked for. */
  readonly marked: Uint8Array | null;
  /** Outlined, whatever is looked for. */
  readonly selected?: number | null;
  readonly size: CloudSize;
  /** All points without it. */
  readonly part?: CloudPart | undefined;
  readonly note: string;
  readonly caption: string;
}

const MARGIN = 14;
const FONT_SIZE = 11;
/** px of the key: a line of it, and what lies between two entries, and between a sign and its words. */
const KEY = { line: 16, gap: 14, sign: 9, beside: 5, bar: 80 } as const;
/** A plus sign: two bars of a fifth of its size. */
const CROSS = 'path://M-5,-1H-1V-5H1V-1H5V1H1V5H-1V1H-5Z';

/** Shows all points. */
export function fitted(points: Float32Array, { width, height }: CloudSize): CloudView {
  const [left = 0, right = 0] = extent(points.filter((_, at) => at % 2 === 0));
  const [bottom = 0, top = 0] = extent(points.filter((_, at) => at % 2 === 1));
  const scale = Math.min(
    (width - 2 * MARGIN) / (right - left || 1),
    (height - 2 * MARGIN) / (top - bottom || 1),
  );
  return {
    scale,
    left: width / 2 - (scale * (left + right)) / 2,
    top: height / 2 + (scale * (bottom + top)) / 2,
  };
}

/** What a view shows. */
export function partOf({ scale, left, top }: CloudView, { width }: CloudSize): CloudPart {
  return [-left / scale, top / scale, width / scale];
}

/** The view that shows a part. */
export function viewOf([left, top, across]: CloudPart, { width }: CloudSize): CloudView {
  const scale = width / across;
  return { scale, left: -left * scale, top: top * scale };
}

/** px from the left, and from the top. */
export function placeOf(
  points: Float32Array,
  point: number,
  { scale, left, top }: CloudView,
): [number, number] {
  return [left + scale * (points[2 * point] ?? 0), top - scale * (points[2 * point + 1] ?? 0)];
}

/** px across of a point, by how many there are. */
export function pointSize(count: number): number {
  return count > 6000 ? 2.5 : 3.5;
}

/** Axes that are not seen, on which numbers are px from the left and from the top. */
export function pixelPlane({ width, height }: CloudSize): Pick<FigureOption, 'grid' | 'xAxis' | 'yAxis'> {
  return {
    grid: { left: 0, top: 0, width, height, outerBoundsMode: 'none' },
    xAxis: { type: 'value', min: 0, max: width, show: false },
    yAxis: { type: 'value', min: 0, max: height, show: false, inverse: true },
  };
}

export function pointCloud(data: PointCloudData, theme: FigureTheme): Figure {
  const { points, colouring, squares, marked, selected = null, size } = data;
  const count = points.length / 2;
  const view = data.part === undefined ? fitted(points, size) : viewOf(data.part, size);
  const across = pointSize(count);
  const places = Array.from({ length: count }, (_, point) => placeOf(points, point, view));
  const isSeen = (point: number): boolean => {
    const [x = -1, y = -1] = places[point] ?? [];
    return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  };
  const seen = Array.from({ length: count }, (_, point) => point).filter(isSeen);
  const series = (of: readonly number[], look: object) =>
    of.length === 0
      ? []
      : [
          {
            type: 'scatter' as const,
            silent: true,
            emphasis: { disabled: true },
            data: of.map((point) => places[point] ?? []),
            ...look,
          },
        ];
  const ringed = seen.filter((point) => marked?.[point] === 1);
  const ring = { color: 'rgba(0,0,0,0)', borderColor: theme.text, borderWidth: 1.25 };
  const key = keyOf(data, theme);
  return {
    title: data.title,
    width: size.width,
    height: size.height + key.height,
    note: data.note,
    caption: data.caption,
    option: {
      animation: false,
      ...pixelPlane(size),
      series: [
        ...colouring.palette.flatMap((color, colour) => {
          const own = seen.filter((point) => colouring.ofPoint[point] === colour);
          const itemStyle = { color, opacity: marked === null ? 0.75 : 0.25 };
          return [
            ...series(
              own.filter((point) => point < squares),
              { symbol: 'rect', symbolSize: across, itemStyle },
            ),
            ...series(
              own.filter((point) => point >= squares),
              { symbol: CROSS, symbolSize: across + 1, itemStyle },
            ),
          ];
        }),
        ...series(
          ringed.filter((point) => point < squares),
          { symbol: 'rect', symbolSize: 7, itemStyle: ring },
        ),
        ...series(
          ringed.filter((point) => point >= squares),
          { symbol: 'circle', symbolSize: 8, itemStyle: ring },
        ),
        ...series(
          seen.filter((point) => point === selected),
          {
            symbol: 'rect',
            symbolSize: 10,
            itemStyle: { ...ring, borderColor: theme.accent, borderWidth: 2 },
          },
        ),
      ],
      graphic: key.graphic,
    },
    hint: () => null,
  };
}

/** What shapes and colours say, in as many lines as it takes. */
function keyOf(
  { colouring, shapes, size }: PointCloudData,
  theme: FigureTheme,
): { readonly graphic: object[]; readonly height: number } {
  const graphic: object[] = [];
  let [left, line] = [0, 0];
  const entry = (signWidth: number, words: string, sign: (x: number, y: number) => object[]): void => {
    const wide = signWidth + KEY.beside + guessTextWidth(words, `${FONT_SIZE}px ${TEXT_FONT}`);
    if (left > 0 && left + wide > size.width) [left, line] = [0, line + 1];
    const middle = size.height + (line + 0.5) * KEY.line;
    graphic.push(...sign(left, middle), text(words, left + signWidth + KEY.beside, middle, theme.muted));
    left += wide + KEY.gap;
  };
  const [squareColour, crossColour] =
    colouring.palette.length === 2 ? colouring.palette : [theme.muted, theme.muted];
  if (shapes !== null) {
    entry(KEY.sign, shapes[0], (x, y) => [square(x, y, squareColour ?? theme.muted)]);
    entry(KEY.sign, shapes[1], (x, y) => [
      bar(x, y - 0.75, KEY.sign, 1.5, crossColour ?? theme.muted),
      bar(x + KEY.sign / 2 - 0.75, y - KEY.sign / 2, 1.5, KEY.sign, crossColour ?? theme.muted),
    ]);
  }
  if (colouring.ends !== null) {
    const [low, high] = colouring.ends;
    const steps = colouring.palette.slice(0, 10);
    const before = guessTextWidth(low, `${FONT_SIZE}px ${TEXT_FONT}`) + KEY.beside;
    entry(before + KEY.bar, high, (x, y) => [
      text(low, x, y, theme.muted),
      ...steps.map((colour, step) =>
        bar(x + before + (step * KEY.bar) / steps.length, y - 3, KEY.bar / steps.length + 0.5, 6, colour),
      ),
    ]);
  }
  for (const { colour, words } of colouring.legend) entry(KEY.sign, words, (x, y) => [square(x, y, colour)]);
  return { graphic, height: graphic.length === 0 ? 0 : (line + 1) * KEY.line };
}

function square(x: number, y: number, fill: string): object {
  return bar(x, y - KEY.sign / 2, KEY.sign, KEY.sign, fill);
}

function bar(x: number, y: number, width: number, height: number, fill: string): object {
  return { type: 'rect', silent: true, shape: { x, y, width, height }, style: { fill } };
}

function text(words: string, x: number, y: number, fill: string): object {
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: { text: words, verticalAlign: 'middle', fill, fontFamily: TEXT_FONT, fontSize: FONT_SIZE },
  };
}
