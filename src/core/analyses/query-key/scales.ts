/** The scales c that are tried: q' = q/c, k' = ck. */

/** Those of AttentionViz and Chen (2023). */
export const SCALES: readonly number[] = [0.2, 0.4, 0.8, 1, 1.25, 2.5, 5];

/** The finer search: 61 values from 0.1 to 10, evenly in log. */
export const FINE_SCALES: readonly number[] = Array.from({ length: 61 }, (_, step) => 10 ** (-1 + step / 30));

/** The scale whose correlation is nearest -1, the first of equals; null where all are undefined. */
export function bestScale(
  scales: readonly number[],
  correlations: readonly (number | null)[],
): { readonly scale: number; readonly correlation: number } | null {
  let best: { readonly scale: number; readonly correlation: number } | null = null;
  for (const [place, scale] of scales.entries()) {
    const correlation = correlations[place] ?? null;
    if (correlation === null) continue;
    if (best === null || Math.abs(correlation + 1) < Math.abs(best.correlation + 1))
      best = { scale, correlation };
  }
  return best;
}

/**
 * How many tokens it takes for three pairs to lie below the percentile: the distance at place (T^2 - 1) p of all, counted
 * from 0, is the threshold, and those before it lie below.
 */
export function leastTokens(percentile: number): number {
  let tokens = 2;
  while ((tokens ** 2 - 1) * (percentile / 100) <= 2) tokens++;
  return tokens;
}
