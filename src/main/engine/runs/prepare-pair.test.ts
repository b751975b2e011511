import { expect, test } from 'vitest';
import type { PlannedPair } from '../store/planned-pairs.ts';
import { type PairModel, preparePair } from './prepare-pair.ts';

/** A token for each letter, whatever its case. */
const model: PairModel = {
  dimensions: {
    layers: 1,
    heads: 1,
    dModel: 1,
    dHead: 1,
    maxPositions: 8,
    vocabularySize: 200,
    tokenTypes: 0,
  },
  tokenizer: {
    encode: (text) => [...text.toLowerCase()].map((letter) => letter.charCodeAt(0)),
    describe: () => [],
    specialIds: new Set(),
    maskId: null,
    isOrdinary: () => true,
    stopIds: new Set(),
    traits: { unknownId: null, foldsCase: true },
  },
};

function planned(original: string, counterfactual: string, neutral: string): PlannedPair {
  const comparison = { state: 'planned', ids: null, correction: null } as const;
  return {
    pairId: 3,
    role: 'set',
    position: 2,
    original,
    originalIds: null,
    comparisons: [
      { ...comparison, role: 'set', text: counterfactual },
      { ...comparison, role: 'neutral', text: neutral },
    ],
  };
}

test('a pair has its counterfactual and its neutral, each with its own alignment', () => {
  const { prepared, failed } = preparePair(planned('abc', 'abxc', 'adc'), model, 'auto');
  expect(failed).toEqual([]);
  expect(prepared?.originalIds).toEqual([97, 98, 99]);
  expect(prepared?.comparisons.map(({ item, ids }) => [item, ids])).toEqual([
    [{ pairId: 3, role: 'set', position: 2 }, [97, 98, 120, 99]],
    [{ pairId: 3, role: 'neutral', position: 2 }, [97, 100, 99]],
  ]);
  expect(prepared?.comparisons.map(({ alignment }) => alignment.used)).toEqual(['edit', 'position']);
});

test.each([
  ['original', 'abc', 'abx', 'ABC', 'has the same tokens as the original: it changes nothing'],
  ['counterfactual', 'abc', 'abx', 'Abx', 'has the same tokens as the counterfactual: there is nothing'],
])('a neutral with the tokens of the %s fails alone', (_, original, counterfactual, neutral, message) => {
  const { prepared, failed } = preparePair(planned(original, counterfactual, neutral), model, 'auto');
  expect(prepared?.comparisons.map(({ item }) => item.role)).toEqual(['set']);
  expect(failed).toMatchObject([
    {
      item: { pairId: 3, role: 'neutral' },
      failure: { code: 'INPUT_INVALID', message: expect.stringContaining(message) as string },
    },
  ]);
});

test('an original that cannot be run fails both', () => {
  const { prepared, failed } = preparePair(planned('too long for it', 'abx', 'aby'), model, 'auto');
  expect(prepared).toBeNull();
  expect(failed.map(({ item }) => item.role)).toEqual(['set', 'neutral']);
});
