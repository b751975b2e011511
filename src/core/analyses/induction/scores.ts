/**
 * What a head's attention on [BOS] + R + R says of it. Positions: R at 1..L, its second copy at L+1..2L; n = 2L + 1.
 * docs/science.md, section 4; the names are those of the reference values that the tests reproduce.
 */

export const INDUCTION_SCORES = [
  'score',
  'score_with_first',
  'diagonal',
  'previous_token',
  'duplicate_token',
] as const;
export type InductionScore = (typeof INDUCTION_SCORES)[number];

/** Mean of P[i, i - back] over queries i = from .. 2L. */
interface Stripe {
  readonly back: (length: number) => number;
  readonly from: (length: number) => number;
}

const STRIPES: Readonly<Record<InductionScore, Stripe>> = {
  // From a token of the second copy to what followed it in the first; without the copy's first token.
  score: { back: (length) => length - 1, from: (length) => length + 2 },
  score_with_first: { back: (length) => length - 1, from: (length) => length + 1 },
  // The whole diagonal, as TransformerLens' usual code takes it; its first cell is attention to BOS, the sink.
  diagonal: { back: (length) => length - 1, from: (length) => length - 1 },
  // Position 1 has BOS before it.
  previous_token: { back: () => 1, from: () => 2 },
  duplicate_token: { back: (length) => length, from: (length) => length + 1 },
};

/** A head's attention pattern, somewhere in a larger buffer. */
export interface PatternView {
  readonly data: Float32Array;
  /** Of row 0. */
  readonly offset: number;
  /** From a row to the next. */
  readonly rowStride: number;
}

/** One of the scores on one sequence, in 0..1. @param length L */
export function inductionScore(
  name: InductionScore,
  { data, offset, rowStride }: PatternView,
  length: number,
): number {
  const back = STRIPES[name].back(length);
  const from = STRIPES[name].from(length);
  let sum = 0;
  for (let query = from; query <= 2 * length; query++)
    sum += data[offset + query * rowStride + query - back] as number;
  return sum / (2 * length - from + 1);
}

/** What `score` would be if every query spread its attention evenly over the tokens that it sees. */
export function uniformScore(length: number): number {
  let sum = 0;
  for (let query = length + 2; query <= 2 * length; query++) sum += 1 / (query + 1);
  return sum / (length - 1);
}
