/**
 * Which positions of two statements correspond: by position, by Levenshtein distance over token ids, or as a person
 * says. docs/science.md, section 1.
 */
import { CoreError } from '../errors.ts';
import type { Alignment, AlignmentMethod, AlignmentUsed } from './alignment.ts';
import { tiesAtWords, type WordsOfPair } from './word-ties.ts';

/**
 * Aligns the tokens of two statements.
 *
 * - `position`: i ↔ i, whatever the tokens are; both statements must have as many tokens.
 * - `edit`: Levenshtein over ids, unit costs, traced back from the end; ties are a match or substitution, then a
 *   deletion, then an insertion. A substitution aligns its two tokens; a special token aligns with the same special
 *   token only.
 * - `auto`: `position` where the counts are equal, `edit` elsewhere.
 *
 * @param original [n] token ids
 * @param counterfactual [n'] token ids
 * @param specialIds ids of special tokens ([CLS], [SEP], …), which `position` does not look at
 * @param wordsOf the words of both statements, asked for by `edit`: runs of unaligned tokens then begin and end with words, as
 *   far as that costs no more
 * @throws CoreError INPUT_INVALID when `position` is asked for and the counts differ
 */
export function alignTokens(
  original: readonly number[],
  counterfactual: readonly number[],
  method: AlignmentMethod,
  specialIds: ReadonlySet<number>,
  wordsOf?: () => WordsOfPair,
): Alignment {
  const equalCounts = original.length === counterfactual.length;
  if (method === 'edit' || (method === 'auto' && !equalCounts)) {
    const pairs = editPairs(original, counterfactual, specialIds, wordsOf);
    return buildAlignment('edit', pairs, original.length, counterfactual.length);
  }
  if (!equalCounts) {
    throw new CoreError(
      'INPUT_INVALID',
      `alignment by position needs equally many tokens: the original has ${original.length}, the counterfactual ${counterfactual.length}; use alignment edit or auto`,
      { originalTokens: original.length, counterfactualTokens: counterfactual.length },
    );
  }
  const pairs = original.map((_, position): [number, number] => [position, position]);
  return buildAlignment('position', pairs, original.length, counterfactual.length);
}

/**
 * The alignment that a person made, used `manual`.
 *
 * @param pairs [original position, counterfactual position], strictly ascending in both; none at all is allowed, and
 *   leaves the metrics over aligned positions undefined
 * @throws CoreError INPUT_INVALID naming the pair that is out of range or out of order
 */
export function alignmentFromPositions(
  pairs: readonly (readonly [number, number])[],
  nOriginal: number,
  nCounterfactual: number,
): Alignment {
  let previousOriginal = -1;
  let previousCounterfactual = -1;
  for (const [i, j] of pairs) {
    assertPosition(i, nOriginal, 'original');
    assertPosition(j, nCounterfactual, 'counterfactual');
    if (i <= previousOriginal || j <= previousCounterfactual) {
      throw new CoreError(
        'INPUT_INVALID',
        `alignment positions must ascend on both sides: [${i}, ${j}] comes after [${previousOriginal}, ${previousCounterfactual}]`,
        { position: [i, j], previous: [previousOriginal, previousCounterfactual] },
      );
    }
    previousOriginal = i;
    previousCounterfactual = j;
  }
  return buildAlignment('manual', pairs, nOriginal, nCounterfactual);
}

/** The aligned positions as [original, counterfactual] pairs, ascending: what is stored and sent. */
export function alignedPositions(alignment: Alignment): [number, number][] {
  return Array.from(alignment.original, (i, s): [number, number] => [
    i,
    alignment.counterfactual[s] as number,
  ]);
}

/** An alignment out of strictly ascending pairs; what they leave over on either side is unaligned. */
export function buildAlignment(
  used: AlignmentUsed,
  pairs: readonly (readonly [number, number])[],
  nOriginal: number,
  nCounterfactual: number,
): Alignment {
  const original = Int32Array.from(pairs, ([i]) => i);
  const counterfactual = Int32Array.from(pairs, ([, j]) => j);
  return {
    used,
    original,
    counterfactual,
    unalignedOriginal: positionsOutside(original, nOriginal),
    unalignedCounterfactual: positionsOutside(counterfactual, nCounterfactual),
  };
}

function positionsOutside(aligned: Int32Array, tokens: number): Int32Array {
  const inside = new Set(aligned);
  return Int32Array.from({ length: tokens }, (_, position) => position).filter(
    (position) => !inside.has(position),
  );
}

function assertPosition(position: number, tokens: number, side: 'original' | 'counterfactual'): void {
  if (Number.isInteger(position) && position >= 0 && position < tokens) return;
  throw new CoreError(
    'INPUT_INVALID',
    `invalid alignment position in the ${side}: ${position} (it has ${tokens} tokens, counted from 0)`,
    { side, position, tokens },
  );
}

/** Matches and substitutions of a cheapest edit script, ascending. */
function editPairs(
  original: readonly number[],
  counterfactual: readonly number[],
  specialIds: ReadonlySet<number>,
  wordsOf: (() => WordsOfPair) | undefined,
): [number, number][] {
  const n = original.length;
  const m = counterfactual.length;
  const width = m + 1;
  /** What it costs to put token j in the place of token i; Infinity where that is not allowed. */
  const substitution = (i: number, j: number): number => {
    const from = original[i] as number;
    const to = counterfactual[j] as number;
    if (from === to) return 0;
    return specialIds.has(from) || specialIds.has(to) ? Infinity : 1;
  };

  // cost[i * width + j]: the edit distance of the first i tokens to the first j.
  const cost = new Float64Array((n + 1) * width);
  const at = (i: number, j: number): number => cost[i * width + j] as number;
  for (let i = 0; i <= n; i++) cost[i * width] = i;
  for (let j = 0; j <= m; j++) cost[j] = j;
  for (let i = 1; i <= n; i++) {
    for (let j = 1; j <= m; j++) {
      cost[i * width + j] = Math.min(
        at(i - 1, j - 1) + substitution(i - 1, j - 1),
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
      );
    }
  }

  const pairs: [number, number][] = [];
  let i = n;
  let j = m;
  while (i > 0 && j > 0) {
    if (at(i, j) === at(i - 1, j - 1) + substitution(i - 1, j - 1)) {
      i--;
      j--;
      pairs.push([i, j]);
    } else if (at(i, j) === at(i - 1, j) + 1) i--;
    else j--;
  }
  pairs.reverse();
  const isWhole = pairs.length === n && pairs.length === m;
  return wordsOf === undefined || isWhole ? pairs : tiesAtWords(pairs, wordsOf(), substitution);
}
