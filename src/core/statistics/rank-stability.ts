/** How often each head is among the first when the pairs are drawn again. docs/science.md, section 3. */

/** Heads in the top, at most half of them. */
const TOP = 10;

export interface RankStability {
  /** The run's own first k heads, first to last; fewer where fewer are defined. */
  readonly top: readonly number[];
  /** [H] share of resamples in which the head is among the first k; null where the run itself has no value for it. */
  readonly inclusion: readonly (number | null)[];
  /**
   * Mean of `inclusion` over the top, as a share of k: of the top 10, so many would be there again. Null for k = 0.
   */
  readonly overlap: number | null;
}

/** k of `heads` heads: 10, at most half. */
export function topSize(heads: number, wanted: number = TOP): number {
  return Math.min(wanted, Math.floor(heads / 2));
}

/**
 * The heads with the k largest values, largest first, ties to the lower head; what is undefined (NaN) is never among
 * them.
 *
 * @param values [H] or a longer buffer, in which the heads start at `offset`
 */
export function topHeads(values: Float64Array, k: number, offset = 0, heads = values.length): number[] {
  const top: number[] = [];
  for (let head = 0; head < heads; head++) {
    const value = values[offset + head]!;
    if (Number.isNaN(value)) continue;
    if (top.length === k && !(k > 0 && value > values[offset + top[k - 1]!]!)) continue;
    let place = top.length;
    while (place > 0 && value > values[offset + top[place - 1]!]!) place--;
    top.splice(place, 0, head);
    if (top.length > k) top.pop();
  }
  return top;
}

/**
 * @param own [H] estimates of the run, turned so that larger is "more" in the direction asked; NaN undefined
 * @param resampled [resamples, H] row-major, turned alike
 */
export function rankStability(own: Float64Array, resampled: Float64Array, k: number): RankStability {
  const heads = own.length;
  const resamples = heads === 0 ? 0 : resampled.length / heads;
  const counts = new Int32Array(heads);
  for (let row = 0; row < resamples; row++) {
    for (const head of topHeads(resampled, k, row * heads, heads)) counts[head]!++;
  }
  const share = (head: number) => (resamples === 0 ? 0 : counts[head]! / resamples);
  const top = topHeads(own, k);
  return {
    top,
    inclusion: Array.from(own, (value, head) =>
      Number.isNaN(value) || resamples === 0 ? null : share(head),
    ),
    overlap: k === 0 || resamples === 0 ? null : top.reduce((sum, head) => sum + share(head), 0) / k,
  };
}
