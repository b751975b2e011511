/**
 * Attention to a cue and from it, at one head. P [n, n] is the pattern, rows are queries. docs/science.md, section 6. Sums
 * are in float64; NaN where undefined.
 */
import type { StridedMatrix } from '../../metrics/head-activations.ts';
import type { CuedStatement } from './cued-statement.ts';

/** [n] each: from_cue[j] is the mean over the cue's tokens c of P[c, j], to_cue[i] the sum over them of P[i, c]. */
export interface CueAttention {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** Written into the arrays that are given. */
export function attendCue(
  { data, offset, rowStride }: StridedMatrix,
  { tokens, cues }: CuedStatement,
  { from, to }: CueAttention,
): void {
  for (let position = 0; position < tokens; position++) {
    let sumFrom = 0;
    let sumTo = 0;
    for (const cue of cues) {
      sumFrom += data[offset + cue * rowStride + position]!;
      sumTo += data[offset + position * rowStride + cue]!;
    }
    from[position] = sumFrom / cues.length;
    to[position] = sumTo;
  }
}

/** Mass on the cue as a multiple of its share of the tokens that a query sees, mean over the queries that count. */
export function toCueRatio({ to }: CueAttention, { queries, shares }: CuedStatement): number {
  let sum = 0;
  queries.forEach((query, place) => (sum += to[query]! / shares[place]!));
  return sum / queries.length;
}

/** Mass that the cue puts on the words in scope, as a multiple of their share of the tokens; undefined in decoders. */
export function fromCueRatio({ from }: CueAttention, { tokens, scope, isCausal }: CuedStatement): number {
  if (isCausal) return Number.NaN;
  let sum = 0;
  for (const position of scope) sum += from[position]!;
  return sum / (scope.length / tokens);
}

/** sqrt(from_cue summed over a word's pieces x to_cue averaged over them), of each word in scope. */
export function bidirectionalScores({ from, to }: CueAttention, { words }: CuedStatement): number[] {
  return words.map((word) => {
    let sumFrom = 0;
    let sumTo = 0;
    for (const position of word) {
      sumFrom += from[position]!;
      sumTo += to[position]!;
    }
    return Math.sqrt((sumFrom * sumTo) / word.length);
  });
}

/** The mean of {@link bidirectionalScores}; undefined in decoders, where attention goes one way. */
export function bidirectionalScore(attention: CueAttention, statement: CuedStatement): number {
  if (statement.isCausal) return Number.NaN;
  const scores = bidirectionalScores(attention, statement);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Mean over queries of |i - j| weighted by attention to the keys that are no sinks, whose weights are made to sum to 1. */
export function attentionDistance(
  { data, offset, rowStride }: StridedMatrix,
  { tokens, isMeasured }: CuedStatement,
): number {
  let sum = 0;
  let rows = 0;
  for (let query = 0; query < tokens; query++) {
    if (isMeasured[query] === 0) continue;
    let mass = 0;
    let distance = 0;
    for (let key = 0; key < tokens; key++) {
      if (isMeasured[key] === 0) continue;
      const weight = data[offset + query * rowStride + key]!;
      mass += weight;
      distance += weight * Math.abs(query - key);
    }
    if (mass <= 0) continue;
    sum += distance / mass;
    rows++;
  }
  return sum / rows;
}
