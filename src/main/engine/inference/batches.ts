/** How pairs travel through a model: of like length together, both statements of a pair in one batch. */

/** Tokens, padding included, that one batch holds at most (a single pair may need more). */
export const TOKENS_PER_BATCH = 512;

export interface PairLengths {
  /** Tokens of each statement. */
  readonly original: number;
  readonly counterfactual: number;
}

/**
 * Packs pairs into batches. They are sorted by the longer statement, to whose length both are padded, and taken in that
 * order while rows x length stays within `tokensPerBatch`; pairs of equal length keep their order. The packing depends
 * on nothing but the arguments.
 * @returns for each batch the indices of its pairs; every index occurs once
 */
export function packBatches(pairs: readonly PairLengths[], tokensPerBatch = TOKENS_PER_BATCH): number[][] {
  const lengths = pairs.map(({ original, counterfactual }) => Math.max(original, counterfactual));
  const shortestFirst = [...pairs.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const pair of shortestFirst) {
    const rows = 2 * (batch.length + 1);
    if (batch.length > 0 && rows * (lengths[pair] ?? 0) > tokensPerBatch) {
      batches.push(batch);
      batch = [];
    }
    batch.push(pair);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
