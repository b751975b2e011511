import { expect, it } from 'vitest';
import type { Effect } from '../../../../core/effects/effects.ts';
import { recordPair } from './patched-pair.ts';

const effect: Effect = { kind: 'residual', position: 'last', pooling: 'mean', toward: 'original', least: 0 };
const row = { tokens: 1, position: 0, targets: [], counted: [] };
const measured = {
  original: { ids: [1] },
  counterfactual: { ids: [2] },
  neutral: null,
  rows: { original: row, counterfactual: row },
};

function outputs(z: number) {
  const of = (value: number) => ({ dims: [1, 1, 1], data: Float32Array.of(value) });
  return new Map([
    ['z', of(z)],
    ['resid_final', of(1)],
  ]);
}

it.each([
  ['fails', () => Promise.reject(new Error('no memory')), 'no memory'],
  ['is not finite', (own: ReturnType<typeof outputs>) => Promise.resolve(own), 'not finite, first at z'],
])('gives all memory back when the second run %s', async (_, second, message) => {
  const runs = [outputs(0), outputs(NaN)] as const;
  let count = 0;
  const model = { runVariant: () => (count++ === 0 ? Promise.resolve(runs[0]) : second(runs[1])) };
  await expect(recordPair(model, measured, effect, ['z'], new Map())).rejects.toThrow(message);
  const left = runs.slice(0, message === 'no memory' ? 1 : 2).flatMap((own) => [...own.values()]);
  for (const { data } of left) expect(data).toHaveLength(0);
});
