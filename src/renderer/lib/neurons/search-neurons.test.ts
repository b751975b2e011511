import { expect, test } from 'vitest';
import type { ShownNeuron } from '../../../core/analyses/neurons/neurons.ts';
import { findNeurons } from './search-neurons.ts';

const neuron = (excitedBy: string, raises: string, lowers: string) =>
  ({
    examples: { top: [{ word: excitedBy }], range: [], any: [], bottom: [] },
    raises: [{ word: raises }],
    lowers: [{ word: lowers }],
  }) as unknown as ShownNeuron;

test('a neuron is found by what excites it and by what it writes', () => {
  const all = [neuron(' fish', ' whale', 'x'), neuron(' blue', ' Fishing', 'y'), neuron(' red', 'a', ' sky')];
  expect(findNeurons(all, 'fish')).toEqual(all.slice(0, 2));
  expect(findNeurons(all, 'SKY')).toEqual([all[2]]);
  expect(findNeurons(all, ' ')).toEqual(all);
  expect(findNeurons(all, 'none')).toEqual([]);
});
