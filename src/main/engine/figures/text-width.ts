/** How wide a text is, where nothing can measure it: from the mean advance of the fonts that figures use. */
import { columnsOf } from '../../../core/figures/token-labels.ts';
import { MONO_ADVANCE } from '../../../core/figures/theme.ts';

/** Mean width of a character of Inter in running text, in em, a little on the wide side. */
const TEXT_ADVANCE = 0.52;

/** In pixels; `mono` for JetBrains Mono, else Inter. */
export function textWidth(text: string, fontSize: number, mono = false): number {
  return columnsOf(text) * fontSize * (mono ? MONO_ADVANCE : TEXT_ADVANCE);
}

/** A space where a line may end: not around '=' and '−', so that 'n = 248' stays whole. */
const BREAK = /(?<![=−]) (?![=−])/;

/** Lines of whole words, each at most `width` pixels of Inter wide; a longer word has a line of its own. */
export function wrapText(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BREAK)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, fontSize) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  return lines;
}
