/** How often tokens follow each other in texts, and what of it the weights are held against. */
export interface CountedBigrams {
  /** [P] place of the first token among those that are listed, id of the second, how often. */
  readonly rows: Int32Array;
  readonly ids: Int32Array;
  readonly counts: Int32Array;
}

/** Pairs that are counted between two turns for others: some milliseconds. */
const PAIRS_PER_STEP = 2 ** 14;

/** By first token; a text's last token is followed by none. In steps of some texts, or a part of a long one. */
export function* countBigrams(
  texts: Iterable<readonly number[]>,
): Generator<number, Map<number, Map<number, number>>, void> {
  const counts = new Map<number, Map<number, number>>();
  let counted = 0;
  for (const ids of texts)
    for (let at = 0; at + 1 < ids.length; at++) {
      if (++counted % PAIRS_PER_STEP === 0) yield 0;
      const first = ids[at] as number;
      const second = ids[at + 1] as number;
      const own = counts.get(first) ?? new Map<number, number>();
      counts.set(first, own);
      own.set(second, (own.get(second) ?? 0) + 1);
    }
  return counts;
}

/** Fewer than that and a rank correlation says nothing. */
export const LEAST_FOLLOWERS = 5;

/** First tokens, those that are followed most often first. In steps. */
export function* byFrequency(
  counts: ReadonlyMap<number, ReadonlyMap<number, number>>,
): Generator<number, number[], void> {
  const totals: { readonly id: number; readonly total: number }[] = [];
  let summed = 0;
  for (const [id, own] of counts) {
    let total = 0;
    for (const count of own.values()) total += count;
    totals.push({ id, total });
    summed += own.size;
    if (summed < PAIRS_PER_STEP) continue;
    summed = 0;
    yield 0;
  }
  return totals.toSorted((a, b) => b.total - a.total || a.id - b.id).map(({ id }) => id);
}

/** The pairs whose first token is listed. In steps. */
export function* countedPairs(
  counts: ReadonlyMap<number, ReadonlyMap<number, number>>,
  tokens: readonly number[],
): Generator<number, CountedBigrams, void> {
  const size = tokens.reduce((sum, token) => sum + (counts.get(token)?.size ?? 0), 0);
  const pairs = { rows: new Int32Array(size), ids: new Int32Array(size), counts: new Int32Array(size) };
  let at = 0;
  let since = 0;
  for (const [row, token] of tokens.entries()) {
    for (const [id, count] of [...(counts.get(token) ?? [])].toSorted(([a], [b]) => a - b)) {
      pairs.rows[at] = row;
      pairs.ids[at] = id;
      pairs.counts[at++] = count;
    }
    if (at - since < PAIRS_PER_STEP) continue;
    since = at;
    yield 0;
  }
  return pairs;
}

/** Ranks from 0, ties by their mean. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).toSorted((a, b) => a.value - b.value);
  const result = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && order[to]?.value === order[from]?.value) to++;
    for (let at = from; at < to; at++) result[order[at]!.at] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}

/** Spearman's correlation; NaN where either has no spread, or there are fewer than {@link LEAST_FOLLOWERS}. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  if (a.length < LEAST_FOLLOWERS) return Number.NaN;
  return correlation(ranks(a), ranks(b));
}

/** Pearson's; NaN where either has no spread. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, at) => {
    const [x, y] = [value - meanA, (b[at] as number) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : Number.NaN;
}
