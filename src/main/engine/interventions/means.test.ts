import { expect, it } from 'vitest';
import type { Axis } from '../../../core/onnx/graph.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import { type MeanOver, meanOver } from './means.ts';

const AXES = new Map<string, readonly Axis[]>([
  ['stream', ['batch', 'pos', 2]],
  ['z', ['batch', 'pos', 2, 1]],
  ['pattern', ['batch', 2, 'pos', 'pos']],
]);

/** At every place of a hook point the id of the token there (of the key, for the pattern), and 100 for each head. */
const model = {
  axes: AXES,
  dimensions: {
    layers: 1,
    heads: 2,
    dModel: 2,
    dHead: 1,
    maxPositions: 9,
    vocabularySize: 99,
    tokenTypes: 0,
  },
  run: ({ inputIds }: TokenBatch, hooks: readonly string[]) => {
    const length = Math.max(...inputIds.map((row) => row.length));
    const padded = inputIds.map((row) => Array.from({ length }, (_, at) => row[at] ?? 98));
    const valuesOf = (hook: string) => {
      if (hook === 'pattern')
        return padded.flatMap((row) =>
          [0, 100].flatMap((head) => padded[0]?.flatMap(() => row.map((id) => id + head)) ?? []),
        );
      return padded.flatMap((row) => row.flatMap((id) => [id, id + 100]));
    };
    const dimsOf = (hook: string) =>
      (AXES.get(hook) ?? []).map((axis) =>
        typeof axis === 'number' ? axis : axis === 'batch' ? padded.length : length,
      );
    return Promise.resolve(
      new Map(hooks.map((hook) => [hook, { dims: dimsOf(hook), data: Float32Array.from(valuesOf(hook)) }])),
    );
  },
};

async function mean(hook: string, over: MeanOver, ...batches: number[][][]) {
  const means = await meanOver(
    model,
    batches.map((inputIds) => ({ inputIds })),
    [hook],
    over,
  );
  const { dims, data } = means.get(hook) ?? { dims: [], data: [] };
  return { dims, data: [...data] };
}

it('over texts and positions every token counts once, and padding not at all', async () => {
  // (1 + 2 + 3 + 10) / 4; the second batch has a row that is padded.
  expect(await mean('stream', 'texts and positions', [[1]], [[2, 3], [10]])).toEqual({
    dims: [1, 1, 2],
    data: [4, 104],
  });
  expect(await mean('z', 'texts and positions', [[1, 2]])).toEqual({
    dims: [1, 1, 2, 1],
    data: [1.5, 101.5],
  });
});

it('over texts each position has its own', async () => {
  expect(
    await mean(
      'stream',
      'texts',
      [[1, 2]],
      [
        [3, 6],
        [5, 1],
      ],
    ),
  ).toEqual({
    dims: [1, 2, 2],
    data: [3, 103, 3, 103],
  });
  expect(await mean('pattern', 'texts', [[1, 2]], [[3, 6]])).toEqual({
    dims: [1, 2, 2, 2],
    data: [2, 4, 2, 4, 102, 104, 102, 104],
  });
});

it('loses nothing to rounding over many texts', async () => {
  // In float32, 2^24 + 1 is 2^24.
  const big = {
    ...model,
    run: () => Promise.resolve(new Map([['stream', { dims: [1, 1, 2], data: Float32Array.of(2 ** 24, 1) }]])),
  };
  const small = {
    ...model,
    run: () => Promise.resolve(new Map([['stream', { dims: [1, 1, 2], data: Float32Array.of(1, 1) }]])),
  };
  let call = 0;
  const mixed = { ...model, run: () => (call++ === 0 ? big : small).run() };
  const texts = Array.from({ length: 1024 }, () => ({ inputIds: [[1]] }));
  const means = await meanOver(mixed, texts, ['stream'], 'texts and positions');
  // (2^24 + 1023) / 1024
  expect(means.get('stream')?.data[0]).toBe(Math.fround(16384 + 1023 / 1024));
});

it.each<[string, string, MeanOver, number[][][], RegExp]>([
  ['a pattern over positions', 'pattern', 'texts and positions', [[[1, 2]]], /pattern has keys/],
  ['positions of texts of different lengths', 'stream', 'texts', [[[1, 2]], [[1]]], /same number of tokens/],
  ['positions of a padded batch', 'stream', 'texts', [[[1, 2], [1]]], /same number of tokens/],
  ['no texts', 'stream', 'texts', [], /over no texts/],
])('refuses %s', async (_what, hook, over, batches, message) => {
  await expect(mean(hook, over, ...batches)).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringMatching(message) as string,
  });
});
