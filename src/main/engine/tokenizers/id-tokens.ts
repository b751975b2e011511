import type { Token } from '../../../shared/entities.ts';

/** Tokens of a model without tokenizer: each id is its own text and its own word. */
export function idsAsTokens(ids: readonly number[]): Token[] {
  return ids.map((id, position) => ({ id, text: `${id}`, special: false, word: position }));
}
