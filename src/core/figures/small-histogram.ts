/** A histogram without an axis of counts: how values lie, in little room. Heights are shares of the tallest bar. */
import { type FigureTheme, MONO_FONT, TEXT_FONT } from './theme.ts';
import { filled } from './word-cells.ts';

export interface SmallBar {
  /** Of all, from 0 to 1. */
  readonly all: number;
  /** Of a part of them, drawn over it; none without it. */
  readonly part?: number | undefined;
}

export interface SmallHistogram {
  readonly heading: string;
  /** At the end of its line. */
  readonly words: string;
  readonly bars: readonly SmallBar[];
  /** Under the first bar and the last. */
  readonly ends: readonly [string, string];
  /** Under the middle: what a height says. */
  readonly scale: string;
  /** Shares of its width, from 0 at the left to 1; null: no part is marked. */
  readonly marked?: readonly [number, number] | null;
}

/** px */
export const SMALL_PLOT = { width: 250, height: 56 } as const;
const LINE = 18;
const FONT = 11;
/** Of a bar, how much is drawn. */
const FILLED = 0.9;
export const SMALL_HISTOGRAM_HEIGHT = LINE + SMALL_PLOT.height + LINE;

/** @param place px of its left upper corner */
export function smallHistogram(
  { heading, words, bars, ends, scale, marked = null }: SmallHistogram,
  { left, top }: { readonly left: number; readonly top: number },
  theme: FigureTheme,
): object[] {
  const { width, height } = SMALL_PLOT;
  const foot = top + LINE + height;
  const step = width / Math.max(1, bars.length);
  const bar = (at: number, share: number, fill: string): object[] =>
    share === 0
      ? []
      : [
          filled(
            { x: left + at * step, y: foot - share * height, width: FILLED * step, height: share * height },
            fill,
          ),
        ];
  const isMarked = marked !== null;
  return [
    textAt(heading, left, top + LINE / 2, { fill: theme.text, align: 'left' }),
    textAt(words, left + width, top + LINE / 2, {
      fill: isMarked ? theme.accent : theme.muted,
      align: 'right',
    }),
    ...bars.flatMap(({ all, part }, at) => [
      ...bar(at, all, part === undefined ? theme.text : theme.line),
      ...bar(at, part ?? 0, theme.muted),
    ]),
    filled({ x: left, y: foot, width, height: 1 }, theme.control),
    ...(isMarked ? markedPart(marked, { left, top: top + LINE }, theme) : []),
    textAt(ends[0], left, foot + LINE / 2, { fill: theme.muted, align: 'left', mono: true }),
    textAt(scale, left + width / 2, foot + LINE / 2, { fill: theme.muted, align: 'center' }),
    textAt(ends[1], left + width, foot + LINE / 2, { fill: theme.muted, align: 'right', mono: true }),
  ];
}

/** The part that is asked for, with a line at either end. */
function markedPart(
  [from, to]: readonly [number, number],
  { left, top }: { readonly left: number; readonly top: number },
  theme: FigureTheme,
): object[] {
  const { width, height } = SMALL_PLOT;
  const [x1, x2] = [left + from * width, left + to * width];
  const shade = { x: x1, y: top, width: Math.max(1, x2 - x1), height };
  return [
    { type: 'rect', silent: true, shape: shade, style: { fill: theme.accent, opacity: 0.14 } },
    ...[x1, x2].map((x) => filled({ x: x - 1, y: top, width: 2, height }, theme.accent)),
  ];
}

function textAt(
  text: string,
  x: number,
  y: number,
  look: { readonly fill: string; readonly align: 'left' | 'center' | 'right'; readonly mono?: boolean },
): object {
  const { fill, align, mono = false } = look;
  const fontFamily = mono ? MONO_FONT : TEXT_FONT;
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: { text, align, verticalAlign: 'middle', fill, fontFamily, fontSize: FONT },
  };
}
