/** What makes a row the same row wherever it stands. */
export type RowKey = string | number;

/**
 * The elements in which rows in sight are drawn, by number. A row that stays in sight keeps its own, also where rows were put
 * in above it; one that comes into sight takes the lowest that is free, so that what left lends its elements to what comes: to make new ones
 * takes longer than to fill them with other words.
 *
 * @param before slot of each row that was in sight
 * @param keys of the rows that are in sight now, none twice
 * @returns slot of each of `keys`, no slot twice
 */
export function keepSlots(
  before: ReadonlyMap<RowKey, number>,
  keys: readonly RowKey[],
): ReadonlyMap<RowKey, number> {
  const kept = new Map(
    keys.flatMap((key): [RowKey, number][] => {
      const slot = before.get(key);
      return slot === undefined ? [] : [[key, slot]];
    }),
  );
  const taken = new Set(kept.values());
  let free = 0;
  for (const key of keys) {
    if (kept.has(key)) continue;
    while (taken.has(free)) free += 1;
    kept.set(key, free);
    free += 1;
  }
  return kept;
}
