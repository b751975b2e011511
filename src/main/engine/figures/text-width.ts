/** Lines of running text. */
import { guessTextWidth } from '../../../core/figures/text-width.ts';

/** A space where a line may end: not around '=' and '−', so that 'n = 248' stays whole. */
const BREAK = /(?<![=−]) (?![=−])/;

/** Lines of whole words, each at most `width` pixels of Inter wide; a longer word has a line of its own. */
export function wrapText(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BREAK)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && guessTextWidth(longer, `${fontSize}px Inter`) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  return lines;
}
