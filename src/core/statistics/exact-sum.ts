/**
 * The sum of all values, rounded once (Shewchuk 1997, as in Python's fsum). That of d3-array makes several objects for each value
 * that it is given, and most of the work of thousands of columns was to collect them again.
 *
 * @param values finite
 */
export function exactSum(values: Float64Array): number {
  let count = 0;
  for (let v = 0; v < values.length; v++) {
    let x = values[v]!;
    let kept = 0;
    for (let j = 0; j < count; j++) {
      const y = partials[j]!;
      const high = x + y;
      const low = Math.abs(x) < Math.abs(y) ? x - (high - y) : y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials[kept] = x;
    count = kept + 1;
  }
  return roundedSum(count);
}

/** Doubles span 2098 binary digits, 53 in each partial sum that does not overlap the others. */
const partials = new Float64Array(64);

/** The partial sums do not overlap and ascend in size: they are added from the largest down, until one is rounded off. */
function roundedSum(count: number): number {
  if (count === 0) return 0;
  let n = count - 1;
  let high = partials[n]!;
  let low = 0;
  while (n > 0) {
    const x = high;
    const y = partials[--n]!;
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  // Half-way cases go the way of what comes after.
  if (n > 0 && low !== 0 && low < 0 === partials[n - 1]! < 0) {
    const y = 2 * low;
    const x = high + y;
    if (y === x - high) return x;
  }
  return high;
}
