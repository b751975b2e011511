import { expect, it } from 'vitest';
import { noReplacement } from '../inference/replacement.ts';
import { rowOf, stackRows } from './stack-rows.ts';

it('each row has its own mask and values, as large as the largest needs', () => {
  const stacked = stackRows([
    {
      mask: { dims: [1, 1, 2], data: Uint8Array.of(0, 1) },
      values: { dims: [1, 1, 1], data: Float32Array.of(7) },
    },
    noReplacement(3),
    {
      mask: { dims: [1, 3, 1], data: Uint8Array.of(1, 0, 1) },
      values: { dims: [1, 1, 2], data: Float32Array.of(8, 9) },
    },
  ]);
  expect(stacked.mask).toEqual({
    dims: [3, 3, 2],
    data: Uint8Array.of(0, 1, 0, 1, 0, 1, ...[0, 0, 0, 0, 0, 0], ...[1, 1, 0, 0, 1, 1]),
  });
  expect(stacked.values).toEqual({ dims: [3, 1, 2], data: Float32Array.of(7, 7, 0, 0, 8, 9) });
});

it('a row of an activation is a batch of one over the same numbers', () => {
  const activation = { dims: [2, 1, 2], data: Float32Array.of(1, 2, 3, 4) };
  const row = rowOf(activation, 1);
  expect(row).toEqual({ dims: [1, 1, 2], data: Float32Array.of(3, 4) });
  expect(row.data.buffer).toBe(activation.data.buffer);
});
