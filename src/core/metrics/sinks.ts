/**
 * Attention sinks: positions that heads rest on whatever the sentence says. By rule they are the first position, special
 * tokens and full stops. docs/science.md, section 2.
 */
import type { TokenPair } from './queries.ts';

/** Ids of tokens that are sinks wherever they stand. */
export interface SinkTokens {
  readonly specialIds: ReadonlySet<number>;
  /** Full stops, as the tokenizer has them. */
  readonly stopIds: ReadonlySet<number>;
}

/** [n] and [n'] 1 where a position is a sink; a position that is aligned with a sink is one. */
export function sinksOfPair(
  { originalIds, counterfactualIds, alignment }: TokenPair,
  tokens: SinkTokens,
): { readonly original: Uint8Array; readonly counterfactual: Uint8Array } {
  const original = sinksOf(originalIds, tokens);
  const counterfactual = sinksOf(counterfactualIds, tokens);
  for (const [s, i] of alignment.original.entries()) {
    const j = alignment.counterfactual[s] ?? -1;
    if (original[i] === 1 || counterfactual[j] === 1) original[i] = counterfactual[j] = 1;
  }
  return { original, counterfactual };
}

function sinksOf(ids: readonly number[], { specialIds, stopIds }: SinkTokens): Uint8Array {
  return Uint8Array.from(ids, (id, position) =>
    position === 0 || specialIds.has(id) || stopIds.has(id) ? 1 : 0,
  );
}
