/** Items of a batch in groups that are computed one after the other, as many together as their activations may take. */
import type { BatchFollowing } from './analysis-work.ts';

/** Of what is recorded of the items of a group: 256 MB. */
const MOST_BYTES = 2 ** 28;

/** A group, and what tells of it as a share of its batch. */
interface MemoryGroup<Item> {
  readonly items: readonly Item[];
  readonly following: BatchFollowing | undefined;
}

/**
 * In their order; what is beyond the bound goes alone. Which items are together hangs on the items alone.
 * @param bytesOf what is recorded of an item
 */
export function* memoryGroups<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  following: BatchFollowing | undefined,
): Generator<MemoryGroup<Item>, void, void> {
  const groupOf = (from: number, to: number): MemoryGroup<Item> => ({
    items: items.slice(from, to),
    following: following && {
      signal: following.signal,
      onShare: (share) => following.onShare((from + share * (to - from)) / items.length),
    },
  });
  let from = 0;
  let held = 0;
  for (const [index, item] of items.entries()) {
    const bytes = bytesOf(item);
    if (index > from && held + bytes > MOST_BYTES) {
      yield groupOf(from, index);
      from = index;
      held = 0;
    }
    held += bytes;
  }
  if (from < items.length) yield groupOf(from, items.length);
}
