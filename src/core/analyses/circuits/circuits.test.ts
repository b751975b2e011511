import { expect, test } from 'vitest';
import { compositionOfLayers, randomCompositions } from './composition.ts';
import { spectrum } from './eigenvalues.ts';
import { foldedRead, type LayerWeights } from './head-matrices.ts';
import { product } from './products.ts';
import { singularDirections } from './singular-directions.ts';
import { TopList } from './top-list.ts';
import { topPairs } from './top-pairs.ts';
import { circuitsOfHead, mergedDirections, readDirections } from './vocabulary.ts';

function ended<Result>(steps: Generator<number, Result, void>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

test('a matrix of 2 x 2 has the eigenvalues that are worked out by hand', () => {
  // λ² - 5λ + 6
  expect(spectrum(Float64Array.of(4, 1, -2, 1), 2)).toMatchObject({ score: 1, positive: 1 });
  const { values } = spectrum(Float64Array.of(4, 1, -2, 1), 2);
  [3, 0, 2, 0].forEach((value, at) => expect(values[at]).toBeCloseTo(value, 12));
  // A quarter turn: ± i.
  const turn = spectrum(Float64Array.of(0, -1, 1, 0), 2);
  [0, 1, 0, -1].forEach((value, at) => expect(turn.values[at]).toBeCloseTo(value, 12));
  expect(turn.score).toBeCloseTo(0, 12);
});

/** One head of rank 1 over a stream of three. */
const HEAD: LayerWeights = {
  heads: 1,
  keyValueHeads: 1,
  dModel: 3,
  dHead: 1,
  query: Float32Array.of(1, 0, 0),
  key: Float32Array.of(0, 2, 0),
  value: Float32Array.of(1, 2, 0),
  output: Float32Array.of(0, 3, 4),
  gain: null,
  centred: false,
};

test('a head of rank 1, by hand', () => {
  // OV = (1, 2, 0)ᵀ (0, 3, 4): its only eigenvalue is 6, its singular value √5 · 5.
  const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const { circuits, ovDirections, qkDirections } = ended(
    circuitsOfHead({
      weights: HEAD,
      versions: ['raw'],
      vocabulary: { unembedEmbed: identity, embedEmbed: identity },
      finalNorm: null,
      directions: 1,
      tokens: {
        embeddings: Float32Array.of(1, 0, 0, 0, 1, 0),
        unembeddings: Float32Array.of(0, 0, 1, 0, 1, 0),
      },
    }),
  );
  const [raw] = circuits;
  expect(raw?.residual.values[0]).toBeCloseTo(6, 12);
  expect(raw?.ov).toMatchObject({ score: 1, positive: 1 });
  // Token 0 reads 1 and writes 4 to output 0 and 3 to output 1; token 1 twice that.
  expect(raw?.ovSlice).toEqual(Float64Array.of(4, 3, 8, 6));
  expect(raw?.qkSlice).toEqual(Float64Array.of(0, 2, 0, 0));
  expect(ovDirections.values[0]).toBeCloseTo(5 * Math.sqrt(5), 12);
  [1, 2, 0].forEach((value, at) => expect(ovDirections.reads[at]).toBeCloseTo(value / Math.sqrt(5), 12));
  [0, 0.6, 0.8].forEach((value, at) => expect(ovDirections.writes[at]).toBeCloseTo(value, 12));
  expect(qkDirections.values[0]).toBeCloseTo(2, 12);
});

test('heads of rank 1 compose as much as what is written lies along what is read', () => {
  const [q, k, v] = ended(compositionOfLayers(HEAD, HEAD, 'raw'));
  // OV₁ writes along (0, 3, 4)/5: queries read (1, 0, 0), keys (0, 1, 0), values (1, 2, 0)/√5.
  expect(q).toBeCloseTo(0, 12);
  expect(k).toBeCloseTo(3 / 5, 12);
  expect(v).toBeCloseTo(6 / 5 / Math.sqrt(5), 12);
});

test('random heads compose near one over the root of the width, each sample by its own number', () => {
  const shape = { dModel: 64, dHead: 8 };
  const all = ended(randomCompositions(shape, 3, 0, 60));
  const mean = all.reduce((sum, value) => sum + value, 0) / 60;
  expect(Math.abs(mean - 1 / 8)).toBeLessThan(0.01);
  expect(ended(randomCompositions(shape, 3, 20, 2))).toEqual(all.slice(20, 22));
});

test('gain and centring go into what reads', () => {
  const folded = foldedRead(Float64Array.of(1, 2, 3), 3, Float32Array.of(1, 2, 1), true);
  expect(folded).toEqual(Float64Array.of(1 - 8 / 3, 4 - 8 / 3, 3 - 8 / 3));
  expect(foldedRead(Float64Array.of(1, 2, 3), 3, Float32Array.of(1, 2, 1), false)).toEqual(
    Float64Array.of(1, 4, 3),
  );
});

/** Numbers that follow no order. */
const made = (count: number, salt: number) =>
  Float64Array.from({ length: count }, (_, at) => Math.sin(91.7 * (at + 1) + salt) * (1 + (at % 7)));

test('singular directions put the matrix together again', () => {
  const [left, right] = [made(15, 1), made(15, 2)];
  const { values, reads, writes } = singularDirections(left, right, 5, 3);
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 5; column++) {
      let [whole, parts] = [0, 0];
      for (let at = 0; at < 3; at++) {
        whole += left[row * 3 + at]! * right[column * 3 + at]!;
        parts += values[at]! * reads[at * 5 + row]! * writes[at * 5 + column]!;
      }
      expect(parts).toBeCloseTo(whole, 10);
    }
});

test('the largest pairs are those of the whole product, and fewer products are computed', () => {
  const [left, right] = [
    Float32Array.from(made(300 * 4, 5), (value, at) => value * (at < 40 ? 20 : 1)),
    Float32Array.from(made(5000 * 4, 6)),
  ];
  const { left: rows, right: columns, values, computed } = ended(topPairs(left, right, 4, 12));
  const whole = new TopList(12);
  for (let row = 0; row < 300; row++)
    for (let column = 0; column < 5000; column++) {
      let sum = 0;
      for (let at = 0; at < 4; at++) sum += left[row * 4 + at]! * right[column * 4 + at]!;
      whole.offer(sum, row * 5000 + column);
    }
  expect([...rows].map((row, at) => row * 5000 + columns[at]!)).toEqual(whole.ids);
  values.forEach((value, at) => expect(value).toBeCloseTo(whole.values[at]!, 9));
  expect(computed).toBeLessThan(300 * 5000);
});

test('a direction is read block by block as in one piece', () => {
  const rows = Float32Array.from(made(40 * 3, 8));
  const request = { vectors: made(6, 9), dModel: 3, most: 4 };
  const whole = ended(readDirections({ ...request, rows, first: 0 }));
  const parts = [0, 25].map((first) =>
    ended(readDirections({ ...request, rows: rows.slice(3 * first, first === 0 ? 75 : 120), first })),
  );
  expect(mergedDirections(parts, 4)).toEqual(whole);
  const products = product(rows, Float64Array.from(request.vectors.slice(0, 3)), 40, 3, 1);
  expect(whole[0]?.largest.values[0]).toBeCloseTo(Math.max(...products), 12);
  expect(whole[0]?.smallest.values[0]).toBeCloseTo(Math.min(...products), 12);
});
