/** How wide texts of figures are. Whoever draws measures them in the fonts that it draws with; until then it is guessed. */
import { MONO_ADVANCE, MONO_FONT, TEXT_FONT } from './theme.ts';
import { columnsOf } from './token-labels.ts';

/** Mean width of a character of Inter in running text, in em, a little on the wide side. */
const TEXT_ADVANCE = 0.52;

/** The width of a text in px. `font` as CSS writes it: '11px JetBrains Mono'. */
export type MeasureText = (text: string, font: string) => number;

/** From the mean advance of the fonts that figures use. */
export function guessTextWidth(text: string, font: string): number {
  const size = Number.parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? '12');
  return columnsOf(text) * size * (font.includes('Mono') ? MONO_ADVANCE : TEXT_ADVANCE);
}

let measure: MeasureText = guessTextWidth;

/** Said once by a process that draws, before it does. */
export function measureTextWith(measureText: MeasureText): void {
  measure = measureText;
}

/** What JetBrains Mono has, each in one column. */
const PLAIN = /^[ -~\u00a1-\u024f\u0370-\u0373\u0391-\u03a1\u03a3-\u03ff\u0400-\u045f→…]*$/u;
const MEASURED_AT = 100;

/** The width of a label in the font of tokens, for a size of 1: a text in the font's own letters is known, others measured. */
export function labelEm(label: string): number {
  if (PLAIN.test(label)) return columnsOf(label) * MONO_ADVANCE;
  return measure(label, `${MEASURED_AT}px ${MONO_FONT}`) / MEASURED_AT;
}

/** The width of running text, for a size of 1. */
export function textEm(text: string): number {
  return measure(text, `${MEASURED_AT}px ${TEXT_FONT}`) / MEASURED_AT;
}
