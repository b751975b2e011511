/** Order statistics of numbers that are not sorted: exact, in time that grows with their number. */

/**
 * The value of a rank, found by quickselect; `values` is left in another order.
 * @param count of the values that are looked at, from the first
 * @param rank from 0, below `count`
 */
export function selectRank(values: Float64Array, count: number, rank: number): number {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = middleOf(values, left, right);
    let low = left;
    let high = right;
    while (low <= high) {
      while ((values[low] as number) < pivot) low++;
      while ((values[high] as number) > pivot) high--;
      if (low > high) break;
      const kept = values[low] as number;
      values[low] = values[high] as number;
      values[high] = kept;
      low++;
      high--;
    }
    if (rank <= high) right = high;
    else if (rank >= low) left = low;
    else return pivot;
  }
  return values[rank] as number;
}

/** Median of the first, the middle and the last. */
function middleOf(values: Float64Array, left: number, right: number): number {
  const a = values[left] as number;
  const b = values[(left + right) >>> 1] as number;
  const c = values[right] as number;
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/**
 * The two neighbours of a quantile of type 7 (linear interpolation, NumPy's default) and how far between them it lies.
 * @param count of all values; of these the smallest, `smallest`, are there, in any order; they are left in another
 * @returns null where they are too few to tell
 */
export function quantileNeighbours(
  smallest: Float64Array,
  there: number,
  count: number,
  probability: number,
): { readonly below: number; readonly above: number; readonly share: number } | null {
  const place = (count - 1) * probability;
  const rank = Math.floor(place);
  if (there < Math.min(rank + 2, count)) return null;
  const below = selectRank(smallest, there, rank);
  // Selection leaves what is larger behind the rank.
  let above = rank + 1 < there ? Infinity : below;
  for (let index = rank + 1; index < there; index++) above = Math.min(above, smallest[index] as number);
  return { below, above, share: place - rank };
}
