/** What of an attention pattern is drawn over and under a text. n tokens; a pattern is row-major [query, key]. */

export interface Arc {
  readonly query: number;
  readonly key: number;
  /** Attention from query to key, in 0..1. */
  readonly weight: number;
}

/** Weaker attention is left out: evenly spread attention over twenty tokens would be a carpet. */
export const LEAST_WEIGHT = 0.05;
/** Of one text. */
const MOST_ARCS = 600;

/** The strongest arcs, the weakest of them first, so that the strong are drawn over the weak. */
export function arcsOf(
  pattern: Float32Array,
  n: number,
  { least = LEAST_WEIGHT, of = null }: { readonly least?: number; readonly of?: number | null } = {},
): Arc[] {
  const arcs: Arc[] = [];
  for (let query = 0; query < n; query++) {
    if (of !== null && query !== of) continue;
    for (let key = 0; key < n; key++) {
      const weight = pattern[query * n + key] ?? 0;
      if (weight >= least) arcs.push({ query, key, weight });
    }
  }
  return arcs.toSorted((a, b) => a.weight - b.weight).slice(-MOST_ARCS);
}

/** What each token gets on average from those that may look at it: in a decoder the tokens from it on. */
export function received(pattern: Float32Array, n: number, causal: boolean): number[] {
  return Array.from({ length: n }, (_, key) => {
    const from = causal ? key : 0;
    let sum = 0;
    for (let query = from; query < n; query++) sum += pattern[query * n + key] ?? 0;
    return sum / Math.max(1, n - from);
  });
}

/** What each token gives to these together. */
export function givenTo(pattern: Float32Array, n: number, to: readonly number[]): number[] {
  return Array.from({ length: n }, (_, query) =>
    to.reduce((sum, key) => sum + (pattern[query * n + key] ?? 0), 0),
  );
}

/** What each token gets from these on average. */
export function gottenFrom(pattern: Float32Array, n: number, from: readonly number[]): number[] {
  return Array.from(
    { length: n },
    (_, key) =>
      from.reduce((sum, query) => sum + (pattern[query * n + key] ?? 0), 0) / Math.max(1, from.length),
  );
}

/** The keys that a query gives most to, the strongest first. */
export function strongestKeys(pattern: Float32Array, n: number, query: number, count: number): Arc[] {
  return arcsOf(pattern, n, { least: 0, of: query })
    .toReversed()
    .filter(({ weight }) => weight > 0)
    .slice(0, count);
}

/**
 * The path of an arc above a line of text, between the middles of two tokens; to itself a small loop.
 * @param floor y of the text's upper edge, at the foot of the drawing
 * @param longest px that the longest arc spans: it is as high as there is room
 */
export function arcPath(from: number, to: number, floor: number, longest: number): string {
  if (from === to)
    return `M${from - 2} ${floor}C${from - 6} ${floor - 9} ${from + 6} ${floor - 9} ${from + 2} ${floor}`;
  const high = 4 + (floor - 6) * Math.sqrt(Math.abs(to - from) / Math.max(longest, 1));
  // The middle of a cubic with both handles at height h lies at 3/4 h.
  const handle = floor - (high * 4) / 3;
  return `M${from} ${floor}C${from} ${handle} ${to} ${handle} ${to} ${floor}`;
}
