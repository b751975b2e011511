/** A figure in a panel that is narrower than it: drawn again so that its letters stay readable, as far as its kind can. */
import type { FigureDrawing } from '../figure-drawing.ts';
import type { Figure } from '../figure.ts';
import type { FigureTheme } from '../theme.ts';
import { LABEL, labelPoints, LEAST_POINTS } from './layout.ts';

/** Fonts may change with what is drawn, and so may the room that they leave. */
const MOST_TURNS = 3;

/** @param room px that the panel has from left to right */
export function fittedFigure(
  { draw, fit }: Pick<FigureDrawing, 'draw' | 'fit'>,
  data: unknown,
  room: number,
  theme: FigureTheme,
): Figure {
  let shown = data;
  let figure = draw(shown, theme);
  for (let turn = 0; turn < MOST_TURNS && fit !== undefined; turn++) {
    const letters = smallestLetters(figure.option);
    const scale = Math.min(1, room / figure.width);
    if (labelPoints({ scale, letters }) >= LEAST_POINTS) break;
    // So wide that, once it is made smaller, letters are as small as they may be.
    const most = Math.floor((room * labelPoints({ scale: 1, letters })) / LEAST_POINTS);
    shown = fit(shown, { width: figure.width, most });
    figure = draw(shown, theme);
  }
  return figure;
}

/** px of the smallest letters that an option has; those of usual labels where it has none. */
export function smallestLetters(option: unknown): number {
  let smallest = Infinity;
  const look = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(look);
    else if (typeof part === 'object' && part !== null)
      for (const [name, value] of Object.entries(part)) {
        if (name === 'fontSize' && typeof value === 'number') smallest = Math.min(smallest, value);
        else look(value);
      }
  };
  look(option);
  return Number.isFinite(smallest) ? smallest : LABEL;
}
