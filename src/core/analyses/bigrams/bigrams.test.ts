import { expect, test } from 'vitest';
import { namedTensor, tensorOf } from '../named-tensor.ts';
import { type BlockLists, type BlockRequest, multiplyBlock } from './block.ts';
import { combineBigrams } from './combine.ts';
import { byFrequency, countBigrams, countedPairs, rankCorrelation } from './counts.ts';

function ended<Piece, Result>(steps: Generator<Piece, Result, void>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

test('bigrams of texts are counted, the most frequent first token first', () => {
  const counts = ended(
    countBigrams([
      [1, 2, 1, 2, 3],
      [2, 1],
    ]),
  );
  expect(ended(byFrequency(counts))).toEqual([2, 1]);
  expect(ended(countedPairs(counts, [2, 1]))).toEqual({
    rows: Int32Array.of(0, 0, 1),
    ids: Int32Array.of(1, 3, 2),
    counts: Int32Array.of(2, 1, 2),
  });
});

test('a rank correlation by hand, and none of few or of equal numbers', () => {
  // Ranks 0 1 2 3 4 and 0.5 0.5 2 4 3: Σ d² = 0.25 + 0.25 + 1 + 1 = 2.5 with one tie of two.
  expect(rankCorrelation([1, 2, 3, 4, 5], [7, 7, 8, 10, 9])).toBeCloseTo(8.5 / Math.sqrt(10 * 9.5), 12);
  expect(rankCorrelation([1, 2, 3, 4], [1, 2, 3, 4])).toBeNaN();
  expect(rankCorrelation([1, 1, 1, 1, 1], [1, 2, 3, 4, 5])).toBeNaN();
});

/** Twelve tokens over three dimensions. */
const made = (salt: number) => Float32Array.from({ length: 36 }, (_, at) => Math.sin(7.7 * (at + 1) + salt));
const [EMBED, UNEMBED] = [made(1), made(2)];
const TOKENS = Int32Array.of(3, 7);

function block(first: number, end: number): BlockLists {
  const rows = (table: Float32Array, ids: Iterable<number>) =>
    Float32Array.from([...ids].flatMap((id) => [...table.subarray(3 * id, 3 * id + 3)]));
  const own = Array.from({ length: end - first }, (_, at) => first + at);
  const request: BlockRequest = {
    dModel: 3,
    tokens: TOKENS,
    embeddings: rows(EMBED, TOKENS),
    unembeddings: rows(UNEMBED, TOKENS),
    first,
    blockEmbeddings: rows(EMBED, own),
    blockUnembeddings: rows(UNEMBED, own),
    most: 4,
    isWhole: own.length === 12,
    pairRows: Int32Array.of(1),
    pairIds: Int32Array.of(first),
  };
  return ended(multiplyBlock(request));
}

const logit = (first: number, next: number) =>
  [0, 1, 2].reduce((sum, at) => sum + EMBED[3 * first + at]! * UNEMBED[3 * next + at]!, 0);

function partOf(lists: BlockLists) {
  const sizes = { listed: 2, rank: 4 };
  return new Map([
    ['follows_ids', namedTensor(sizes, lists.follows.ids)] as const,
    ['follows', namedTensor(sizes, lists.follows.values)] as const,
    ['predicts_ids', namedTensor(sizes, lists.predicts.ids)] as const,
    ['predicts', namedTensor(sizes, lists.predicts.values)] as const,
    ['largest', namedTensor({ listed: 2 }, lists.largest)] as const,
    ['sums', namedTensor({ listed: 2 }, lists.sums)] as const,
  ]);
}

const SHAPE = { tokens: [...TOKENS], most: 4, vocabulary: 12, counted: null, seed: 0 };

test('blocks come to what the whole vocabulary comes to', () => {
  const whole = ended(combineBigrams([partOf(block(0, 12))], SHAPE));
  const parts = ended(combineBigrams([partOf(block(0, 5)), partOf(block(5, 12))], SHAPE));
  for (const name of ['follows', 'predicts', 'log_sum_exp']) {
    const [one, other] = [tensorOf(whole, `bigrams.${name}`).data, tensorOf(parts, `bigrams.${name}`).data];
    one.forEach((value, at) => expect(other[at]).toBeCloseTo(value, 12));
  }
  expect(tensorOf(parts, 'bigrams.follows_ids').data).toEqual(tensorOf(whole, 'bigrams.follows_ids').data);
  const all = Array.from({ length: 12 }, (_, next) => logit(3, next));
  expect(tensorOf(whole, 'bigrams.log_sum_exp').data[0]).toBeCloseTo(
    Math.log(all.reduce((sum, value) => sum + Math.exp(value), 0)),
    12,
  );
  expect(tensorOf(whole, 'bigrams.follows_ids').data[0]).toBe(all.indexOf(Math.max(...all)));
});

test('by log probability a token that everything raises is no surprise', () => {
  const lists = block(0, 12);
  const score = (first: number) =>
    logit(first, 7) -
    Math.log(
      Array.from({ length: 12 }, (_, next) => Math.exp(logit(first, next))).reduce((a, b) => a + b, 0),
    );
  const order = Array.from({ length: 12 }, (_, id) => id).toSorted((a, b) => score(b) - score(a));
  expect([...(lists.predictsLog?.ids.subarray(4, 8) ?? [])]).toEqual(order.slice(0, 4));
  expect(lists.pairLogits[0]).toBeCloseTo(logit(7, 0), 12);
  expect(block(0, 5).predictsLog).toBeNull();
});
