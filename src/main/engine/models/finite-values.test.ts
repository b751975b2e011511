/** What is not finite is refused with its place, however the tensor is read. */
import { describe, expect, it } from 'vitest';
import { finiteValues } from './finite-values.ts';

const WEIGHT = { tensor: 'layer.weight', shape: [3, 4] };

/** Reads [3, 4] numbers in blocks, all of them as often as asked. */
async function read(numbers: readonly number[], blocks: readonly number[], dtype: 'F32' | 'F64' = 'F32') {
  const values = finiteValues(
    WEIGHT,
    { dtype, file: '/a/model.safetensors' },
    {
      read: (first, count) => Promise.resolve(Float32Array.from(numbers.slice(first, first + count))),
    },
  );
  const arrived: number[] = [];
  for (const block of blocks)
    for (let first = 0; first < numbers.length; first += block)
      arrived.push(...(await values.read(first, Math.min(block, numbers.length - first))));
  return arrived;
}

const straight = Array.from({ length: 12 }, (_, i) => i);
const having = (...changes: readonly (readonly [number, number])[]) =>
  changes.reduce((numbers, [at, value]) => numbers.with(at, value), straight);

it('finite numbers pass, read once or twice', async () => {
  expect(await read(straight, [5, 12])).toEqual([...straight, ...straight]);
});

describe('a value that is not finite', () => {
  it.each([
    ['NaN', having([0, NaN]), 'a value that is not a number (NaN) at [0, 0]:'],
    ['infinity', having([6, Infinity]), 'infinity at [1, 2]:'],
    ['minus infinity, the last', having([11, -Infinity]), 'minus infinity at [2, 3]:'],
    [
      'several',
      having([9, NaN], [3, Infinity], [4, NaN]),
      'infinity at [0, 3]; in all 3 of its 12 values are not finite:',
    ],
  ])('%s', async (_what, numbers, said) => {
    for (const blocks of [[12], [5], [1], [5, 12]])
      await expect(read(numbers, blocks)).rejects.toMatchObject({
        code: 'CHECKPOINT_INVALID',
        message: expect.stringContaining(
          `/a/model.safetensors: tensor "layer.weight" has ${said}`,
        ) as unknown,
      });
  });

  it('may be one that float32 has no room for', async () => {
    await expect(read(having([2, 1e300]), [12], 'F64')).rejects.toMatchObject({
      message: expect.stringContaining(
        'infinity, or a value beyond the range of float32, at [0, 2]',
      ) as unknown,
    });
  });
});
