/** A line of text as runs, from left to right as it is drawn, each of one direction and one font. */
import bidiFactory from 'bidi-js';

const bidi = bidiFactory();
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const SHAPELESS = /^\p{Default_Ignorable_Code_Point}+$/u;

export interface TextRun<Font> {
  readonly text: string;
  readonly isRightToLeft: boolean;
  readonly font: Font;
}

/**
 * @param text a line; marks of direction are heeded and left out
 * @param fontOf the font that has all of a grapheme; null where none does: then each of its characters has its own
 * @param fallback where no font has a character
 */
export function textRuns<Font>(
  text: string,
  fontOf: (grapheme: string) => Font | null,
  fallback: Font,
): TextRun<Font>[] {
  const { levels } = bidi.getEmbeddingLevels(text, 'ltr');
  const runs: { text: string; level: number; font: Font }[] = [];
  const add = (part: string, level: number, font: Font) => {
    const last = runs.at(-1);
    if (last?.level === level && last.font === font) last.text += part;
    else runs.push({ text: part, level, font });
  };
  for (const { segment, index } of segmenter.segment(text)) {
    if (SHAPELESS.test(segment)) continue;
    const level = levels[index] ?? 0;
    const font = fontOf(segment);
    if (font !== null) add(segment, level, font);
    else for (const character of segment) add(character, level, fontOf(character) ?? fallback);
  }
  return inVisualOrder(runs).map(({ text: run, level, font }) => ({
    text: run,
    isRightToLeft: level % 2 === 1,
    font,
  }));
}

/** Unicode Standard Annex 9, rule L2: from the highest level down to the lowest odd one, what lies at it is reversed. */
function inVisualOrder<Run extends { readonly level: number }>(runs: readonly Run[]): Run[] {
  const ordered = [...runs];
  const highest = runs.reduce((most, { level }) => Math.max(most, level), 0);
  for (let level = highest; level >= 1; level--)
    for (let start = 0; start < ordered.length; start++) {
      let end = start;
      while (end < ordered.length && (ordered[end]?.level ?? 0) >= level) end++;
      if (end - start > 1) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = Math.max(start, end);
    }
  return ordered;
}
