/** How many maps stand side by side, and how large their cells are: the same in all, so that they compare. */
import { bisector, range } from 'd3-array';
import type { MapAxis } from '../../../core/figures/kinds/map-axis.ts';
import type { MapsOver } from '../../../core/figures/pair-maps.ts';
import { type HeatmapLayout, labelledHeatmapLayout } from '../../../core/figures/token-heatmap-layout.ts';
import { type PairMap, VALUE_MAPS, type ValueKind } from '../../../shared/entities.ts';

/** What the size of a map depends on. */
export type GridAxis = Pick<MapAxis, 'labels' | 'apart' | 'mirrored'>;

export interface MapGrid {
  readonly columns: number;
  /** px */
  readonly cell: number;
  /** Whether there is room for numbers in the columns of tokens without a counterpart. */
  readonly numbers: 'shown' | 'left-out';
}

/** px between cards, and of a card around its figure. */
export const GAP = 12;
const AROUND = 18;
/** px of a card above and below the cells: its header, the labels of the columns, the colour bar, what the map is. */
const ABOVE_AND_BELOW = 180;
/** px: the smallest and largest cells there are. */
const CELLS = { smallest: 11, largest: 40 } as const;
/** px: cells are not made smaller than this for the sake of the height. */
const LEGIBLE_CELL = 17;
/** px: three columns are not worth cells smaller than this, whose labels are set in small type. */
const COMFORTABLE_CELL = 14;

/**
 * Three columns where the map with the longest labels is comfortable in them, else two where it fits, its cells as large
 * as there is room for, two rows of maps on screen if that leaves them legible. One column for what is longer; what is
 * wider than that scrolls.
 *
 * @param width px for all columns
 * @param height px that two rows should take
 * @param axes of each map
 * @param mostColumns 2: of maps that are compared two by two
 */
export function mapGrid(
  width: number,
  height: number,
  axes: readonly GridAxis[],
  mostColumns: 2 | 3 = 3,
): MapGrid {
  const longest = Math.max(1, ...axes.map(({ labels }) => labels.length));
  const tallest = Math.floor(((height - GAP) / 2 - ABOVE_AND_BELOW) / longest);
  const most = Math.min(CELLS.largest, Math.max(LEGIBLE_CELL, tallest));
  const choices = [
    [3, COMFORTABLE_CELL, 'shown'],
    [2, CELLS.smallest, 'shown'],
    [2, CELLS.smallest, 'left-out'],
  ] as const;
  for (const [columns, least, numbers] of choices) {
    if (columns > mostColumns) continue;
    const cell = largestCell((width - (columns - 1) * GAP) / columns - AROUND, most, axes, numbers);
    if (cell >= least) return { columns, cell, numbers };
  }
  const whole = mostColumns === 2 ? (width - GAP) / 2 : width;
  const cell = largestCell(whole - AROUND, most, axes, 'shown');
  return { columns: 1, cell: Math.max(CELLS.smallest, cell), numbers: 'shown' };
}

/**
 * The maps from left to right, row after row, in one order whatever the pair: what changed, the attention of both statements, values.
 * Of a layer there are no values.
 */
export function mapOrder(values: ValueKind, over: MapsOver): readonly PairMap[] {
  const patterns = ['pattern_difference', 'pattern_original', 'pattern_counterfactual'] as const;
  return over === 'layer' ? patterns : [...patterns, ...VALUE_MAPS[values]];
}

/** The map that the card of lines comes after: it fills the row of the difference where two stand side by side, so that those of attention do. */
export function beforeLines({ columns }: Pick<MapGrid, 'columns'>): PairMap {
  return columns === 2 ? 'pattern_difference' : 'pattern_counterfactual';
}

/** Where everything of a map is, with cells of `cell` px. */
export function axisLayout(
  { labels, apart, mirrored }: GridAxis,
  { cell, numbers }: Pick<MapGrid, 'cell' | 'numbers'>,
): HeatmapLayout {
  const narrow = numbers === 'left-out';
  return labelledHeatmapLayout(labels, plotSizeOf({ labels, apart }, cell), { apart, narrow, mirrored });
}

/** px that the cells of a map take, without those that are set apart. */
export function plotSizeOf({ labels, apart }: Pick<GridAxis, 'labels' | 'apart'>, cell: number): number {
  return (labels.length - apart) * cell;
}

/** The largest cells, at most `most`, with which every map is at most `room` wide; 0 where none are. */
function largestCell(
  room: number,
  most: number,
  axes: readonly GridAxis[],
  numbers: MapGrid['numbers'],
): number {
  const sizes = range(CELLS.smallest, most + 1);
  const widest = (cell: number): number =>
    Math.max(...axes.map((axis) => axisLayout(axis, { cell, numbers }).width));
  const fitting = bisector<number, number>(widest).right(sizes, room);
  return sizes[fitting - 1] ?? 0;
}
