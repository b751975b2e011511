/** q of many tests, and whether it is only known to be at most so much. docs/science.md, section 3. */

export interface DiscoveryRate {
  /** The smallest false discovery rate at which the head is still called; null without a p. */
  readonly q: number | null;
  /** Whether q comes from a p that a sampled test could not have had smaller: it is then printed with <=. */
  readonly atMost: boolean;
}

/**
 * Benjamini-Hochberg q-values (Benjamini and Hochberg 1995). Tests without a p (null) get no q and do not count
 * towards the number of tests.
 *
 * @param pValues [H]
 * @param floors [H] the least p that each test could give where its arrangements were sampled, null where it was exact
 *   or none could be; one value for all
 */
export function falseDiscoveryRates(
  pValues: readonly (number | null)[],
  floors: readonly (number | null)[] | number | null,
): DiscoveryRate[] {
  const floorOf = (index: number) =>
    floors === null || typeof floors === 'number' ? floors : (floors[index] ?? null);
  const tests = pValues
    .map((p, index) => ({ p, index }))
    .filter((test): test is { p: number; index: number } => test.p !== null)
    .sort((a, b) => a.p - b.p || a.index - b.index);
  const rates = pValues.map((): DiscoveryRate => ({ q: null, atMost: false }));
  let smallest = Infinity;
  let atMost = false;
  for (let rank = tests.length; rank > 0; rank--) {
    const { p, index } = tests[rank - 1]!;
    const candidate = (p * tests.length) / rank;
    if (candidate < smallest) {
      smallest = candidate;
      const floor = floorOf(index);
      atMost = floor !== null && p <= floor * (1 + 1e-12);
    }
    rates[index] = { q: Math.min(1, smallest), atMost };
  }
  return rates;
}
