/** Which texts a pattern is looked for on, and which it has to hold on. */
import { randomSource } from '../../statistics/random.ts';
import { DISCOVERY, VALIDATION } from './part.ts';

/**
 * Halves of texts drawn with the seed; what shares a cluster stays together. With an odd number the first half has one more.
 *
 * @param clusters [T] what each shares with others; null: nothing
 * @returns [T] the half of each text, and a number for its cluster, -1 where it is by itself
 */
export function splitTexts(
  clusters: readonly (string | null)[],
  seed: number,
): { readonly half: number; readonly cluster: number }[] {
  const names = [...new Set(clusters.filter((name) => name !== null))];
  const numberOf = new Map(names.map((name, number) => [name, number]));
  // A cluster is a unit, and so is each text without one.
  const unitOf = clusters.map((name, text) => (name === null ? -1 - text : (numberOf.get(name) ?? 0)));
  const units = [...new Set(unitOf)];
  const random = randomSource(seed, 'pattern-split');
  for (let last = units.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const moved = units[last] ?? 0;
    units[last] = units[other] ?? 0;
    units[other] = moved;
  }
  const discovered = new Set(units.slice(0, Math.ceil(units.length / 2)));
  return unitOf.map((unit) => ({
    half: discovered.has(unit) ? DISCOVERY : VALIDATION,
    cluster: Math.max(-1, unit),
  }));
}
