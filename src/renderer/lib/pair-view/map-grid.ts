/** How many maps stand side by side, and how large their cells together may be. */
import { labelledHeatmapLayout } from '../../../core/figures/token-heatmap.ts';

export interface MapGrid {
  readonly columns: number;
  /** px for the cells of a map, without its labels. */
  readonly plotSize: number;
}

/** px between cards, and of a card around its figure. */
const GAP = 16;
const AROUND = 30;
/** px of a card above and below the cells: its header, the labels of the columns, the colour bar. */
const ABOVE_AND_BELOW = 150;
/** px: below this a map is no longer read at a glance; above that it gains nothing. */
const SMALLEST = 112;
const LARGEST = 320;

/**
 * The most columns (at most three) in which the map with the longest labels fits, its cells as large as there is room
 * for, two rows of maps on screen if that leaves them legible. One column where none fits; its map then scrolls.
 *
 * @param width px for all columns
 * @param height px that two rows should take
 * @param labels of each map
 */
export function mapGrid(width: number, height: number, labels: readonly (readonly string[])[]): MapGrid {
  const tallest = Math.max(SMALLEST, (height - GAP) / 2 - ABOVE_AND_BELOW);
  for (const columns of [3, 2]) {
    const plotSize = largestPlot((width - (columns - 1) * GAP) / columns - AROUND, labels);
    if (plotSize !== null) return { columns, plotSize: Math.min(plotSize, tallest) };
  }
  return { columns: 1, plotSize: Math.min(largestPlot(width - AROUND, labels) ?? SMALLEST, tallest) };
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
