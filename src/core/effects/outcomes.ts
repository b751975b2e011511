/**
 * Outcomes of runs, and how far one lies on the way between two others. Of a number that is (m - from) / (to - from), of a
 * vector the projection on the way, divided by its squared length: the same formula.
 */

/** [1] of an effect that is a number, [d] of one that is a vector. */
export type Outcome = Float64Array;

/**
 * @returns 0 at `from`, 1 at `to`; NaN where these are the same
 * @throws RangeError for outcomes of different lengths
 */
export function shareOfWay(outcome: Outcome, from: Outcome, to: Outcome): number {
  if (outcome.length !== from.length || from.length !== to.length)
    throw new RangeError(`outcomes of ${outcome.length}, ${from.length} and ${to.length} numbers`);
  let [along, squares] = [0, 0];
  for (let at = 0; at < from.length; at++) {
    const way = (to[at] as number) - (from[at] as number);
    along += ((outcome[at] as number) - (from[at] as number)) * way;
    squares += way * way;
  }
  return along / squares;
}

/** How far two runs are apart: of numbers in their unit, of vectors as a share of the longer one's length. */
export function distanceOf(one: Outcome, other: Outcome): number {
  if (one.length === 1) return Math.abs((one[0] as number) - (other[0] as number));
  const longer = Math.max(lengthOf(one), lengthOf(other));
  return longer === 0 ? 0 : lengthOf(one.map((value, at) => value - (other[at] as number))) / longer;
}

/**
 * Whether there is a way to go: below `least` a share of it says nothing, and is undefined.
 * @returns false also where an outcome is not a number
 */
export function isApart(one: Outcome, other: Outcome, least: number): boolean {
  const distance = distanceOf(one, other);
  return distance > 0 && distance >= least;
}

/** NaN where one of them is 0. */
export function cosineOf(one: Outcome, other: Outcome): number {
  let product = 0;
  for (let at = 0; at < one.length; at++) product += (one[at] as number) * (other[at] as number);
  return product / (lengthOf(one) * lengthOf(other));
}

function lengthOf(vector: Outcome): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

/**
 * Σ p log(p / q), nats.
 * @param logP log probabilities [vocabulary]
 * @param logits [vocabulary], not normalised
 */
export function klFrom(logP: Float64Array, logits: Float32Array | Float64Array, offset = 0): number {
  const logSum = logSumExp(logits, offset, logP.length);
  let sum = 0;
  for (let id = 0; id < logP.length; id++) {
    const own = logP[id] as number;
    sum += Math.exp(own) * (own - ((logits[offset + id] as number) - logSum));
  }
  return Math.max(0, sum);
}

/** @returns [count] */
export function logProbabilities(logits: Float32Array, offset: number, count: number): Float64Array {
  const logSum = logSumExp(logits, offset, count);
  return Float64Array.from({ length: count }, (_, id) => (logits[offset + id] as number) - logSum);
}

function logSumExp(values: Float32Array | Float64Array, offset: number, count: number): number {
  let largest = -Infinity;
  for (let at = 0; at < count; at++) largest = Math.max(largest, values[offset + at] as number);
  let sum = 0;
  for (let at = 0; at < count; at++) sum += Math.exp((values[offset + at] as number) - largest);
  return largest + Math.log(sum);
}
