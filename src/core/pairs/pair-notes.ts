/**
 * What is to be known of a pair and a tokenizer together before its numbers are believed: that the model is given the same
 * for both statements, that it is given words it does not know, or so little that its attention cannot change.
 */

/**
 * Why a model cannot tell two statements apart: they are the same text or ids; they differ in case alone, which the
 * tokenizer does not keep; they have tokens it does not know; or they become the same in some other way before they are
 * taken apart, as with accents and white space.
 */
export const SAME_TOKENS = ['equal', 'case', 'unknown', 'normalised'] as const;
export type SameTokens = (typeof SAME_TOKENS)[number];

/** `one_token`: both statements are of one token; `unknown_tokens`: a statement has tokens that the tokenizer does not know. */
export const PAIR_NOTES = [...SAME_TOKENS, 'one_token', 'unknown_tokens'] as const;
export type PairNote = (typeof PAIR_NOTES)[number];

/** An original and what it is compared with, as people see them and as the model does. */
export interface TokenizedPair {
  /** null: given as token ids. */
  readonly texts: readonly [string | null, string | null];
  readonly ids: readonly [readonly number[], readonly number[]];
}

/** What of a tokenizer matters here. */
export interface TokenizerTraits {
  /** Stands for every word that is not in the vocabulary; null where there is none, as in byte-level ones. */
  readonly unknownId: number | null;
  /** Whether capitals and small letters are the same to it. */
  readonly foldsCase: boolean;
}

export interface NotedPair {
  readonly notes: readonly PairNote[];
  /** Of both statements together. */
  readonly unknownTokens: number;
}

/** @param tokenizer null for a model without one */
export function notesOf({ texts, ids }: TokenizedPair, tokenizer: TokenizerTraits | null): NotedPair {
  const unknownId = tokenizer?.unknownId ?? null;
  const unknownTokens =
    unknownId === null ? 0 : ids.reduce((sum, row) => sum + row.filter((id) => id === unknownId).length, 0);
  const notes: PairNote[] = [];
  if (areSame(...ids)) notes.push(whySame(texts, unknownTokens > 0, tokenizer?.foldsCase ?? false));
  else if (ids.every((row) => row.length === 1)) notes.push('one_token');
  if (unknownTokens > 0) notes.push('unknown_tokens');
  return { notes, unknownTokens };
}

/** Whether two statements are the same to the model. */
export function areSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, position) => id === b[position]);
}

function whySame(
  [original, compared]: TokenizedPair['texts'],
  hasUnknown: boolean,
  foldsCase: boolean,
): SameTokens {
  if (original === null || compared === null || original === compared) return 'equal';
  const differInCase = original.toLowerCase() === compared.toLowerCase();
  if (differInCase && (foldsCase || !hasUnknown)) return 'case';
  return hasUnknown ? 'unknown' : 'normalised';
}

export function isSameTokens(note: PairNote): note is SameTokens {
  return (SAME_TOKENS as readonly PairNote[]).includes(note);
}
