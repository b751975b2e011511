/** What a change of a sentence is to a tokenizer. docs/science.md, section 1, and the balance of a comparison. */
import { alignTokens } from '../../src/core/pairs/align.ts';
import type { BalanceTokenizer } from './tokenizers.ts';

export interface Change {
  /** Tokens of the sentence before the change. */
  readonly length: number;
  readonly inserted: number;
  readonly deleted: number;
  /** Aligned tokens that differ. */
  readonly substituted: number;
  /** Index of the first changed token after the change; null where there is none (only deletions). */
  readonly first: number | null;
  /** `first` over the last index, 0 to 1; where it is null, that of the token after the first deleted one. */
  readonly position: number | null;
  /** Mean log2(1 + id) over the changed tokens after the change, a stand-in for their frequency; null without any. */
  readonly rank: number | null;
}

/** How `after` differs from `before`, aligned as a run aligns them by default. */
export function changeBetween(before: string, after: string, tokenizer: BalanceTokenizer): Change {
  const a = tokenizer.encode(before);
  const b = tokenizer.encode(after);
  const alignment = alignTokens(a, b, 'auto', tokenizer.specialIds);
  const changed = [...alignment.unalignedCounterfactual];
  let substituted = 0;
  alignment.original.forEach((i, s) => {
    const j = alignment.counterfactual[s] as number;
    if (a[i] === b[j]) return;
    substituted++;
    changed.push(j);
  });
  const first = changed.length > 0 ? Math.min(...changed) : null;
  const ranks = changed.map((j) => Math.log2(1 + (b[j] as number)));
  return {
    length: a.length,
    inserted: alignment.unalignedCounterfactual.length,
    deleted: alignment.unalignedOriginal.length,
    substituted,
    first,
    position: b.length < 2 ? null : (first ?? afterDeletion(alignment, b.length)) / (b.length - 1),
    rank: ranks.length > 0 ? ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length : null,
  };
}

/** The token that follows the first deleted one; the last where none follows. */
function afterDeletion(
  alignment: { original: Int32Array; counterfactual: Int32Array; unalignedOriginal: Int32Array },
  length: number,
): number {
  const deleted = alignment.unalignedOriginal[0];
  if (deleted === undefined) return length - 1;
  const next = alignment.original.findIndex((i) => i > deleted);
  return next < 0 ? length - 1 : (alignment.counterfactual[next] as number);
}

/** `1/0/2`: inserted, deleted and substituted tokens. */
export function shapeOf({ inserted, deleted, substituted }: Change): string {
  return `${inserted}/${deleted}/${substituted}`;
}
