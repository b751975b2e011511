/** Where a text says again what it said before, and how much a head looks at what followed then. */

export interface Repeat {
  /** A token that stood before. */
  readonly query: number;
  /** What followed it then, each time. */
  readonly keys: number[];
  readonly isRight: boolean;
}

/** @param special tokens that stand for no text, and repeat nothing */
export function repeatsOf(ids: readonly number[], special: ReadonlySet<number>): Repeat[] {
  return ids.flatMap((id, query): Repeat[] => {
    if (special.has(id)) return [];
    const keys = ids.flatMap((other, at) => (other === id && at + 1 < query ? [at + 1] : []));
    if (keys.length === 0) return [];
    return [{ query, keys, isRight: keys.some((key) => ids[key] === ids[query + 1]) }];
  });
}

/**
 * Mean over repeats of the attention from them to all that followed the same token; null without repeats.
 * @param pattern [n, n] query, key
 */
export function attentionToRepeats(
  pattern: Float32Array,
  n: number,
  repeats: readonly Repeat[],
): number | null {
  if (repeats.length === 0) return null;
  const sum = repeats.reduce(
    (total, { query, keys }) => total + keys.reduce((own, key) => own + (pattern[query * n + key] ?? 0), 0),
    0,
  );
  return sum / repeats.length;
}

/** Mean attention to the token before, of all tokens that have one besides the first; null for a text of two tokens. */
export function attentionToPrevious(pattern: Float32Array, n: number): number | null {
  if (n < 3) return null;
  let sum = 0;
  // The second token has only two to look at.
  for (let query = 2; query < n; query++) sum += pattern[query * n + query - 1] ?? 0;
  return sum / (n - 2);
}

/** null without places. */
export function meanAt(values: Float32Array, places: readonly number[]): number | null {
  if (places.length === 0) return null;
  return places.reduce((sum, at) => sum + (values[at] ?? 0), 0) / places.length;
}
