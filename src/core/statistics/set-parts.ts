/** How the pairs of a set go into parts: one for each value, or at random, whole clusters together. Pure; seeded. */
import { drawnOrder, randomSource } from './random.ts';

/** What tells which pairs say much the same. */
export interface KindredPair {
  readonly cluster: string | null;
  /** The original statement, as text or as token ids in words. */
  readonly original: string;
}

/** The places of the pairs that have each value, in the order of their first pairs. */
export function partsByValue<Value>(values: readonly Value[]): Map<Value, number[]> {
  return Map.groupBy(values.keys(), (place) => values[place] as Value);
}

/**
 * The places of pairs that belong together, in the order of their first pairs: those of one cluster, and those of one original, which would
 * carry what was found in one part over into another. A pair that is in neither stands for itself.
 */
export function kindredPairs(pairs: readonly KindredPair[]): number[][] {
  const leaderOf = Int32Array.from(pairs.keys());
  const leading = (place: number): number => {
    let at = place;
    while (leaderOf[at] !== at) {
      leaderOf[at] = leaderOf[leaderOf[at] as number] as number;
      at = leaderOf[at] as number;
    }
    return at;
  };
  const firstOf = new Map<string, number>();
  for (const [place, { cluster, original }] of pairs.entries())
    for (const mark of [`original ${original}`, ...(cluster === null ? [] : [`cluster ${cluster}`])]) {
      const first = firstOf.get(mark);
      if (first === undefined) firstOf.set(mark, place);
      else {
        const [one, other] = [leading(first), leading(place)];
        leaderOf[Math.max(one, other)] = Math.min(one, other);
      }
    }
  return [...Map.groupBy(pairs.keys(), leading).values()];
}

/**
 * Splits pairs at random into parts of about as many pairs, without tearing apart what belongs together (`kindredPairs`): these groups are drawn in a
 * random order, and each goes to the part that has the fewest pairs so far, of equals to the first. Two parts differ by no more pairs than the
 * largest group has.
 * @returns the places of each part, ascending; a part may be empty where there are fewer groups than parts
 */
export function randomParts(pairs: readonly KindredPair[], count: number, seed: number): number[][] {
  const groups = kindredPairs(pairs);
  const parts = Array.from({ length: count }, (): number[] => []);
  for (const drawn of drawnOrder(groups.length, randomSource(seed, 'set-parts'))) {
    const least = parts.reduce((fewest, part) => (part.length < fewest.length ? part : fewest));
    for (const place of groups[drawn] ?? []) least.push(place);
  }
  return parts.map((part) => part.toSorted((a, b) => a - b));
}
