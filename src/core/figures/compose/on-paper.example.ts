/** Figures in panels of a journal's column, for tests. */
import type { FigureDrawing } from '../figure-drawing.ts';
import { FIGURE_THEMES } from '../theme.ts';
import { fittedFigure, smallestLetters } from './fitted.ts';
import { columnsWidth, labelPoints } from './layout.ts';

/** A figure in a panel of a page of 85 mm, and the points of its smallest letters there. */
export function onPaper(kind: Pick<FigureDrawing, 'draw' | 'fit'>, data: unknown, columns: number) {
  const room = columnsWidth({ columns, width: 85 }, 1);
  const figure = fittedFigure(kind, data, room, FIGURE_THEMES.light);
  const scale = Math.min(1, room / figure.width);
  return { points: labelPoints({ scale, letters: smallestLetters(figure.option) }), figure };
}
export const asAny = (kind: unknown) => kind as Pick<FigureDrawing, 'draw' | 'fit'>;
