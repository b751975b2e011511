/**
 * What a person means by a few letters: lines in the order in which they answer to them. Every word that is typed must be
 * found in a line, as a word of its text, the beginning of one, a part of one, or with one wrong letter. There is no match by
 * letters scattered over a line: "head" is not in "Theme: dark".
 */
import { distance } from 'fastest-levenshtein';

export interface Findable {
  readonly text: string;
  /** Beside the text, and found by less. */
  readonly note?: string | undefined;
  /** Not shown, and found by as little as a note. */
  readonly also?: string | undefined;
}

const SCORES = {
  word: 100,
  beginning: 75,
  initials: 60,
  note: 50,
  noteBeginning: 40,
  part: 30,
  wrongLetter: 20,
};
const SHORTEST_PART = 3;
const SHORTEST_WRONG = 5;

/** Of equals, the ones that were first stay first. Lines that are not meant are left out. */
export function rank<Line extends Findable>(typed: string, lines: readonly Line[]): Line[] {
  return ranked(typed, lines).map(({ line }) => line);
}

export function ranked<Line extends Findable>(
  typed: string,
  lines: readonly Line[],
): { readonly line: Line; readonly score: number }[] {
  const asked = wordsOf(typed);
  if (asked.length === 0) return lines.map((line) => ({ line, score: 0 }));
  return lines
    .flatMap((line) => {
      const score = scoreOf(asked, line);
      return score === null ? [] : [{ line, score }];
    })
    .sort((a, b) => b.score - a.score);
}

/** Letters and digits, whatever their case and accents. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** null where a word is not found. */
function scoreOf(asked: readonly string[], { text, note, also }: Findable): number | null {
  const words = wordsOf(text);
  const beside = wordsOf(`${note ?? ''} ${also ?? ''}`);
  let sum = 0;
  for (const word of asked) {
    const score = Math.max(scoreInText(word, words), scoreInNote(word, beside));
    if (score === 0) return null;
    sum += score;
  }
  // What begins as it was typed comes before what has it later; of two, the shorter is the more exact.
  const begins = words.slice(0, asked.length).every((word, at) => word.startsWith(asked[at] ?? '')) ? 15 : 0;
  return sum / asked.length + begins - words.length;
}

function scoreInText(asked: string, words: readonly string[]): number {
  if (
    asked.length > 1 &&
    asked ===
      words
        .map((word) => word[0])
        .join('')
        .slice(0, asked.length)
  )
    return SCORES.initials;
  return Math.max(0, ...words.map((word) => scoreOfWord(asked, word)));
}

function scoreOfWord(asked: string, word: string): number {
  if (word === asked) return SCORES.word;
  if (word.startsWith(asked)) return SCORES.beginning + (20 * asked.length) / word.length;
  if (asked.length >= SHORTEST_PART && word.includes(asked)) return SCORES.part;
  return asked.length >= SHORTEST_WRONG && beginsAlmost(word, asked) ? SCORES.wrongLetter : 0;
}

/** But for one letter that is wrong, missing or too many. */
function beginsAlmost(word: string, asked: string): boolean {
  return [-1, 0, 1].some((more) => distance(asked, word.slice(0, asked.length + more)) <= 1);
}

function scoreInNote(asked: string, words: readonly string[]): number {
  return Math.max(
    0,
    ...words.map((word) =>
      word === asked ? SCORES.note : word.startsWith(asked) ? SCORES.noteBeginning : 0,
    ),
  );
}
