/** Puts the blocks of the vocabulary together: lists of the tokens that are listed, and how the weights stand to counts. */
import { gatherParts, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { namedTensor, type NamedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { TopList } from '../circuits/top-list.ts';
import { packed } from './block.ts';
import { correlation, type CountedBigrams, rankCorrelation } from './counts.ts';
import { LIST_NAMES } from './result.ts';

export interface BigramsShape {
  /** [T] */
  readonly tokens: readonly number[];
  readonly most: number;
  readonly vocabulary: number;
  /** null without texts. */
  readonly counted: CountedBigrams | null;
  readonly seed: number;
}

/** @param parts of each block in the order of the vocabulary; that of the layout has `points` */
export function* combineBigrams(
  parts: Iterable<NamedTensors>,
  { tokens, most, vocabulary, counted, seed }: BigramsShape,
): Generator<number, Map<string, NamedTensor>, void> {
  const count = tokens.length;
  const tops = new Map(LIST_NAMES.map((name) => [name, tokens.map(() => new TopList(most))]));
  const largest = new Float64Array(count).fill(-Infinity);
  const sums = new Float64Array(count);
  const pairLogits = new Float64Array(2 * (counted?.ids.length ?? 0));
  const result = new Map<string, NamedTensor>();
  let hasLog = false;
  for (const part of parts) {
    const data = (name: string) => part.get(name)?.data;
    const points = part.get('points');
    if (points !== undefined) result.set('bigrams.points', points);
    const slice = part.get('circuits.bigram_slice');
    if (slice !== undefined) result.set('circuits.bigram_slice', slice);
    for (const name of LIST_NAMES) {
      const [ids, values] = [data(`${name}_ids`), data(name)];
      if (ids === undefined || values === undefined) continue;
      hasLog ||= name === 'predicts_log';
      tops.get(name)?.forEach((list, row) => {
        for (let at = row * most; at < (row + 1) * most; at++)
          if ((ids[at] ?? -1) >= 0) list.offer(values[at] ?? Number.NaN, ids[at] ?? 0);
      });
    }
    data('largest')?.forEach((max, row) => {
      const own = data('sums')?.[row] ?? 0;
      const before = largest[row] ?? -Infinity;
      const together = Math.max(before, max);
      sums[row] =
        (before === -Infinity ? 0 : (sums[row] ?? 0) * Math.exp(before - together)) +
        own * Math.exp(max - together);
      largest[row] = together;
    });
    data('pair_places')?.forEach((place, at) => {
      pairLogits[place] = data('pair_logits')?.[at] ?? Number.NaN;
    });
    yield 0;
  }
  const normaliser = Float64Array.from(largest, (max, row) => max + Math.log(sums[row] ?? 0));
  result.set('bigrams.tokens', namedTensor({ listed: count }, Int32Array.from(tokens)));
  result.set('bigrams.log_sum_exp', namedTensor({ listed: count }, normaliser));
  result.set('bigrams.vocabulary', scalar(vocabulary));
  for (const [name, lists] of tops) {
    if (name === 'predicts_log' && !hasLog) continue;
    const { ids, values } = packed(lists, most);
    result.set(`bigrams.${name}_ids`, namedTensor({ listed: count, rank: most }, ids));
    result.set(`bigrams.${name}`, namedTensor({ listed: count, rank: most }, values));
  }
  if (counted !== null)
    for (const [name, tensor] of yield* againstCounts(counted, pairLogits, normaliser, count, seed))
      result.set(name, tensor);
  return result;
}

/**
 * Whether what a token's row of W_E W_U ranks high follows it more often, token by token; the control is the row of the token
 * that is listed next, which is about as frequent: what it says of the same followers, any row says.
 */
function* againstCounts(
  { rows, ids, counts }: CountedBigrams,
  logits: Float64Array,
  normaliser: Float64Array,
  tokens: number,
  seed: number,
): Generator<number, [string, NamedTensor][], void> {
  const followers: number[][] = Array.from({ length: tokens }, () => []);
  rows.forEach((row, pair) => followers[row]?.push(pair));
  const parts: PartOfItem[] = [];
  for (const [position, own] of followers.entries()) {
    const times = own.map((pair) => counts[pair] ?? 0);
    const score = rankCorrelation(
      times,
      own.map((pair) => logits[pair] ?? 0),
    );
    const control = rankCorrelation(
      times,
      own.map((pair) => logits[ids.length + pair] ?? 0),
    );
    const values = { correlation: score, control, difference: score - control };
    parts.push({
      position,
      part: new Map(
        Object.entries(values).map(([name, value]) => [name, namedTensor({}, Float64Array.of(value))]),
      ),
    });
    yield 0.5;
  }
  const gathering = gatherParts(parts, () => true);
  let step = gathering.next();
  for (; step.done !== true; step = gathering.next()) yield 0.5;
  const means: [string, NamedTensor][] = [];
  for (const [name, values] of step.value) {
    const nature =
      name === 'difference'
        ? { range: [-2, 2] as const, signed: true }
        : { range: [-1, 1] as const, signed: true };
    for (const [of, tensor] of yield* itemMeans(name, values, { ...nature, seed }))
      means.push([`bigrams.${of}`, tensor]);
  }
  const totals = new Float64Array(tokens);
  rows.forEach((row, pair) => (totals[row] = (totals[row] ?? 0) + (counts[pair] ?? 0)));
  const logShare = Array.from(counts, (count, pair) => Math.log(count / (totals[rows[pair] ?? 0] ?? 1)));
  const logProbability = Array.from(rows, (row, pair) => (logits[pair] ?? 0) - (normaliser[row] ?? 0));
  return [
    ...means,
    ['bigrams.pooled_correlation', scalar(correlation(logShare, logProbability))],
    ['bigrams.pair_row', namedTensor({ pair: ids.length }, rows)],
    ['bigrams.pair_id', namedTensor({ pair: ids.length }, ids)],
    ['bigrams.pair_count', namedTensor({ pair: ids.length }, counts)],
    ['bigrams.pair_log_probability', namedTensor({ pair: ids.length }, Float64Array.from(logProbability))],
  ];
}
