/** Where the panels of a figure lie that is made of several: in rows of columns, at the width of a journal's column. */

/** Millimetres: one column of a journal, one and a half, and two. */
export const JOURNAL_WIDTHS = [85, 114, 174] as const;

/** Millimetres that a page of a journal has from top to bottom. */
export const PAGE_HEIGHT = 234;

export const MOST_COLUMNS = 4;

/** Pixels of CSS in a millimetre. */
export const PIXELS_PER_MM = 96 / 25.4;
/** px */
const MARGIN = 4;
const GAP = { column: 16, row: 18 } as const;
/** Of labels of axes and ends of scales, before the drawing is made smaller; px. */
export const LABEL = 11;
const POINTS = 0.75;
/** Points below which journals refuse letters. */
export const LEAST_POINTS = 5;

export interface PanelSize {
  /** Of its drawing, px. */
  readonly width: number;
  readonly height: number;
  /** Columns that it takes. */
  readonly span: number;
  /** Panels of one kind in a row are made smaller alike, so that what is one size before is one size on paper. */
  readonly kind?: string;
}

export interface PanelPlace {
  /** Of its title; the drawing begins at `left` as well. px */
  readonly left: number;
  readonly top: number;
  readonly drawingTop: number;
  /** What it may take from left to right, px. */
  readonly width: number;
  /** By how much the drawing is made smaller; 1 where it fits. It is never enlarged. */
  readonly scale: number;
}

export interface ComposedLayout {
  /** [panels] */
  readonly places: readonly PanelPlace[];
  /** px */
  readonly width: number;
  /** Where the panels end and what is said under them begins, px. */
  readonly bottom: number;
}

export interface Grid {
  readonly columns: number;
  /** mm */
  readonly width: number;
}

/** px that are there for `span` columns. */
export function columnsWidth({ columns, width }: Grid, span: number): number {
  const column = (width * PIXELS_PER_MM - 2 * MARGIN - (columns - 1) * GAP.column) / columns;
  const taken = Math.min(span, columns);
  return taken * column + (taken - 1) * GAP.column;
}

/**
 * Panels from left to right, the next row where one does not fit any more. Titles of a row begin on one line, and so do
 * drawings.
 * @param titleHeight of the title of the nth panel in that width, px
 */
export function composedLayout(
  panels: readonly PanelSize[],
  grid: Grid,
  titleHeight: (index: number, width: number) => number,
): ComposedLayout {
  const width = grid.width * PIXELS_PER_MM;
  const step = columnsWidth(grid, 1) + GAP.column;
  const places: PanelPlace[] = [];
  let top = MARGIN;
  for (const row of rowsOf(panels, grid)) {
    const heads = row.map(({ index, panel }) => titleHeight(index, columnsWidth(grid, panel.span)));
    const drawingTop = top + Math.max(...heads);
    let bottom = drawingTop;
    const scaleOf = ({ width: own, span }: PanelSize) => Math.min(1, columnsWidth(grid, span) / own);
    const alike = (kind: string | undefined) =>
      row.flatMap(({ panel }) => (kind !== undefined && panel.kind === kind ? [scaleOf(panel)] : []));
    for (const { panel, column } of row) {
      const room = columnsWidth(grid, panel.span);
      const scale = Math.min(scaleOf(panel), ...alike(panel.kind));
      places.push({ left: MARGIN + column * step, top, drawingTop, width: room, scale });
      bottom = Math.max(bottom, drawingTop + scale * panel.height);
    }
    top = bottom + GAP.row;
  }
  return { places, width, bottom: Math.max(MARGIN, top - GAP.row) };
}

interface PlacedPanel {
  readonly index: number;
  readonly panel: PanelSize;
  readonly column: number;
}

function rowsOf(panels: readonly PanelSize[], { columns }: Grid): PlacedPanel[][] {
  const rows: PlacedPanel[][] = [];
  let column = columns;
  for (const [index, panel] of panels.entries()) {
    const span = Math.min(panel.span, columns);
    if (column + span > columns) {
      rows.push([]);
      column = 0;
    }
    rows.at(-1)?.push({ index, panel, column });
    column += span;
  }
  return rows;
}

/** 'a', 'b', …: what a panel is called. */
export function panelLetter(index: number): string {
  return String.fromCharCode(97 + index);
}

/** How large the smallest labels of a drawing are on paper, in points. @param of.letters px before it is made smaller */
export function labelPoints({
  scale,
  letters = LABEL,
}: Pick<PanelPlace, 'scale'> & { readonly letters?: number }): number {
  return scale * letters * POINTS;
}
