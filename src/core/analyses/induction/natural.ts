/**
 * Induction where a text happens to repeat itself: from a token to what followed one that is the same. The detector
 * `induction` of attention patterns, and what Neuronpedia shows as a head's induction score.
 */
import type { PatternView } from './scores.ts';

/** The keys that follow a token which is the same as the query's. */
export interface NaturalRepeats {
  /** Queries that have such keys. */
  readonly queries: readonly number[];
  /** Of each. */
  readonly keys: readonly (readonly number[])[];
  /** Tokens of the text. */
  readonly tokens: number;
}

/**
 * Keys j >= 1 with t[j - 1] = t[i], of another token than the query itself (j - 1 != i); a decoder has none beyond the query.
 */
export function naturalRepeats(ids: readonly number[], causal: boolean): NaturalRepeats {
  const places = new Map<number, number[]>();
  ids.forEach((id, position) => {
    const own = places.get(id);
    if (own === undefined) places.set(id, [position]);
    else own.push(position);
  });
  const found = ids.flatMap((id, query) => {
    const keys = (places.get(id) ?? [])
      .filter((before) => before !== query && before + 1 < ids.length && !(causal && before + 1 > query))
      .map((before) => before + 1);
    return keys.length === 0 ? [] : [{ query, keys }];
  });
  return {
    queries: found.map(({ query }) => query),
    keys: found.map(({ keys }) => keys),
    tokens: ids.length,
  };
}

/** Mean over the queries of the attention to their keys; null where the text repeats nothing. */
export function naturalScore(
  { queries, keys }: NaturalRepeats,
  { data, offset, rowStride }: PatternView,
): number | null {
  if (queries.length === 0) return null;
  let sum = 0;
  queries.forEach((query, at) => {
    for (const key of keys[at] ?? []) sum += data[offset + query * rowStride + key] as number;
  });
  return sum / queries.length;
}

/** What it would be if every query spread its attention evenly over the tokens that it sees. */
export function uniformNaturalScore(
  { queries, keys, tokens }: NaturalRepeats,
  causal: boolean,
): number | null {
  if (queries.length === 0) return null;
  return (
    queries.reduce((sum, query, at) => sum + (keys[at]?.length ?? 0) / (causal ? query + 1 : tokens), 0) /
    queries.length
  );
}
