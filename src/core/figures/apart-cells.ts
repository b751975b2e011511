/** The cells of a matrix that are set apart from the others, in amber, each with its number; and the labels of columns. */
import type { ColourScale } from './colour-scale.ts';
import { scaleColours } from './colour-scale.ts';
import { type Rgb, rgbOf, shadesOf } from './shades.ts';
import { labelEm } from './text-width.ts';
import { MONO_FONT, type FigureTheme } from './theme.ts';
import {
  CELL_SIZE,
  columnSpan,
  gapSize,
  type HeatmapLayout,
  NUMBER_HEIGHT,
  NUMBER_WIDTH,
  rowSpan,
  standsUpright,
  UPRIGHT_NUMBER,
} from './token-heatmap-layout.ts';

const NUMBER_SIZE = 9;
const SHADES = 255;

/** '.48', '−.07', '1', '0': two decimals without what goes without saying. */
export function shortShare(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  if (Number(digits) === 0) return '0';
  return `${value < 0 ? '−' : ''}${digits.replace(/^0/, '').replace(/\.00$/, '')}`;
}

/** Relative luminance of WCAG 2.1, 0 to 1. */
function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The ink on a cell, chosen by contrast. */
export function inkOn(ground: Rgb): string {
  return luminance(ground) > 0.18 ? '#1c1c1a' : '#ffffff';
}

interface ApartCells {
  readonly values: ArrayLike<number>;
  /** Labels of a row, those that are set apart last. */
  readonly labels: readonly string[];
  readonly layout: HeatmapLayout;
  readonly scale: ColourScale;
  /** Nothing is drawn there, not even the ground of what is undefined. */
  readonly isBlank: (query: number, key: number) => boolean;
}

export function apartCells(
  { values, labels, layout, scale, isBlank }: ApartCells,
  theme: FigureTheme,
): object[] {
  const { main } = layout;
  const shades = shadesOf(scaleColours(scale, theme), SHADES);
  const [low, high] = scale.domain;
  const line = gapSize(layout.cell);
  const cells = labels.flatMap((_, query) =>
    labels.flatMap((_, key) => {
      if ((query < main && key < main) || isBlank(query, key)) return [];
      const [column, row] = [columnSpan(layout, key), rowSpan(layout, query)];
      const value = values[query * labels.length + key] ?? Number.NaN;
      const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
      const ground = shades[Math.round(share * (SHADES - 1))] ?? rgbOf(theme.soft);
      const isDefined = Number.isFinite(value);
      const isUpright = column.size >= UPRIGHT_NUMBER && row.size >= NUMBER_HEIGHT;
      const isOnSide = !isUpright && row.size >= NUMBER_WIDTH && column.size >= NUMBER_HEIGHT;
      const hasNumber = isDefined && (isUpright || isOnSide);
      return [
        {
          type: 'rect',
          silent: true,
          shape: {
            x: column.from + line / 2,
            y: row.from + line / 2,
            width: column.size - line,
            height: row.size - line,
          },
          style: { fill: isDefined ? cssOf(ground) : theme.soft },
        },
        ...(hasNumber
          ? [
              {
                type: 'text',
                silent: true,
                x: column.from + column.size / 2,
                y: row.from + row.size / 2,
                ...(isOnSide && { rotation: Math.PI / 2 }),
                style: {
                  text: shortShare(value),
                  align: 'center',
                  verticalAlign: 'middle',
                  fill: inkOn(ground),
                  fontFamily: MONO_FONT,
                  fontSize: NUMBER_SIZE,
                },
              },
            ]
          : []),
      ];
    }),
  );
  return [...cells, ...apartOutlines(labels.length, layout, theme)];
}

function cssOf([red, green, blue]: Rgb): string {
  return `rgb(${red},${green},${blue})`;
}

/** Around the columns that are set apart, and around the rows. */
export function apartOutlines(labels: number, layout: HeatmapLayout, theme: FigureTheme): object[] {
  const { main, plot, whole } = layout;
  if (labels === main) return [];
  const [first, last] = [columnSpan(layout, main), columnSpan(layout, labels - 1)];
  const left = Math.min(first.from, last.from);
  const top = rowSpan(layout, main).from;
  const box = (x: number, y: number, width: number, height: number): object => ({
    type: 'rect',
    silent: true,
    z: 5,
    shape: { x, y, width, height, r: 2 },
    style: { fill: 'none', stroke: theme.amber, lineWidth: 1 },
  });
  if (main === 0) return [box(whole.left, whole.top, whole.width, whole.height)];
  return [
    box(left, plot.top, (labels - main) * first.size, plot.size),
    box(plot.left, top, plot.size, whole.top + whole.height - top),
  ];
}

/** Names of rows that are set apart. */
export function apartRowLabels(
  shown: readonly string[],
  layout: HeatmapLayout,
  theme: FigureTheme,
): object[] {
  const { main, mirrored, whole, fontSize } = layout;
  return shown.slice(main).flatMap((text, at) => {
    const { from, size } = rowSpan(layout, main + at);
    if (at % labelledEvery(size) !== 0) return [];
    return {
      type: 'text',
      silent: true,
      x: mirrored ? whole.left + whole.width + 6 : whole.left - 6,
      y: from + size / 2,
      style: {
        text,
        align: mirrored ? 'left' : 'right',
        verticalAlign: 'middle',
        fill: theme.amber,
        fontFamily: MONO_FONT,
        fontSize,
      },
    };
  });
}

/** Of rows or columns of that size, px, every so many have room for a label. */
function labelledEvery(size: number): number {
  return Math.max(1, Math.ceil(CELL_SIZE.smallest / size));
}

/**
 * Names of columns, below them: letters upright, words slanted where cells are wide enough for it and else on their sides, as
 * many as have room.
 */
export function columnLabels(shown: readonly string[], layout: HeatmapLayout, theme: FigureTheme): object[] {
  const { cell, main, whole, fontSize, slanted } = layout;
  const every = labelledEvery(cell);
  return shown.flatMap((text, label) => {
    const isApart = label >= main;
    if ((isApart ? label - main : label) % every !== 0) return [];
    const { from, size } = columnSpan(layout, label);
    const isUpright = standsUpright(text) && labelEm(text) * fontSize <= size;
    return [
      {
        type: 'text',
        silent: true,
        x: from + size / 2,
        y: whole.top + whole.height + 6,
        ...(!isUpright && { rotation: slanted ? Math.PI / 4 : Math.PI / 2 }),
        style: {
          text,
          align: isUpright ? 'center' : 'right',
          verticalAlign: isUpright ? 'top' : 'middle',
          fill: isApart ? theme.amber : theme.muted,
          fontFamily: MONO_FONT,
          fontSize,
        },
      },
    ];
  });
}
