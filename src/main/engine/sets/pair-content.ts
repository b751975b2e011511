/** What makes a pair the pair it is, wherever it came from, and the hash of a whole set of them. */
import { createHash } from 'node:crypto';

/** Either both texts or both token id lists; `label` names the pair's group within its set. */
export interface PairContent {
  readonly label: string | null;
  readonly original: string | null;
  readonly counterfactual: string | null;
  readonly originalIds: readonly number[] | null;
  readonly counterfactualIds: readonly number[] | null;
}

/** The pair of two texts. */
export function textPair(label: string | null, original: string, counterfactual: string): PairContent {
  return { label, original, counterfactual, originalIds: null, counterfactualIds: null };
}

/** The pair of two token id lists, for a model without tokenizer. */
export function idPair(
  label: string | null,
  originalIds: readonly number[],
  counterfactualIds: readonly number[],
): PairContent {
  return { label, original: null, counterfactual: null, originalIds, counterfactualIds };
}

/** Equal for two pairs exactly when a model would be given the same two inputs; the label does not count. */
export function inputKey(pair: PairContent): string {
  return JSON.stringify([pair.original ?? pair.originalIds, pair.counterfactual ?? pair.counterfactualIds]);
}

/** How a side reads in a table: its text, or its token ids joined by spaces. */
export function sideAsText(text: string | null, ids: readonly number[] | null): string {
  return text ?? (ids ?? []).join(' ');
}

/**
 * The identity of a sentence set, as runs record it: sha256, in lower-case hexadecimal, over a canonical text of its
 * pairs in their order. The text is the line `pairlens sentence set 1` and then a line for each pair, the JSON array
 * [label, original, counterfactual, originalIds, counterfactualIds] as JSON.stringify writes it (no spaces, absent
 * parts null); each line ends in "\n", and the whole is UTF-8. Order, labels and every character count; the name of
 * the set, and where it came from, do not.
 */
export function sentenceSetHash(pairs: Iterable<PairContent>): string {
  const hash = createHash('sha256');
  hash.update('pairlens sentence set 1\n');
  for (const pair of pairs) {
    const { label, original, counterfactual, originalIds, counterfactualIds } = pair;
    hash.update(JSON.stringify([label, original, counterfactual, originalIds, counterfactualIds]));
    hash.update('\n');
  }
  return hash.digest('hex');
}
