/** What the tokens of a statement give to one of them, and get from it. */

/** A pattern over the tokens or words of a statement. */
export interface Weights {
  /** [n, n] row after row (query, key) */
  readonly data: ArrayLike<number>;
  readonly n: number;
}

/** Of each token, [n]. */
export interface TokenWeights {
  /** What it gives to the token that is looked at. */
  readonly gives: readonly number[];
  /** What it gets from the token that is looked at; from all of them on average, where none is. */
  readonly gets: readonly number[];
}

/** @param at the token that is looked at; null for none */
export function tokenWeights({ data, n }: Weights, at: number | null): TokenWeights {
  const tokens = Array.from({ length: n }, (_, token) => token);
  const weight = (query: number, key: number): number => data[query * n + key] ?? 0;
  if (at === null) return { gives: [], gets: meanGot({ data, n }) };
  return {
    gives: tokens.map((token) => weight(token, at)),
    gets: tokens.map((token) => weight(at, token)),
  };
}

/** Of each pattern: it is asked for whenever the pointer comes to a token or leaves it. */
const meansGot = new WeakMap<ArrayLike<number>, readonly number[]>();

/** What each token gets from all of them on average, [n]. */
function meanGot({ data, n }: Weights): readonly number[] {
  const known = meansGot.get(data);
  if (known !== undefined) return known;
  const total = new Float64Array(n);
  for (let at = 0; at < n * n; at++) total[at % n] = (total[at % n] ?? 0) + (data[at] ?? 0);
  const means = Array.from(total, (sum) => sum / n);
  meansGot.set(data, means);
  return means;
}

/** What is drawn around the tokens of one statement: nothing at those that are hidden. */
export function shownWeights(
  weights: Weights,
  {
    at,
    isLooked,
    hidden,
  }: {
    /** The token of this statement that is looked at; null for none. */
    readonly at: number | null;
    /** One is looked at, in this statement or the other. */
    readonly isLooked: boolean;
    readonly hidden: ReadonlySet<number>;
  },
): TokenWeights {
  // Of a token that a statement does not have, nothing is given or got there.
  if (isLooked && at === null) return { gives: [], gets: [] };
  const { gives, gets } = tokenWeights(weights, at);
  const kept = (all: readonly number[]) => all.map((weight, token) => (hidden.has(token) ? 0 : weight));
  return { gives: kept(gives), gets: kept(gets) };
}

/** The `count` tokens with the largest weights, largest first, of those that have any. */
export function largestWeights(
  weights: readonly number[],
  count: number,
): { readonly token: number; readonly weight: number }[] {
  return weights
    .map((weight, token) => ({ token, weight }))
    .filter(({ weight }) => weight >= 0.005)
    .toSorted((a, b) => b.weight - a.weight || a.token - b.token)
    .slice(0, count);
}
