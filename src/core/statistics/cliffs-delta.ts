/**
 * Cliff's delta (Cliff 1993): how much more often a value of the first sample exceeds one of the second than the other
 * way round, from -1 (all below) to 1 (all above); 0 when neither leads. It equals 2U / (n m) - 1 with the U of Mann and
 * Whitney. One walk through both samples, O(n + m).
 *
 * @param first [n] ascending
 * @param second [m] ascending
 * @returns NaN where either sample is empty
 */
export function cliffsDelta(first: Float64Array, second: Float64Array): number {
  let lead = 0;
  let below = 0;
  let notAbove = 0;
  for (const value of first) {
    while (below < second.length && second[below]! < value) below++;
    while (notAbove < second.length && second[notAbove]! <= value) notAbove++;
    lead += below - (second.length - notAbove);
  }
  return lead / (first.length * second.length);
}
