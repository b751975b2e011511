import { guessTextWidth, type MeasureText } from '../../core/figures/text-width.ts';

/** Measures texts in the fonts that the browser draws them with, those of the machine among them. */
export function canvasTextWidth(): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return guessTextWidth;
  return (text, font) => {
    context.font = font;
    return context.measureText(text).width;
  };
}
