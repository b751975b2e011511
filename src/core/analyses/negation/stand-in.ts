/** Which tokens of a neutral stand in the place of the cue, and what of it corresponds to the scope. */

/** A statement beside its original. */
export interface ChangedStatement {
  readonly ids: readonly number[];
  /** [original position, position in this statement], ascending */
  readonly aligned: readonly (readonly [number, number])[];
}

/** Positions of a statement that are not as in the original: put in, or in the place of another token. */
export function changedPositions(original: readonly number[], { ids, aligned }: ChangedStatement): number[] {
  const kept = new Set(aligned.filter(([i, j]) => original[i] === ids[j]).map(([, j]) => j));
  return Array.from(ids.keys()).filter((position) => !kept.has(position));
}

/**
 * The tokens of the neutral that stand where the cue's do: of as many changed tokens on both sides those in the same order;
 * of another number all that were changed. None where no token of the cue was changed.
 */
export function standIns(
  original: readonly number[],
  counterfactual: ChangedStatement,
  neutral: ChangedStatement,
  cues: readonly number[],
): number[] {
  const ofCounterfactual = changedPositions(original, counterfactual);
  const ofNeutral = changedPositions(original, neutral);
  if (!ofCounterfactual.some((position) => cues.includes(position))) return [];
  return ofCounterfactual.length === ofNeutral.length
    ? ofNeutral.filter((_, order) => cues.includes(ofCounterfactual[order] ?? -1))
    : ofNeutral;
}

/**
 * Positions of the neutral that correspond to words of the counterfactual: what was kept through the original, what was
 * changed in its order. Words of which nothing corresponds are left out.
 */
export function wordsOfNeutral(
  original: readonly number[],
  counterfactual: ChangedStatement,
  neutral: ChangedStatement,
  words: readonly (readonly number[])[],
): number[][] {
  const originalOf = new Map(counterfactual.aligned.map(([i, j]) => [j, i]));
  const neutralOf = new Map(neutral.aligned.map(([i, j]) => [i, j]));
  const [changed, changedInNeutral] = [
    changedPositions(original, counterfactual),
    changedPositions(original, neutral),
  ];
  const isOneEach = changed.length === changedInNeutral.length;
  return words
    .map((word) =>
      word.flatMap((position) => {
        const order = changed.indexOf(position);
        if (order !== -1) return isOneEach ? (changedInNeutral[order] ?? []) : [];
        return neutralOf.get(originalOf.get(position) ?? -1) ?? [];
      }),
    )
    .filter((word) => word.length > 0);
}
