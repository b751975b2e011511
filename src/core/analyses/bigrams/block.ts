/**
 * A block of the vocabulary against the tokens that are listed: what follows each of them, and what predicts it, by W_E W_U
 * alone: no position, no normalisation, no bias. Lists of blocks are merged; sums of exponentials, too.
 */
import { products } from '../query-key/products.ts';
import { TopList } from '../circuits/top-list.ts';

export interface BlockRequest {
  readonly dModel: number;
  /** [T] the tokens that are listed; [T, d_model] their rows of W_E, and of W_U transposed. */
  readonly tokens: Int32Array;
  readonly embeddings: Float32Array;
  readonly unembeddings: Float32Array;
  /** [b, d_model] the block's rows of both, and the id of the first. */
  readonly first: number;
  readonly blockEmbeddings: Float32Array;
  readonly blockUnembeddings: Float32Array;
  readonly most: number;
  /** The block is the whole vocabulary: then the normaliser of every row is known, and lists by log probability are made. */
  readonly isWhole: boolean;
  /** [P] pairs whose logits are wanted: the place of the first token in `tokens`, and the id of the second, in this block. */
  readonly pairRows: Int32Array;
  readonly pairIds: Int32Array;
}

/** Lists are [T, most]; -1 and NaN where there are fewer. */
export interface BlockLists {
  readonly follows: TokenLists;
  readonly predicts: TokenLists;
  /** By the log probability of the row; null unless the block is the whole vocabulary. */
  readonly predictsLog: TokenLists | null;
  /** [T] the largest logit of the block after each token, and the sum of exp(logit - it). */
  readonly largest: Float64Array;
  readonly sums: Float64Array;
  /** [P] */
  readonly pairLogits: Float64Array;
}

export interface TokenLists {
  readonly ids: Int32Array;
  readonly values: Float64Array;
}

const ROWS = 16;

export function* multiplyBlock(request: BlockRequest): Generator<number, BlockLists, void> {
  const { dModel, tokens, first, most, isWhole } = request;
  const count = request.blockEmbeddings.length / dModel;
  const follows = lists(tokens.length, most);
  const predicts = lists(tokens.length, most);
  const predictsLog = isWhole ? lists(tokens.length, most) : null;
  const largest = new Float64Array(tokens.length).fill(-Infinity);
  const sums = new Float64Array(tokens.length);
  const pairLogits = new Float64Array(request.pairIds.length);
  const pairs = pairsByRow(request.pairRows, tokens.length);
  const placeOf = new Map(Array.from(tokens, (id, place) => [id, place]));
  const columns = Float64Array.from(request.blockUnembeddings);

  /** Row `place` of the listed tokens against the block. */
  const takeRow = (place: number, row: Float64Array): void => {
    const { max, sum } = sumOfExponentials(row);
    largest[place] = max;
    sums[place] = sum;
    row.forEach((value, at) => follows[place]!.offer(value, first + at));
    for (const pair of pairs[place] ?? []) pairLogits[pair] = row[request.pairIds[pair]! - first]!;
  };

  if (isWhole) {
    const out = new Float64Array(ROWS * count);
    const all = Float64Array.from(request.blockEmbeddings);
    for (let row = 0; row < count; row += ROWS) {
      const rows = Math.min(ROWS, count - row);
      products({ queries: all, keys: columns, width: dModel }, row, row + rows, out);
      for (let at = 0; at < rows; at++) {
        const own = out.subarray(at * count, (at + 1) * count);
        const place = placeOf.get(row + at);
        if (place !== undefined) takeRow(place, own);
        const { max, sum } = sumOfExponentials(own);
        const normaliser = max + Math.log(sum);
        tokens.forEach((id, column) => {
          predicts[column]!.offer(own[id]!, row + at);
          predictsLog?.[column]!.offer(own[id]! - normaliser, row + at);
        });
      }
      yield (row + rows) / count;
    }
  } else {
    const out = new Float64Array(ROWS * count);
    const queries = Float64Array.from(request.embeddings);
    for (let row = 0; row < tokens.length; row += ROWS) {
      const rows = Math.min(ROWS, tokens.length - row);
      products({ queries, keys: columns, width: dModel }, row, row + rows, out);
      for (let at = 0; at < rows; at++) takeRow(row + at, out.subarray(at * count, (at + 1) * count));
      yield (row + rows) / tokens.length / 2;
    }
    const own = Float64Array.from(request.blockEmbeddings);
    const targets = Float64Array.from(request.unembeddings);
    for (let row = 0; row < tokens.length; row += ROWS) {
      const rows = Math.min(ROWS, tokens.length - row);
      products({ queries: targets, keys: own, width: dModel }, row, row + rows, out);
      for (let at = 0; at < rows; at++)
        for (let other = 0; other < count; other++)
          predicts[row + at]!.offer(out[at * count + other]!, first + other);
      yield 0.5 + (row + rows) / tokens.length / 2;
    }
  }
  return {
    follows: packed(follows, most),
    predicts: packed(predicts, most),
    predictsLog: predictsLog === null ? null : packed(predictsLog, most),
    largest,
    sums,
    pairLogits,
  };
}

function lists(count: number, most: number): TopList[] {
  return Array.from({ length: count }, () => new TopList(most));
}

export function packed(all: readonly TopList[], most: number): TokenLists {
  const ids = new Int32Array(all.length * most).fill(-1);
  const values = new Float64Array(all.length * most).fill(Number.NaN);
  all.forEach((list, row) => {
    ids.set(list.ids, row * most);
    values.set(list.values, row * most);
  });
  return { ids, values };
}

function sumOfExponentials(row: Float64Array): { max: number; sum: number } {
  let max = -Infinity;
  for (const value of row) if (value > max) max = value;
  let sum = 0;
  for (const value of row) sum += Math.exp(value - max);
  return { max, sum };
}

function pairsByRow(rows: Int32Array, count: number): number[][] {
  const by: number[][] = Array.from({ length: count }, () => []);
  rows.forEach((row, pair) => by[row]?.push(pair));
  return by;
}
