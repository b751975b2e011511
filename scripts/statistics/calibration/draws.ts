/** Seeded draws of pairs: which rows of a real set take part in a simulated run. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A whole number from 0 up to, not including, `bound`. */
export type Below = (bound: number) => number;

export function draws(seed: number): Below {
  const generator = xoroshiro128plus(seed);
  return (bound) => uniformInt(generator, 0, bound - 1);
}

/** What the product's own draws of a simulated run start from: seeds in a row would start from states that are alike. */
export function seedOfRun(below: Below): number {
  return below(2 ** 31);
}

/** The items in random order (Fisher and Yates). */
export function shuffled<Item>(items: Iterable<Item>, below: Below): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
}

/** So many of the items, with replacement. */
export function withReplacement<Item>(items: readonly Item[], count: number, below: Below): Item[] {
  return Array.from({ length: count }, () => items[below(items.length)] as Item);
}

/** Numbers from 0. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

/** Rows of each value that `keyOf` gives, in order of appearance. */
export function rowsBy<Key>(rows: readonly number[], keyOf: (row: number) => Key): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  for (const row of rows) {
    const key = keyOf(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}
