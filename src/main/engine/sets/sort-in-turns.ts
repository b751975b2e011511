/** Sorts many items without holding the thread: parts of them, then the parts into one. */

const AT_ONCE = 2000;

/** A generator for `inTurns`: the items in order; equal ones stay in the order in which they were. */
export function* sortInTurns<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Generator<void, Item[], void> {
  let parts: Item[][] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    parts.push(items.slice(from, from + AT_ONCE).sort(compare));
    yield;
  }
  while (parts.length > 1) {
    const merged: Item[][] = [];
    for (let part = 0; part < parts.length; part += 2)
      merged.push(yield* merge(parts[part] ?? [], parts[part + 1] ?? [], compare));
    parts = merged;
  }
  return parts[0] ?? [];
}

function* merge<Item>(
  first: readonly Item[],
  second: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Generator<void, Item[], void> {
  const merged: Item[] = [];
  let [i, j] = [0, 0];
  while (i < first.length || j < second.length) {
    const a = first[i];
    const b = second[j];
    if (b === undefined || (a !== undefined && compare(a, b) <= 0)) {
      merged.push(a as Item);
      i++;
    } else {
      merged.push(b);
      j++;
    }
    if (merged.length % AT_ONCE === 0) yield;
  }
  return merged;
}
