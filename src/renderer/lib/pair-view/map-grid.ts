/** How many maps stand side by side, and how large their cells are: the same in all, so that they compare. */
import { bisector, range } from 'd3-array';
import { labelledHeatmapLayout } from '../../../core/figures/token-heatmap.ts';
import { type PairMap, VALUE_MAPS, type ValueKind } from '../../../shared/entities.ts';

export interface MapGrid {
  readonly columns: number;
  /** px */
  readonly cell: number;
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
 * @param labels of each map
 */
export function mapGrid(width: number, height: number, labels: readonly (readonly string[])[]): MapGrid {
  const longest = Math.max(1, ...labels.map((mapLabels) => mapLabels.length));
  const tallest = Math.floor(((height - GAP) / 2 - ABOVE_AND_BELOW) / longest);
  const most = Math.min(CELLS.largest, Math.max(LEGIBLE_CELL, tallest));
  for (const [columns, least] of [
    [3, COMFORTABLE_CELL],
    [2, CELLS.smallest],
  ] as const) {
    const cell = largestCell((width - (columns - 1) * GAP) / columns - AROUND, most, labels);
    if (cell >= least) return { columns, cell };
  }
  return { columns: 1, cell: Math.max(CELLS.smallest, largestCell(width - AROUND, most, labels)) };
}

/**
 * The maps from left to right, row after row, so that what belongs together stands side by side or one above the other.
 *
 * @param afterHeads whether the heads stand in the first place
 * @param values which maps of values stand below those of attention
 */
export function mapOrder(columns: number, afterHeads: boolean, values: ValueKind): readonly PairMap[] {
  const attention = ['pattern_original', 'pattern_counterfactual'] as const;
  // Heads, original, counterfactual; difference, original, counterfactual. In two columns the difference is by the heads.
  if (afterHeads && columns === 2) return ['pattern_difference', ...attention, ...VALUE_MAPS[values]];
  return [...attention, 'pattern_difference', ...VALUE_MAPS[values]];
}

/** The largest cells, at most `most`, with which every map is at most `room` wide; 0 where none are. */
function largestCell(room: number, most: number, labels: readonly (readonly string[])[]): number {
  const sizes = range(CELLS.smallest, most + 1);
  const widest = (cell: number): number =>
    Math.max(...labels.map((mapLabels) => labelledHeatmapLayout(mapLabels, cell * mapLabels.length).width));
  const fitting = bisector<number, number>(widest).right(sizes, room);
  return sizes[fitting - 1] ?? 0;
}
