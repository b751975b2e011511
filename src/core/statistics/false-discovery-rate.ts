/**
 * Benjamini-Hochberg q-values (Benjamini and Hochberg 1995): q is the smallest false discovery rate at which the test
 * still counts as significant. Tests without a p (null) get no q and do not count towards the number of tests.
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  const tests = pValues
    .map((p, index) => ({ p, index }))
    .filter((test): test is { p: number; index: number } => test.p !== null)
    .sort((a, b) => b.p - a.p);
  const q = pValues.map((): number | null => null);
  let smallest = 1;
  tests.forEach(({ p, index }, fromLargest) => {
    const rank = tests.length - fromLargest;
    smallest = Math.min(smallest, (p * tests.length) / rank);
    q[index] = smallest;
  });
  return q;
}
