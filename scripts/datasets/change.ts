/** What a change of a sentence is to a tokenizer. docs/science.md, section 1, and the balance of a comparison. */
import { alignTokens } from '../../src/core/pairs/align.ts';
import { type PairCovariates, pairCovariates } from '../../src/core/statistics/pair-covariates.ts';
import type { BalanceTokenizer } from './tokenizers.ts';

export interface Change extends PairCovariates {
  /** Index of the first changed token after the change, of the one that follows where tokens are only deleted. */
  readonly first: number | null;
}

/** How `after` differs from `before`, aligned as a run aligns them by default. */
export function changeBetween(before: string, after: string, tokenizer: BalanceTokenizer): Change {
  const a = tokenizer.encode(before);
  const b = tokenizer.encode(after);
  const covariates = pairCovariates(a, b, alignTokens(a, b, 'auto', tokenizer.specialIds));
  const { position } = covariates;
  return { ...covariates, first: position === null ? null : Math.round(position * (b.length - 1)) };
}

/** `1/0/2`: inserted, deleted and substituted tokens. */
export function shapeOf({ inserted, deleted, substituted }: Change): string {
  return `${inserted}/${deleted}/${substituted}`;
}
