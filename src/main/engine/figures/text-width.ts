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
  return setApart(lines);
}

const [APART, END_OF_APART] = ['\u2068', '\u2069'];

/** What is set apart from its surroundings, and goes on in the next line, is so there as well. */
function setApart(lines: readonly string[]): string[] {
  let open = 0;
  return lines.map((line) => {
    const before = APART.repeat(open);
    for (const character of line) {
      if (character === APART) open++;
      else if (character === END_OF_APART) open = Math.max(0, open - 1);
    }
    return `${before}${line}${END_OF_APART.repeat(open)}`;
  });
}
