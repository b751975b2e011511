/** A statement with a negation cue, or with the word that stands in its place: all that its heads are measured by. */

export interface Cues {
  /** n, special tokens among them */
  readonly tokens: number;
  /** Positions of the cue's tokens, ascending; at least one. */
  readonly cues: readonly number[];
  /** Positions of special tokens. */
  readonly special: readonly number[];
  /** Words in scope, each as the positions of its tokens. */
  readonly words: readonly (readonly number[])[];
}

export interface CuedStatement extends Cues {
  /** Whether a token sees only those before it. */
  readonly isCausal: boolean;
  /** [n] signed distance to the nearest cue token */
  readonly distances: Int32Array;
  /** Queries whose attention to the cue counts: neither cue nor special; in decoders those that see the whole cue. */
  readonly queries: Int32Array;
  /** [queries] share of the keys that a query sees which the cue's tokens are */
  readonly shares: Float64Array;
  /** Positions of all words in scope, ascending. */
  readonly scope: Int32Array;
  /** [n] 1 for tokens between which distances of attention are measured: no sinks */
  readonly isMeasured: Uint8Array;
}

export function cuedStatement(statement: Cues, isCausal: boolean): CuedStatement {
  const { tokens, cues, special, words } = statement;
  const isCue = new Set(cues);
  const isSpecial = new Set(special);
  const last = Math.max(...cues);
  const queries = Int32Array.from({ length: tokens }, (_, position) => position).filter(
    (position) => !isCue.has(position) && !isSpecial.has(position) && !(isCausal && position < last),
  );
  return {
    ...statement,
    isCausal,
    distances: signedDistances(tokens, cues),
    queries,
    shares: Float64Array.from(queries, (query) => cues.length / (isCausal ? query + 1 : tokens)),
    scope: Int32Array.from(new Set(words.flat())).sort(),
    isMeasured: Uint8Array.from({ length: tokens }, (_, position) =>
      isSpecial.has(position) || (isCausal && position === 0) ? 0 : 1,
    ),
  };
}

/**
 * [n] the position of each token less that of the nearest cue token: below 0 before it. On a tie the cue before the token
 * counts.
 */
export function signedDistances(tokens: number, cues: readonly number[]): Int32Array {
  return Int32Array.from({ length: tokens }, (_, position) => {
    let nearest = Infinity;
    for (const cue of cues) {
      const distance = position - cue;
      const isNearer = Math.abs(distance) < Math.abs(nearest);
      if (isNearer || (Math.abs(distance) === Math.abs(nearest) && distance > 0)) nearest = distance;
    }
    return nearest;
  });
}

/** Mean |i - j| over the tokens that distances are measured between, as attention would have it that is evenly spread. */
export function evenDistance({ tokens, isMeasured, isCausal }: CuedStatement): number {
  let sum = 0;
  let rows = 0;
  for (let query = 0; query < tokens; query++) {
    if (isMeasured[query] === 0) continue;
    let distance = 0;
    let keys = 0;
    for (let key = 0; key < (isCausal ? query + 1 : tokens); key++) {
      if (isMeasured[key] === 0) continue;
      distance += Math.abs(query - key);
      keys++;
    }
    sum += distance / keys;
    rows++;
  }
  return sum / rows;
}
