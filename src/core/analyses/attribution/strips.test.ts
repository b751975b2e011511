import { expect, it } from 'vitest';
import { allHeads, largestOf, stripOf } from './strips.ts';

/** Two layers of two heads over three tokens. */
const attribution = {
  position: 2,
  layers: 2,
  headsOfLayer: 2,
  tokens: 3,
  heads: Float32Array.of(1, -1, 3, 0.5),
  bySource: Float32Array.of(1, 0, 0, 0, -1, 0, 0, 1, 2, 0.25, 0.25, 0),
  attention: Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0, 0, 1, 0.5, 0.25, 0.25),
  mlp: new Float32Array(),
  target: { id: 1, text: 'a', probability: 0.5 },
  logit: 3.5,
  total: 3.5,
  shares: false,
  embeddings: 0,
  biases: 0,
  neurons: [],
};

it('a layer is the sum of its heads, and the mean of what they look at', () => {
  expect(stripOf(attribution, 0, null, 'contribution')).toMatchObject({
    adds: 0,
    values: Float32Array.of(1, -1, 0),
  });
  expect([...stripOf(attribution, 1, null, 'weight').values]).toEqual([0.25, 0.125, 0.625]);
  expect(stripOf(attribution, 1, 0, 'contribution')).toMatchObject({
    adds: 3,
    values: Float32Array.of(0, 1, 2),
  });
  expect([...allHeads(attribution, 'contribution')]).toEqual([1.25, 0.25, 2]);
  expect([...allHeads(attribution, 'weight')]).toEqual([0.5, 0.1875, 0.3125]);
});

it('lines share a scale', () => {
  const largest = largestOf([Float32Array.of(1, -2), Float32Array.of(0.5)]);
  expect(largest).toBe(2);
});
