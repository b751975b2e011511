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
  pattern: ArrayLike<number>,
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
export function received(pattern: ArrayLike<number>, n: number, causal: boolean): number[] {
  return Array.from({ length: n }, (_, key) => {
    const from = causal ? key : 0;
    let sum = 0;
    for (let query = from; query < n; query++) sum += pattern[query * n + key] ?? 0;
    return sum / Math.max(1, n - from);
  });
}

/** What each token gives to these together. */
export function givenTo(pattern: ArrayLike<number>, n: number, to: readonly number[]): number[] {
  return Array.from({ length: n }, (_, query) =>
    to.reduce((sum, key) => sum + (pattern[query * n + key] ?? 0), 0),
  );
}

/** What each token gets from these on average. */
export function gottenFrom(pattern: ArrayLike<number>, n: number, from: readonly number[]): number[] {
  return Array.from(
    { length: n },
    (_, key) =>
      from.reduce((sum, query) => sum + (pattern[query * n + key] ?? 0), 0) / Math.max(1, from.length),
  );
}

/** The keys that a query gives most to, the strongest first. */
export function strongestKeys(pattern: ArrayLike<number>, n: number, query: number, count: number): Arc[] {
  return arcsOf(pattern, n, { least: 0, of: query })
    .toReversed()
    .filter(({ weight }) => weight > 0)
    .slice(0, count);
}

export interface ArcShape {
  readonly x1: number;
  readonly y1: number;
  readonly cpx1: number;
  readonly cpy1: number;
  readonly cpx2: number;
  readonly cpy2: number;
  readonly x2: number;
  readonly y2: number;
}

/**
 * An arc above a line of text, between the middles of two tokens, as a cubic; to itself a small loop.
 * @param floor y of the text's upper edge, at the foot of the drawing
 * @param longest px that the longest arc spans: it is as high as there is room
 */
export function arcShape(from: number, to: number, floor: number, longest: number): ArcShape {
  if (from === to) {
    const handles = { cpx1: from - 6, cpy1: floor - 9, cpx2: from + 6, cpy2: floor - 9 };
    return { x1: from - 2, y1: floor, ...handles, x2: from + 2, y2: floor };
  }
  const high = 4 + (floor - 6) * Math.sqrt(Math.abs(to - from) / Math.max(longest, 1));
  // The middle of a cubic with both handles at height h lies at 3/4 h.
  const handle = floor - (high * 4) / 3;
  return { x1: from, y1: floor, cpx1: from, cpy1: handle, cpx2: to, cpy2: handle, x2: to, y2: floor };
}
