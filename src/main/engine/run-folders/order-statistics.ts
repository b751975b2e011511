/** Quantiles by head of what a query gives, as those of numbers in memory to the last bit. */
import { quantile } from '../../../core/statistics/quantile.ts';
import { type Duck } from './duck.ts';

/**
 * Of type 7, by head. DuckDB gives the two values that each lies between, and the rest is done as everywhere.
 * @param from a SELECT of `place` and `value`, places from 0
 * @returns [probabilities][places]; NaN where a head has no value
 */
export async function quantilesByPlace(
  duck: Duck,
  from: string,
  places: number,
  probabilities: readonly number[],
  signal?: AbortSignal,
): Promise<Float64Array[]> {
  const counts = new Float64Array(places);
  const counted = await duck.rows<[place: number, n: number]>(
    `SELECT place, count(value)::DOUBLE FROM (${from}) GROUP BY place`,
    signal,
  );
  for (const [place, n] of counted) counts[place] = n;
  const wanted = new Map<number, number>();
  for (const n of new Set(counts))
    for (const probability of n > 0 ? probabilities : [])
      for (const rank of ranksAround(probability, n)) wanted.set(shareOf(rank, n), wanted.size);
  const shares = [...wanted.keys()];
  const found = probabilities.map(() => new Float64Array(places).fill(Number.NaN));
  if (shares.length === 0) return found;
  const rows = await duck.rows<[place: number, values: number[] | null]>(
    `SELECT place, quantile_disc(value, [${shares.map((share) => `CAST('${share}' AS DOUBLE)`).join(', ')}])
     FROM (${from}) GROUP BY place`,
    signal,
  );
  const at = new Map(shares.map((share, index) => [share, index]));
  for (const [place, values] of rows) {
    const n = counts[place] ?? 0;
    if (values === null || n === 0) continue;
    probabilities.forEach((probability, index) => {
      const [low, high] = ranksAround(probability, n).map(
        (rank) => values[at.get(shareOf(rank, n)) ?? -1] ?? Number.NaN,
      ) as [number, number];
      const column = found[index];
      if (column !== undefined) column[place] = between(low, high, probability, n);
    });
  }
  return found;
}

/** Ranks, from 0, of the values that a quantile of `n` lies between. */
function ranksAround(probability: number, n: number): [number, number] {
  const rank = Math.floor((n - 1) * probability);
  return [rank, Math.min(rank + 1, n - 1)];
}

/** What `quantile_disc` takes to give the value of a rank. */
function shareOf(rank: number, n: number): number {
  return (rank + 0.5) / n;
}

/** As `quantile` has it of all values, of which it reads these two. */
function between(low: number, high: number, probability: number, n: number): number {
  if (probability <= 0 || n < 2) return low;
  if (probability >= 1) return high;
  const rank = (n - 1) * probability;
  const share = rank - Math.floor(rank);
  return quantile(Float64Array.of(low, high), share);
}
