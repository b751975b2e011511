/** A ranking of heads with its forest plot: what it lists, and how its columns share the width. */
import { max, sum } from 'd3-array';
import type { AxisShape } from './axes.ts';
import { formatBound, formatChosen } from './figure.ts';
import { forestAxis, type ForestAxis, labelledTicks } from './forest-axis.ts';
import {
  BY_RANK,
  foldedLines,
  foldedOnTop,
  type Head,
  type RankedColumn,
  type RankedHead,
  type RankingLine,
  type RankingOrder,
} from './ranked-heads.ts';

/** What the screen lists, and a file draws. */
export interface Ranking {
  /** What is ranked. */
  readonly what: 'heads' | 'cells';
  /** px of their names. */
  readonly nameWidth: number;
  /** In the order in which they are listed. */
  readonly heads: readonly RankedHead[];
  readonly columns: readonly RankedColumn[];
  /** What the marks of the axis are: "dot and line: mean and its 95 % interval". */
  readonly subtitle: string;
  /** Of the axis, with its unit. */
  readonly axisTitle: string;
  /** Whether 0 is on the axis in any case. */
  readonly hasZero: boolean;
  /** Ends of the colours of the same numbers on the map: the axis has them, too. */
  readonly colours?: readonly [number, number] | undefined;
  /** How numbers lie along the axis; linear without it. */
  readonly axes?: AxisShape | undefined;
  /** A line on the axis: the margin that a call has to clear. */
  readonly line?: number | undefined;
  /** The same on the other side of 0. */
  readonly bothWays?: boolean;
  /** What the order by rank is: "The largest difference first". */
  readonly rankTitle: string;
  /** What is in the fold: "29 others change more, 11 undecided". */
  foldWords(this: void, heads: readonly RankedHead[]): string;
  /** Under the list. */
  readonly note: string;
}

/** px that the name of a head takes. */
export const HEAD_NAME_WIDTH = 70;
export const ROW_HEIGHT = 23;
export const HEADER_HEIGHT = 33;
/** px of the places, at the left. */
export const PLACE_WIDTH = 38;
/** px before and after the axis. */
export const LANE_PADDING = 12;
/** px of the axis itself, as long as there are columns that can be left out instead. */
export const LEAST_LANE = 160;
/** px of the axis where nothing is left to leave out. */
const NARROWEST_LANE = 64;

const MONO_WIDTH = 7.25;
const CELL_PADDING = 12;
const TICK_WIDTH = 6.6;

/** A column that is shown: its place among the cells of a head, and px that it takes. */
export interface ShownColumn {
  readonly column: RankedColumn;
  readonly index: number;
  readonly width: number;
}

export interface RankingLayout {
  /** px of the whole: as was asked for, or as what stays takes at least. */
  readonly width: number;
  readonly axis: ForestAxis;
  /** px of the column that holds the axis, with what is before and after it. */
  readonly lane: number;
  /** The numbers of the axis that have room. */
  readonly ticks: readonly number[];
  readonly columns: readonly ShownColumn[];
}

/**
 * The columns that leave the axis its room, those that are left out first gone first.
 * @param width px of the whole
 * @param by what it is ordered by: that column stays
 */
export function rankingLayout(
  {
    heads,
    columns,
    nameWidth,
    hasZero,
    colours,
    axes,
  }: Pick<Ranking, 'heads' | 'columns' | 'nameWidth' | 'hasZero' | 'colours' | 'axes'>,
  width: number,
  by: string,
): RankingLayout {
  const axis = forestAxis(
    heads.map(({ marks }) => marks),
    hasZero,
    colours,
    axes,
  );
  let shown = columns.map((column, index) => ({ column, index, width: widthOf(column, index, heads) }));
  const laneBeside = (some: readonly ShownColumn[]): number =>
    width - PLACE_WIDTH - nameWidth - sum(some, (one) => one.width);
  const leaving = shown
    .filter(({ column }) => column.leave !== undefined && column.key !== by)
    .toSorted((a, b) => (a.column.leave ?? 0) - (b.column.leave ?? 0));
  for (const one of leaving) {
    if (laneBeside(shown) - 2 * LANE_PADDING >= (one.column.least ?? LEAST_LANE)) break;
    shown = shown.filter((other) => other !== one);
  }
  const lane = Math.max(NARROWEST_LANE, laneBeside(shown));
  return {
    width: Math.ceil(width + lane - laneBeside(shown)),
    axis,
    lane,
    ticks: labelledTicks(axis, lane - 2 * LANE_PADDING, (tick) => formatBound(tick).length * TICK_WIDTH),
    columns: shown,
  };
}

/** px: as wide as it says, or as its longest cell. */
function widthOf({ width, words }: RankedColumn, index: number, heads: readonly RankedHead[]): number {
  if (width !== undefined) return width;
  const longest = max(heads, ({ cells }) => cells[index]?.text.length ?? 0) ?? 0;
  return Math.ceil(Math.max(words.length, longest) * MONO_WIDTH) + CELL_PADDING;
}

/** Where the margin of a call is drawn: as far as the axis goes. */
export function linesAcross(
  { line, bothWays }: Pick<Ranking, 'line' | 'bothWays'>,
  axis: ForestAxis,
): number[] {
  if (line === undefined) return [];
  return onAxis(bothWays === true && line !== 0 ? [line, -line] : [line], axis);
}

/** The same in the row of a head: with its smallest effect of interest, which may be a share of its own control. */
export function linesOfHead(
  { margin }: Pick<RankedHead, 'margin'>,
  ranking: Pick<Ranking, 'line' | 'bothWays'>,
  axis: ForestAxis,
): number[] {
  const own = margin === undefined || margin === null || margin === 0 ? [] : [margin, -margin];
  return [...linesAcross(ranking, axis), ...onAxis(own, axis)];
}

function onAxis(values: readonly number[], { low, high }: ForestAxis): number[] {
  return values.filter((at) => at >= low && at <= high);
}

/** "dashed: smallest effect ±0.005": what the lines of the heads are; '' where none has one. */
export function marginWords(margins: readonly (number | null)[], unit = ''): string {
  const set = margins.filter((margin) => margin !== null && margin > 0);
  const [first] = set;
  if (first === undefined || first === null) return '';
  const isOne = set.length === margins.length && set.every((margin) => margin === first);
  return isOne
    ? `dashed: smallest effect ±${formatChosen(first, unit)}`
    : 'dashed: smallest effect of each head';
}

export interface ListedPart {
  readonly order: RankingOrder;
  /** The heads in the middle are listed, too. */
  readonly middle: boolean;
  readonly selected: Head | null;
  /** Lines that are in sight together. */
  readonly room: number;
}

/** By rank the middle folds; in any other order what is not called does, on top. */
export function rankingLines(
  { heads }: Pick<Ranking, 'heads'>,
  { order, ...part }: ListedPart,
): RankingLine[] {
  const isByRank = order.by === BY_RANK.by && order.direction === BY_RANK.direction;
  return isByRank ? foldedLines({ heads, ...part }) : foldedOnTop({ heads, ...part });
}

/** What the signs mean of the heads that are listed: what is in the fold explains itself when it is opened. */
export function signsOf(lines: readonly RankingLine[]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap((one) =>
      one.kind === 'head' ? one.head.signs.map(({ sign, words }) => [sign, words] as const) : [],
    ),
  );
}
