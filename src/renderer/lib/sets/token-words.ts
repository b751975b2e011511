/** Tokens of pairs under a model, by the pair and in words. */
import type { TokenCounts } from '../../../core/pairs/pair-looks.ts';

/** What was counted for the ids of each page; what failed is null, and what is not there yet is left out. */
export function countsByPair(
  pages: readonly (readonly number[])[],
  answers: readonly {
    readonly data: readonly (TokenCounts | null)[] | undefined;
    readonly isError: boolean;
  }[],
): ReadonlyMap<number, TokenCounts | null> {
  return new Map(
    pages.flatMap((ids, page) => {
      const { data, isError = false } = answers[page] ?? {};
      return ids.flatMap((id, at): [number, TokenCounts | null][] => {
        const found = isError ? null : data?.[at];
        return found === undefined ? [] : [[id, found]];
      });
    }),
  );
}

/** '9 · 10 · 10': original, counterfactual and neutral. */
export function countsText(counts: TokenCounts | null | undefined): string {
  if (counts == null) return '';
  const { original, counterfactual, neutral, unknown } = counts;
  const each = [original, counterfactual, ...(neutral === null ? [] : [neutral])].join(' · ');
  return unknown === 0 ? each : `${each}, ${unknown} unknown`;
}

/** What its numbers are, in a sentence. */
export function countsWords(counts: TokenCounts | null | undefined): string {
  if (counts === undefined) return 'The tokens are being counted';
  if (counts === null) return 'The tokens of this pair could not be counted';
  const { original, counterfactual, neutral, unknown, isCompared } = counts;
  return [
    `Tokens: original ${original}, counterfactual ${counterfactual}`,
    ...(neutral === null
      ? []
      : [`neutral ${neutral}${isCompared === false ? ', which a run does not compare' : ''}`]),
    ...(unknown === 0 ? [] : [`${unknown} of them unknown to the tokenizer`]),
  ].join(', ');
}
