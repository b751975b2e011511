/** Cells with a word in each, shaded by a number, in rows: what a text is under a model, as a table of words. */
import { rgbOf, sequentialColour } from './shades.ts';
import { labelEm } from './text-width.ts';
import { type FigureTheme, MONO_FONT } from './theme.ts';
import { directed, truncate } from './token-labels.ts';
import { visibleText } from './visible-text.ts';
import type { Shading } from './shadings.ts';

/** px */
export const WORD_FONT = 12;
export const WORD_ROW = 22;
/** px between a word and the sides of its cell, of which the narrowest is so wide. */
const PADDING = 6;
const NARROWEST = 22;
/** Columns of the monospaced font that a word may take. */
const LONGEST = 11;
/** px of the line under a word. */
const LINE = 3;
/** Words on what is shaded stay readable: no colour covers more of the background. */
const STRONGEST = 0.55;
/** Shades from the end of the diverging scale: of what adds, and of what takes off. */
const FROM_END = 1;

export interface Box {
  /** px */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A token as a cell shows it: spaces around it are not, those within are.
 * @param row which way the row of cells runs
 */
export function cellWord(
  text: string,
  row: 'rtl' | 'ltr',
  { hasShape }: Pick<FigureTheme, 'hasShape'> = {},
): string {
  return directed(truncate(visibleText(text.trim() || text, hasShape), LONGEST), row);
}

/** px of a cell, or of a column of cells, that has these words. */
export function cellWidth(shown: readonly string[]): number {
  const widest = shown.reduce((most, word) => Math.max(most, labelEm(word)), 0);
  return Math.max(NARROWEST, Math.ceil(widest * WORD_FONT) + 2 * PADDING);
}

export interface WordLook {
  readonly fill: string;
  readonly strong?: boolean;
  readonly align?: 'left' | 'center' | 'right';
}

/** @param x px; with `y`, that of its middle */
export function wordAt(text: string, x: number, y: number, look: WordLook): object {
  const { fill, strong = false, align = 'center' } = look;
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: {
      text,
      align,
      verticalAlign: 'middle',
      fill,
      fontFamily: MONO_FONT,
      fontSize: WORD_FONT,
      ...(strong && { fontWeight: 600 }),
    },
  };
}

export function filled({ x, y, width, height }: Box, fill: string): object {
  return { type: 'rect', silent: true, shape: { x, y, width, height }, style: { fill } };
}

/** The lines at the left and the right of what is looked at. */
export function framed({ x, y, width, height }: Box, theme: FigureTheme): object {
  return {
    type: 'rect',
    silent: true,
    z: 5,
    shape: { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, r: 2 },
    style: { fill: 'none', stroke: theme.accent, lineWidth: 1 },
  };
}

/**
 * What shades a cell: red where it adds and blue where it takes off, or a line at its foot in the colour of the sequential scale,
 * on which words could not be read.
 * @param largest where the shades end
 */
export function shaded(
  box: Box,
  value: number,
  largest: number,
  shading: Shading,
  theme: FigureTheme,
): object {
  if (shading === 'weight')
    return filled(
      { ...box, y: box.y + box.height - LINE, height: LINE },
      sequentialColour(largest > 0 ? value / largest : 0).replaceAll(' ', ','),
    );
  const share = largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0;
  const colour = rgbOf(theme.diverging.at(value >= 0 ? -1 - FROM_END : FROM_END) ?? theme.text);
  const ground = rgbOf(theme.background);
  const mixed = ground.map((channel, at) =>
    Math.round(channel + ((colour[at] ?? channel) - channel) * share * STRONGEST),
  );
  return filled(box, `rgb(${mixed.join(',')})`);
}
