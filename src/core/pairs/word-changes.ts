/**
 * Which words two sentences do not have in common, in order: what was taken out of the one, and what was put into the
 * other. Words are compared whole and as they are written, as changed-line.ts does: "with" and "without" are two words.
 */
import { keptWords, WORD } from './kept-words.ts';

/** [from, to) in UTF-16 units of the text, ascending. */
export type TextRange = readonly [from: number, to: number];

export interface WordChanges {
  /** Of the original: what is not in the other. */
  readonly takenOut: readonly TextRange[];
  /** Of the other: what is not in the original. */
  readonly putIn: readonly TextRange[];
}

interface Word {
  readonly text: string;
  readonly from: number;
}

const WORDS = new RegExp(WORD, 'gu');

export function wordChanges(original: string, other: string): WordChanges {
  const before = wordsOf(original);
  const after = wordsOf(other);
  const kept = keptWords(
    before.map(({ text }) => text),
    after.map(({ text }) => text),
  );
  const stays = { before: new Set(kept.map(([i]) => i)), after: new Set(kept.map(([, j]) => j)) };
  const taken = before.filter((_, at) => !stays.before.has(at));
  const put = after.filter((_, at) => !stays.after.has(at));
  return { takenOut: joined(taken, original), putIn: joined(put, other) };
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORDS), (match) => ({ text: match[0], from: match.index }));
}

/** Words that stand side by side are one stretch. */
function joined(words: readonly Word[], text: string): TextRange[] {
  const ranges: [number, number][] = [];
  for (const { text: word, from } of words) {
    const last = ranges.at(-1);
    if (last !== undefined && text.slice(last[1], from).trim() === '') last[1] = from + word.length;
    else ranges.push([from, from + word.length]);
  }
  return ranges;
}

/**
 * Where a long text begins to be shown so that its change is in sight: 0 where it is anyway, else the beginning of a word
 * before it.
 * @param at where the change begins
 * @param room characters that are in sight
 */
export function startInSight(text: string, at: number, room: number): number {
  if (text.length <= room || at < room * 0.7) return 0;
  // Where the change is near the end, what is before it takes the room that is left.
  const first = Math.min(Math.round(at - room * 0.4), text.length - room);
  const space = text.indexOf(' ', Math.max(0, first));
  return space === -1 || space >= at ? 0 : space + 1;
}

/** Where two texts part, at the beginning of a word: the same place in both. */
export function firstDifference(text: string, other: string): number {
  let at = 0;
  while (at < text.length && at < other.length && text.charAt(at) === other.charAt(at)) at++;
  return text.lastIndexOf(' ', at - 1) + 1;
}

/**
 * The part of a long text around a place, from the beginning of a word to the end of one; all of a text that is not longer.
 * @param most characters of the part
 */
export function partAround(text: string, at: number, most: number): TextRange {
  if (text.length <= most) return [0, text.length];
  const first = Math.max(0, Math.min(at - Math.floor(most / 2), text.length - most));
  const space = first === 0 ? -1 : text.indexOf(' ', first - 1);
  const from = space === -1 || space >= at ? first : space + 1;
  const end = Math.min(text.length, first + most);
  const last = end === text.length ? end : text.lastIndexOf(' ', end);
  return [from, last > Math.max(from, at) ? last : end];
}

/**
 * The parts of two long texts around where they part, which begin with the same word. What is put in or taken out at the end is
 * in sight: the longer of them says where the parts begin.
 * @param most characters of each part
 */
export function partsAround(
  text: string,
  other: string,
  most: number,
): readonly [part: TextRange, ofOther: TextRange] {
  const longer = text.length >= other.length ? text : other;
  const [from] = partAround(longer, firstDifference(text, other), most);
  return [partFrom(text, from, most), partFrom(other, from, most)];
}

/** From a place on, to the end of a word. */
function partFrom(text: string, from: number, most: number): TextRange {
  if (text.length <= from + most) return [from, text.length];
  const last = text.lastIndexOf(' ', from + most);
  return [from, last > from ? last : from + most];
}

/** A text in parts, those that changed and the others. @param within what of it is wanted */
export function partsOf(
  text: string,
  ranges: readonly TextRange[],
  [begin, end]: TextRange = [0, text.length],
): { readonly text: string; readonly changed: boolean }[] {
  const parts: { text: string; changed: boolean }[] = [];
  const add = (from: number, to: number, changed: boolean): void => {
    if (to > from) parts.push({ text: text.slice(from, to), changed });
  };
  let at = begin;
  for (const range of ranges) {
    const [from, to] = [Math.max(at, range[0]), Math.min(end, range[1])];
    if (to <= from) continue;
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, end, false);
  return parts;
}
