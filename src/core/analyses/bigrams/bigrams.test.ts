import { expect, test } from 'vitest';
import { barOf, probabilityOf } from './result.ts';
import { namedTensor, tensorOf } from '../named-tensor.ts';
import { tokenTexts } from '../circuits/token-texts.ts';
import { type BlockLists, type BlockRequest, multiplyBlock } from './block.ts';
import { combineBigrams } from './combine.ts';
import { bigramsCounts } from './counts-figure.ts';
import { bigramsFindings } from './words.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';
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

/** So many listed tokens, each with five followers whose logits are ranked as told; the control's are ranked against it. */
function counted(tokens: number, logitsOf: (token: number, other: boolean) => readonly number[]) {
  const pairs = Array.from({ length: 5 * tokens }, (_, pair) => pair);
  const logits = (other: boolean) => pairs.map((pair) => logitsOf(Math.floor(pair / 5), other)[pair % 5]!);
  const part = new Map([
    ['follows_ids', namedTensor({ listed: tokens, rank: 1 }, new Int32Array(tokens).fill(1))] as const,
    ['follows', namedTensor({ listed: tokens, rank: 1 }, new Float64Array(tokens))] as const,
    ['largest', namedTensor({ listed: tokens }, new Float64Array(tokens))] as const,
    ['sums', namedTensor({ listed: tokens }, new Float64Array(tokens).fill(1))] as const,
    [
      'pair_places',
      namedTensor(
        { place: 2 * pairs.length },
        Int32Array.from([...pairs, ...pairs], (pair, at) => pair + (at < pairs.length ? 0 : pairs.length)),
      ),
    ] as const,
    [
      'pair_logits',
      namedTensor({ place: 2 * pairs.length }, Float64Array.from([...logits(false), ...logits(true)])),
    ] as const,
  ]);
  const result = ended(
    combineBigrams([part], {
      tokens: Array.from({ length: tokens }, (_, token) => token),
      most: 1,
      vocabulary: tokens + 5,
      counted: {
        rows: Int32Array.from(pairs, (pair) => Math.floor(pair / 5)),
        ids: Int32Array.from(pairs, (pair) => tokens + (pair % 5)),
        // 1, 2, 3, 4 and 5 times: ranks in this order.
        counts: Int32Array.from(pairs, (pair) => 1 + (pair % 5)),
      },
      seed: 3,
    }),
  );
  return new Map([...result, ...ended(tokenTexts('bigrams', [0, 1], (id) => `t${id}`))]);
}

test('what is claimed of texts goes by the interval of the difference', () => {
  // Against ranks 1 to 5: one exchange of neighbours is Σ d² = 2, 1 - 6 * 2 / (5 * 24) = 0.9; turned round it is -1 or -0.9.
  const near = (token: number) => (token % 2 === 0 ? [1, 2, 3, 4, 5] : [2, 1, 3, 4, 5]);
  const far = (token: number) => near(token).map((logit) => -logit);
  const [more] = bigramsFindings(counted(12, (token, other) => (other ? far(token) : near(token))));
  expect(more).toMatch(
    /^What the weights rank high after a token follows it more often in the texts: rank correlation 0\.950 \[/,
  );
  expect(more).toContain('over the followers of 12 tokens');
  const [less] = bigramsFindings(counted(12, (token, other) => (other ? near(token) : far(token))));
  expect(less).toMatch(
    /^What the weights rank high after a token follows it less often in the texts: rank correlation −0\.950 \[/,
  );
  const [open] = bigramsFindings(
    counted(12, (token, other) => (other === token % 4 < 2 ? near(token) : far(token))),
  );
  expect(open).toMatch(
    /^It is undecided whether what the weights rank high after a token follows it more often/,
  );
  const [one] = bigramsFindings(counted(1, near));
  expect(one).toBe(
    'Whether what the weights rank high after a token follows it more often in the texts cannot be told: they have enough followers of 1 token, too few for an interval.',
  );
});

test('without texts the headline says what the numbers are, by those of a token', () => {
  const result = new Map(counted(3, () => [1, 2, 3, 4, 5]));
  for (const name of ['correlation', 'control', 'difference']) result.delete(`bigrams.${name}`);
  const [headline, listed] = bigramsFindings(result);
  expect(headline).toMatch(
    /^What a token makes likelier right after it, by the weights alone: after “t0”, for one, “t1”; /,
  );
  expect(listed).toMatch(/^Listed are 3 of 8 tokens, by embeddings and unembedding alone \(W_E W_U\)/);
});

test('the picture of the counts gives a rank correlation only with its interval', () => {
  const source = { analysis: 1, title: 'Bigrams', model: 'toy', subject: '', items: 1, unit: 'parts' };
  const noteOf = (tokens: number) =>
    bigramsCounts.draw(
      { source, result: counted(tokens, (token) => [5, 4, 3, 2, token]) },
      FIGURE_THEMES.light,
    ).note;
  expect(noteOf(1)).toContain('of too few tokens there are enough followers for a rank correlation');
  expect(noteOf(12)).toMatch(/rank correlation within a token’s followers −?[\d.]+ \[/);
});

test('the bar of a log probability is as long as the probability: the more likely, the longer', () => {
  const [likely, unlikely] = [-4.564, -5.24].map((value) =>
    barOf('predicts_log', { value, logProbability: null }),
  );
  expect(likely).toBeCloseTo(0.0104, 4);
  expect(unlikely).toBeLessThan(likely ?? 0);
  expect(barOf('predicts', { value: 1.724, logProbability: null })).toBe(1.724);
  expect(probabilityOf('follows', { value: 1.356, logProbability: Math.log(0.0074) })).toBeCloseTo(
    0.0074,
    12,
  );
  expect(probabilityOf('predicts', { value: 1, logProbability: null })).toBeNull();
});
