/** Which words of a text are in another, in the same order: what both marks of what changed are made of. */
import { alignedPositions, alignTokens } from './align.ts';

/** A word with what holds it together (doesn't, well-known, צה״ל), or a sign. */
export const WORD = String.raw`[\p{L}\p{M}\p{N}_]+(?:['’׳״-][\p{L}\p{M}\p{N}_]+)*|[^\s\p{L}\p{M}\p{N}_]`;

/** Longer middles, by the product of their words, have nothing in common: comparing takes as long as that. */
const MOST_CELLS = 250_000;

/**
 * What begins and ends alike, and between the two what a cheapest way from one to the other (Levenshtein) leaves as it is.
 * @returns [place in the one, place in the other] of words that are the same, ascending
 */
export function keptWords(before: readonly string[], after: readonly string[]): [number, number][] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const [taken, put] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  return [
    ...Array.from({ length: start }, (_, at): [number, number] => [at, at]),
    ...between(taken, put).map(([i, j]): [number, number] => [start + i, start + j]),
    ...Array.from({ length: end }, (_, at): [number, number] => [
      before.length - end + at,
      after.length - end + at,
    ]),
  ];
}

function between(taken: readonly string[], put: readonly string[]): [number, number][] {
  if (taken.length * put.length > MOST_CELLS) return [];
  const ids = new Map<string, number>();
  const idOf = (word: string): number => {
    const id = ids.get(word) ?? ids.size;
    ids.set(word, id);
    return id;
  };
  return alignedPositions(alignTokens(taken.map(idOf), put.map(idOf), 'edit', new Set())).filter(
    ([i, j]) => taken[i] === put[j],
  );
}
