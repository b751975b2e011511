/** How many maps stand side by side, and how large their cells are: the same in all, so that they compare. */
import { labelledHeatmapLayout } from '../../../core/figures/token-heatmap.ts';

export interface MapGrid {
  readonly columns: number;
  /** px */
  readonly cell: number;
}

/** px between cards, and of a card around its figure. */
const GAP = 16;
const AROUND = 30;
/** px of a card above and below the cells: its header, the labels of the columns, the colour bar. */
const ABOVE_AND_BELOW = 150;
/** px: below this a map is no longer read at a glance; above that it gains nothing. */
const SMALLEST = 112;
/** px: cells are not made smaller than this for the sake of the height; their labels would have to stand upright. */
const LEGIBLE_CELL = 17;
/** px: three columns are not worth cells smaller than this, whose labels are set in small type. */
const COMFORTABLE_CELL = 14;
const LARGEST = 320;

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
  const tallest = Math.max(LEGIBLE_CELL * longest, (height - GAP) / 2 - ABOVE_AND_BELOW);
  for (const columns of [3, 2]) {
    const plotSize = largestPlot((width - (columns - 1) * GAP) / columns - AROUND, labels);
    if (plotSize === null || (columns === 3 && plotSize / longest < COMFORTABLE_CELL)) continue;
    return { columns, cell: cellOf(plotSize) };
  }
  return { columns: 1, cell: cellOf(largestPlot(width - AROUND, labels) ?? SMALLEST) };

  function cellOf(plotSize: number): number {
    return Math.max(1, Math.floor(Math.min(plotSize, tallest) / longest));
  }
}

function largestPlot(room: number, labels: readonly (readonly string[])[]): number | null {
  let plotSize = LARGEST;
  for (const mapLabels of labels) {
    const { width, plot } = labelledHeatmapLayout(mapLabels, SMALLEST);
    const left = Math.floor(room - (width - plot.size));
    // Cells have a smallest size, so a long statement needs more than asked for.
    if (left < SMALLEST || left < plot.size) return null;
    plotSize = Math.min(plotSize, left);
  }
  return plotSize;
}
