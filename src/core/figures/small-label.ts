/** Names of layers and heads beside small maps, in the monospaced font. */
import { MONO_FONT, type FigureTheme } from './theme.ts';

/** @param x px, `y` that of its middle */
export function smallLabel(
  text: string,
  { x, y, align }: { readonly x: number; readonly y: number; readonly align: 'left' | 'center' },
  theme: FigureTheme,
): object {
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: {
      text,
      align,
      verticalAlign: 'middle',
      fill: theme.muted,
      fontFamily: MONO_FONT,
      fontSize: 11,
    },
  };
}

/**
 * Heads are counted above the first row of a grid of layers x heads, and layers before each row.
 * @param place of a grid that is not the first: its first layer, and px to its left
 */
export function gridLabels(
  { layers, heads }: { readonly layers: number; readonly heads: number },
  {
    plot,
    pitch,
    size,
  }: {
    /** px of the first cell. */
    readonly plot: { readonly left: number; readonly top: number };
    /** px from one cell to the next. */
    readonly pitch: number;
    /** px of a cell's sides. */
    readonly size: number;
  },
  theme: FigureTheme,
  { from, left }: { readonly from: number; readonly left: number } = { from: 0, left: 0 },
): object[] {
  const middle = size / 2;
  return [
    ...Array.from({ length: heads }, (_, head) =>
      smallLabel(
        `${head}`,
        { x: left + plot.left + head * pitch + middle, y: plot.top / 2, align: 'center' },
        theme,
      ),
    ),
    ...Array.from({ length: layers }, (_, layer) =>
      smallLabel(`L${from + layer}`, { x: left, y: plot.top + layer * pitch + middle, align: 'left' }, theme),
    ),
  ];
}
