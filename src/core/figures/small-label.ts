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

/** Heads are counted above the first row of a grid of layers x heads, and layers before each row. */
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
): object[] {
  const middle = size / 2;
  return [
    ...Array.from({ length: heads }, (_, head) =>
      smallLabel(
        `${head}`,
        { x: plot.left + head * pitch + middle, y: plot.top / 2, align: 'center' },
        theme,
      ),
    ),
    ...Array.from({ length: layers }, (_, layer) =>
      smallLabel(`L${layer}`, { x: 0, y: plot.top + layer * pitch + middle, align: 'left' }, theme),
    ),
  ];
}
