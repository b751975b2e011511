import { expect, test } from 'vitest';
import { alignTokens } from '../../../core/pairs/align.ts';
import { finish } from '../../../core/statistics/steps.ts';
import { type BatchModel, measureSteps } from './measure-batch.ts';
import type { PreparedPair } from './prepare-pair.ts';

test('a layer that the model left out is an error, not a head whose metrics are 0', () => {
  const model: BatchModel = {
    dimensions: {
      layers: 2,
      heads: 1,
      dModel: 1,
      dHead: 1,
      maxPositions: 4,
      vocabularySize: 9,
      tokenTypes: 0,
    },
    causal: false,
    tokenizer: null,
    run: () => expect.unreachable('measured from what is given'),
  };
  const ids = [5];
  const pair: PreparedPair = {
    originalIds: ids,
    comparisons: [
      {
        item: { pairId: 1, role: 'set', position: 0 },
        ids,
        alignment: alignTokens(ids, ids, 'auto', new Set()),
        noted: null,
      },
    ],
  };
  // Two rows of one token that attends to itself, for the first of two layers.
  const layer = Float32Array.of(1, 1);
  const activations = { patterns: [layer], outputs: [layer], stream: layer, length: 1, heads: 1, dHead: 1 };
  expect(() =>
    finish(measureSteps(model, [pair], activations, { keep: 'none', queries: 'all', metrics: [] })),
  ).toThrow(
    expect.objectContaining({
      code: 'INFERENCE_FAILED',
      message: 'the model gave nothing for layer 1',
    }),
  );
});
