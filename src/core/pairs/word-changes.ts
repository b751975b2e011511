/**
 * Which words two sentences do not have in common, in order: what was taken out of the one, and what was put into the
 * other. Words are compared as they are written; where one only goes on from the other ("does", "doesn't"), what it goes on
 * with is the change.
 */
import { alignTokens } from './align.ts';

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

/** Longer middles, by the product of their words, are a change as a whole. */
const MOST_CELLS = 250_000;

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

export function wordChanges(original: string, other: string): WordChanges {
  const before = wordsOf(original);
  const after = wordsOf(other);
  let start = 0;
  while (start < before.length && start < after.length && before[start]?.text === after[start]?.text) start++;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before.at(-1 - end)?.text === after.at(-1 - end)?.text) end++;
  const first = before.slice(start, before.length - end);
  const second = after.slice(start, after.length - end);
  const [taken, put] = unmatched(first, second);
  const [only] = taken;
  const [added] = put;
  if (taken.length === 1 && put.length === 1 && only !== undefined && added !== undefined) {
    const grown = goesOn(only, added);
    if (grown !== null) return grown;
  }
  return { takenOut: joined(taken, original), putIn: joined(put, other) };
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => ({ text: match[0], from: match.index }));
}

/** Those of both that a cheapest way from one to the other does not leave as they are. */
function unmatched(first: readonly Word[], second: readonly Word[]): [Word[], Word[]] {
  if (first.length * second.length > MOST_CELLS) return [[...first], [...second]];
  const ids = new Map<string, number>();
  const idsOf = (words: readonly Word[]): number[] =>
    words.map(({ text }) => {
      const id = ids.get(text) ?? ids.size;
      ids.set(text, id);
      return id;
    });
  const [before, after] = [idsOf(first), idsOf(second)];
  const { original, counterfactual } = alignTokens(before, after, 'edit', new Set());
  const stays = [...original.keys()].filter(
    (link) => before[original[link] ?? -1] === after[counterfactual[link] ?? -1],
  );
  const kept = {
    first: new Set(stays.map((link) => original[link])),
    second: new Set(stays.map((link) => counterfactual[link])),
  };
  return [first.filter((_, at) => !kept.first.has(at)), second.filter((_, at) => !kept.second.has(at))];
}

/** Of a word that begins or ends as the other does: the rest of the longer one; null for any others. */
function goesOn(word: Word, other: Word): WordChanges | null {
  const [shorter, longer] = word.text.length < other.text.length ? [word, other] : [other, word];
  const rest = longer.text.length - shorter.text.length;
  const range: TextRange | null = longer.text.startsWith(shorter.text)
    ? [longer.from + shorter.text.length, longer.from + longer.text.length]
    : longer.text.endsWith(shorter.text)
      ? [longer.from, longer.from + rest]
      : null;
  if (range === null) return null;
  return longer === other ? { takenOut: [], putIn: [range] } : { takenOut: [range], putIn: [] };
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
  const space = text.indexOf(' ', Math.max(0, Math.round(at - room * 0.4)));
  return space === -1 || space >= at ? 0 : space + 1;
}

/** A text in parts, those that changed and the others. */
export function partsOf(
  text: string,
  ranges: readonly TextRange[],
): { readonly text: string; readonly changed: boolean }[] {
  const parts: { text: string; changed: boolean }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) parts.push({ text: text.slice(at, from), changed: false });
    parts.push({ text: text.slice(from, to), changed: true });
    at = to;
  }
  if (at < text.length) parts.push({ text: text.slice(at), changed: false });
  return parts;
}
