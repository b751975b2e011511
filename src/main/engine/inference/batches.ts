/** How pairs travel through a model: of like length together, all statements of a pair in one batch. */

/** Tokens, padding included, that one batch holds at most (a single pair may need more). */
export const TOKENS_PER_BATCH = 512;

/**
 * Packs pairs into batches. They are sorted by their longest statement, to whose length all are padded, and taken in that
 * order while rows x length stays within `tokensPerBatch`; pairs of equal length keep their order. The packing depends
 * on nothing but the arguments.
 * @param pairs of each pair the tokens of its statements: the original and what it is compared with
 * @returns for each batch the indices of its pairs; every index occurs once
 */
export function packBatches(
  pairs: readonly (readonly number[])[],
  tokensPerBatch = TOKENS_PER_BATCH,
): number[][] {
  const lengths = pairs.map((statements) => Math.max(...statements));
  const shortestFirst = [...pairs.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  const batches: number[][] = [];
  let batch: number[] = [];
  let rows = 0;
  for (const pair of shortestFirst) {
    const own = pairs[pair]?.length ?? 0;
    if (batch.length > 0 && (rows + own) * (lengths[pair] ?? 0) > tokensPerBatch) {
      batches.push(batch);
      batch = [];
      rows = 0;
    }
    batch.push(pair);
    rows += own;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
