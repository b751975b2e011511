/**
 * Ties of the edit distance go with word boundaries. Where a run of inserted or deleted tokens may lie in several places for the
 * same cost ("א ␣ל" or "␣לא", between words that share a letter), it lies where it begins and ends with words. docs/science.md,
 * section 1.
 */

/** [n] the word of each token; null for a special token, which is a word of its own. */
export type WordIndices = readonly (number | null)[];

export interface WordsOfPair {
  readonly original: WordIndices;
  readonly counterfactual: WordIndices;
}

type Pairs = readonly (readonly [number, number])[];

/**
 * The same alignment with each run of unaligned tokens where it begins and ends with words, as far as that costs no more.
 * @param pairs [original position, counterfactual position] of a cheapest edit script, ascending
 * @param cost of a token of the original in the place of one of the counterfactual, by position: 0 for the same, Infinity where
 *   the two may not be aligned
 */
export function tiesAtWords(
  pairs: Pairs,
  words: WordsOfPair,
  cost: (original: number, counterfactual: number) => number,
): [number, number][] {
  const inserted = slideRuns(pairs, words.counterfactual, cost);
  const mirrored = inserted.map(([i, j]): [number, number] => [j, i]);
  const deleted = slideRuns(mirrored, words.original, (j, i) => cost(i, j));
  return deleted.map(([j, i]): [number, number] => [i, j]);
}

/** Moves the runs that the second side has between two neighbours of the first. */
function slideRuns(
  pairs: Pairs,
  words: WordIndices,
  cost: (first: number, second: number) => number,
): [number, number][] {
  const moved = pairs.map(([i, j]): [number, number] => [i, j]);
  for (let next = 0; next <= moved.length; next++) {
    const [before, after] = [moved[next - 1], moved[next]];
    const start = (before?.[1] ?? -1) + 1;
    const end = after?.[1] ?? words.length;
    const isAtEdge = before === undefined || after === undefined;
    if (end === start || (!isAtEdge && after[0] !== before[0] + 1)) continue;
    slideRun(moved, next, { start, end }, words, cost);
  }
  return moved;
}

interface Run {
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

/** @param next the pair after the run */
function slideRun(
  pairs: [number, number][],
  next: number,
  { start, end }: Run,
  words: WordIndices,
  cost: (first: number, second: number) => number,
): void {
  const length = end - start;
  let best = { shift: 0, score: wordEnds(words, start, end) };
  for (const step of [-1, 1] as const) {
    for (let shift = step; ; shift += step) {
      // Going left, the pair before the run comes to stand after it; going right, the one after it before.
      const at = step < 0 ? next + shift : next + shift - 1;
      const pair = pairs[at];
      if (pair === undefined || pair[1] !== (step < 0 ? start + shift : end + shift - 1)) break;
      const [i, j] = pair;
      const neighbour = pairs[at - step];
      const isFirst = shift === step;
      if (!isFirst && neighbour !== undefined && pair[0] !== neighbour[0] + step) break;
      if (cost(i, j - step * length) > cost(i, j)) break;
      const score = wordEnds(words, start + shift, end + shift);
      if (score > best.score) best = { shift, score };
    }
  }
  const { shift } = best;
  for (let at = Math.min(next, next + shift); at < Math.max(next, next + shift); at++) {
    const pair = pairs[at];
    if (pair !== undefined) pair[1] -= Math.sign(shift) * length;
  }
}

/** How many of the ends of a run are ends of words: 0 to 2. */
function wordEnds(words: WordIndices, start: number, end: number): number {
  return Number(isBoundary(words, start)) + Number(isBoundary(words, end));
}

/** Whether a word begins at a position, or the text ends before it. */
function isBoundary(words: WordIndices, position: number): boolean {
  if (position <= 0 || position >= words.length) return true;
  const word = words[position];
  return word === null || word !== words[position - 1];
}
