/** How large the grids of groups are drawn, so that as many as there is room for are seen at once. */

/** px of a card at least: the cells of twelve heads with the names of layers. */
export const LEAST_CARD = 210;
/** px between cards: --space-2. */
export const CARD_GAP = 8;
/** px that a card takes above and below its cells: title, names of heads, colours. */
export const AROUND_CELLS = 104;
/** px of a line of words under the colours. */
export const LINE = 16;
/** px of the line that names groups which have nothing to draw. */
export const EMPTY_LINE = 26;
/** px of the cells of all layers together. */
const PLOT = { smallest: 116, largest: 300 } as const;

/**
 * px that the layers of each grid take together: as many as let all cards stand in the window.
 * @param cards how many there are
 * @param room px: the width that the cards have together, and the height from their top to the end of the window
 * @param lines of text under the colours of a card
 */
export function groupPlotHeight(
  cards: number,
  room: { readonly width: number; readonly height: number },
  lines: number,
): number {
  const columns = Math.max(1, Math.floor((room.width + CARD_GAP) / (LEAST_CARD + CARD_GAP)));
  const rows = Math.ceil(cards / columns);
  const forCard = (room.height + CARD_GAP) / rows - CARD_GAP;
  const forCells = Math.floor(forCard - AROUND_CELLS - LINE * lines);
  return Math.min(PLOT.largest, Math.max(PLOT.smallest, forCells));
}
