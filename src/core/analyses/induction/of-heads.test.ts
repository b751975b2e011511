import { expect, it } from 'vitest';
import { headNumbers, numberAt } from '../of-heads.ts';
import { inductionOfHeads } from './of-heads.ts';
import { inductionResult } from './result.example.ts';

const result = inductionResult({
  differences: [
    [
      [0.5, 0.4, 0.6],
      [0.1, 0.05, 0.15],
    ],
    [
      [0.05, 0.01, 0.09],
      [0.9, 0.85, 0.95],
    ],
  ],
});

it('the score stands beside its control, with what is called by it', () => {
  const [score] = inductionOfHeads(result);
  expect(score).toMatchObject({
    name: 'score',
    layers: 2,
    heads: 2,
    n: 5,
    called: { as: 'induction', outcomes: ['called', 'undecided', 'none', 'called'] },
  });
  if (score === undefined) throw new Error('nothing is known');
  expect(numberAt(score, 3).mean).toBeCloseTo(0.92, 12);
  expect(numberAt(score, 3).low).toBeCloseTo(0.87, 12);
  expect(score.control && numberAt(score.control, 0)).toEqual({ mean: 0.02, low: 0.01, high: 0.04 });
  expect(score.difference && numberAt(score.difference, 0)).toEqual({ mean: 0.5, low: 0.4, high: 0.6 });
  expect(score.called?.rule).toContain('above 0.1');
});

it('names are snake_case and told apart; every array is [L, H]', () => {
  const quantities = inductionOfHeads(result);
  const names = quantities.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, layers, heads, values, low, high } of quantities) {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    for (const array of [values, low, high]) expect(array).toHaveLength(layers * heads);
  }
});

it('ends that are undefined are null', () => {
  const same = inductionOfHeads(result).find(({ name }) => name === 'duplicate_token');
  expect(same && numberAt(same, 1)).toEqual({ mean: 0.0625, low: null, high: null });
});

it('a tensor that is not by head is refused', () => {
  expect(() => headNumbers(result, 'induction.loss')).toThrow('"induction.loss" is [position], not by head');
});
